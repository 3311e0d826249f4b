#!/bin/sh
# Starts armdesk from this folder and installs what is missing first.
#
#   ./run.sh                    open the window
#   ./run.sh check FOLDER       any command of armdesk; ./run.sh --help lists them
#   ./run.sh --test [WHAT]      install the test tools too, then run every check (or only the tests named)
#   ./run.sh --outdated         list the parts that have a newer version
#
# ARMDESK_VENV    folder of the Python environment (.venv in this folder)
# ARMDESK_PYTHON  the Python to build it with (3.11 or newer)
set -eu

from=$(pwd)
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
venv=${ARMDESK_VENV:-$here/.venv}
case $venv in /*) ;; *) venv=$from/$venv ;; esac
venv_python=$venv/bin/python
libraries='libgl1 libegl1 libdbus-1-3 libfontconfig1 libglib2.0-0 libxkbcommon0 libgssapi-krb5-2
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0'
test_programs='xvfb xauth minisign poppler-utils unzip'

say() { printf 'armdesk: %s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

find_python() {
    for python in ${ARMDESK_PYTHON:+"$ARMDESK_PYTHON"} python3 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then return 0; fi
    done
    return 1
}

# Debian 13 calls libglib2.0-0 libglib2.0-0t64; either name will do.
installed() {
    for package in "$1" "$1t64"; do
        case $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) in ii*) return 0 ;; esac
    done
    return 1
}

install_system_packages() {
    if [ ! -x "$venv_python" ] && ! find_python; then set -- "$@" python3 python3-venv; fi
    missing=''
    for name in "$@"; do installed "$name" || missing="$missing $name"; done
    [ -n "$missing" ] || return 0
    as_root=''
    if [ "$(id -u)" != 0 ]; then
        as_root=sudo
        command -v sudo >/dev/null || stop "please have an administrator run: apt-get install$missing"
    fi
    say "installing these packages of the system${as_root:+ with sudo}:$missing"
    $as_root apt-get update -q >&2 || stop 'the list of packages could not be fetched. Is there Internet?'
    # shellcheck disable=SC2086  # a list of names
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >&2 ||
        stop 'the packages could not be installed; the lines above say why.'
}

make_environment() {
    find_python || stop 'Python 3.11 or newer is needed, with its venv module. Name it in ARMDESK_PYTHON.'
    if [ -d "$venv" ] && [ ! -f "$venv/pyvenv.cfg" ] && [ -n "$(ls -A -- "$venv")" ]; then
        stop "$venv holds something else. Name an empty folder in ARMDESK_VENV."
    fi
    say "making the Python environment $venv"
    "$python" -m venv --clear "$venv" || stop "the environment could not be made in $venv."
}

install_parts() {
    # shellcheck disable=SC2086  # lists of names
    if command -v apt-get >/dev/null; then install_system_packages $libraries $programs; fi
    "$venv_python" -m pip --version >/dev/null 2>&1 || make_environment
    say 'installing the parts of armdesk; the first time takes a minute'
    "$venv_python" -m pip install -q --disable-pip-version-check -e ".[$extras]" >&2 ||
        stop 'a part could not be fetched. Connect to the Internet once and start again.'
}

kept_stamp() { if [ -f "$1" ]; then cat -- "$1"; fi; }
sum_of() { cat -- "$@" | cksum; }

# What the environment was made from: this folder, its Python and the lists of parts.
parts_stamp() { echo "$here $(readlink -f -- "$venv_python") $(sum_of setup.cfg pyproject.toml setup.py)"; }

texts_are_built() {
    for texts in resources/translations/*/LC_MESSAGES/*.po; do
        [ -f "${texts%.po}.mo" ] || return 1
    done
    [ "$(kept_stamp "$venv/texts.stamp")" = "$texts_stamp" ]
}

# Each step leaves a stamp, so that the next start does nothing.
prepare() {
    extras=$1 programs=$2
    if [ "$(kept_stamp "$venv/$extras.stamp")" != "$(parts_stamp)" ]; then
        install_parts
        parts_stamp >"$venv/translations.stamp"
        parts_stamp >"$venv/$extras.stamp"
    fi
    texts_stamp=$(sum_of resources/translations/*/LC_MESSAGES/*.po)
    if ! texts_are_built; then
        "$venv_python" -m armdesk.translations compile >/dev/null || stop 'the translations could not be built.'
        echo "$texts_stamp" >"$venv/texts.stamp"
    fi
}

run_checks() {
    failed=''
    # Through Python: the first line of an installed script is wrong once the folder has moved.
    say 'ruff' && "$venv_python" -m ruff check . || failed="$failed ruff"
    say 'lint-imports' && "$venv_python" "$venv/bin/lint-imports" || failed="$failed lint-imports"
    say 'mypy' && "$venv_python" -m mypy || failed="$failed mypy"
    say 'pytest' && "$venv_python" -m pytest -n auto --dist worksteal || failed="$failed pytest"
    [ -z "$failed" ] || stop "failed:$failed"
}

cd -- "$here"
case ${1:-} in
--test)
    shift
    prepare test "$test_programs"
    if [ $# -eq 0 ]; then run_checks; else exec "$venv_python" -m pytest "$@"; fi
    ;;
--outdated)
    prepare translations ''
    exec "$venv_python" -m pip list --outdated
    ;;
*)
    prepare translations ''
    cd -- "$from"
    exec "$venv_python" "$here/main.py" "$@"
    ;;
esac
