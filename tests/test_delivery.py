"""What an office gets: the pinned parts, the installed package, the entry point."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
SETUP = configparser.RawConfigParser()
SETUP.read(CHECKOUT / "setup.cfg", encoding="utf-8")
RUN_TIME = SETUP["options"]["install_requires"].split("\n")[1:]
OTHERS = [line for name in ("translations", "test") for line in SETUP["options.extras_require"][name].split("\n")[1:]]
BUILD = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]


def name_and_range(requirement: str) -> tuple[str, str]:
    match = re.match(r"([\w-]+)(?:\[.*\])?([^;]*)", requirement)
    assert match, requirement
    return match[1].lower().replace("_", "-"), match[2].strip()


# --- the parts ---

@pytest.mark.parametrize("requirement", [*RUN_TIME, *OTHERS, *BUILD])
def test_every_part_is_pinned_between_two_versions(requirement: str) -> None:
    name, versions = name_and_range(requirement)
    follows_its_library = name.startswith("types-")
    ours = name == "armdesk"
    assert follows_its_library or ours or re.fullmatch(r">=[\d.]+,<[\d.]+", versions), requirement


def test_a_part_named_twice_has_one_range() -> None:
    ranges: dict[str, set[str]] = {}
    for requirement in [*RUN_TIME, *OTHERS, *BUILD]:
        name, versions = name_and_range(requirement)
        ranges.setdefault(name, set()).add(versions)
    assert {name: found for name, found in ranges.items() if len(found) > 1} == {}


def test_every_part_has_its_reason_on_paper() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", (CHECKOUT / "docs" / "dependencies.md").read_text("utf-8"), re.MULTILINE)
    explained = {name.strip().lower().replace("_", "-") for row in rows for name in row.split(",")} - {"package", "---"}
    named = {name_and_range(requirement)[0] for requirement in [*RUN_TIME, *OTHERS, *BUILD]} - {"armdesk"}
    assert explained == named


def test_what_the_program_imports_is_among_its_parts() -> None:
    declared = {name_and_range(requirement)[0] for requirement in RUN_TIME}
    declared |= {"babel", "shiboken6"}  # for developers; a part of PySide6
    owners = packages_distributions()
    foreign: dict[str, str] = {}
    for path in [*(CHECKOUT / "armdesk").rglob("*.py"), *(CHECKOUT / "ui").rglob("*.py")]:
        for name in re.findall(r"^ *(?:from|import) (\w+)", path.read_text("utf-8"), re.MULTILINE):
            if name not in sys.stdlib_module_names and name not in {"armdesk", "ui"} and name in owners:
                foreign[owners[name][0].lower().replace("_", "-")] = path.name
    assert {name: file for name, file in foreign.items() if name not in declared} == {}


def test_qt_survives_many_calls_that_return_nothing() -> None:
    """PySide6 6.12.0 aborts under Python 3.10 and 3.11 after about 5,000 of them, which no short test notices."""
    calls = ("from PySide6.QtCore import QObject\n"
             "thing = QObject()\n"
             "for _ in range(20_000): thing.setObjectName('x')\n"
             "print('alive')")
    done = subprocess.run([sys.executable, "-c", calls], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "alive")


# --- the installed package ---

@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built package, unpacked far from the checkout."""
    folder = tmp_path_factory.mktemp("package")
    left_behind = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info", "tests", "*.mo")
    shutil.copytree(CHECKOUT, folder / "checkout", ignore=left_behind)
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=folder / "checkout", capture_output=True, check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    shutil.rmtree(folder / "checkout")
    return folder / "site"


def files_below(folder: Path, *without: str) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")
            if path.is_file() and path.suffix not in without and "__pycache__" not in path.parts}


def test_the_package_holds_every_resource_and_the_built_texts(installed: Path) -> None:
    kept = files_below(installed / "armdesk" / "resources")
    assert files_below(CHECKOUT / "resources", ".po", ".mo", ".pot") <= kept
    assert "translations/es/LC_MESSAGES/armdesk.mo" in kept
    assert not [name for name in kept if name.endswith((".po", ".pot"))]


@pytest.mark.parametrize("room", ["armdesk", "ui"])
def test_the_package_holds_every_file_of_the_source(installed: Path, room: str) -> None:
    assert files_below(CHECKOUT / room) - files_below(installed / room) == set()


def test_the_package_brings_nothing_else(installed: Path) -> None:
    assert sorted(path.name for path in installed.iterdir() if path.suffix != ".dist-info") == ["armdesk", "ui"]


def test_the_installed_program_finds_its_resources_by_itself(installed: Path, tmp_path: Path) -> None:
    look = ("from armdesk import i18n, paths\n"
            "print(paths.resources(), i18n._catalogue('es').info()['language'], sep='\\n')")
    shown = subprocess.run([sys.executable, "-c", look], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(installed)},
                           stdout=subprocess.PIPE, text=True, check=True).stdout
    assert shown.splitlines() == [str(installed / "armdesk" / "resources"), "es"]


# --- the entry point ---

FAKE_CLI = "import sys\ndef main(argv):\n    print('command', argv, 'PySide6' in sys.modules)\n    return 3\n"
FAKE_APP = "def run():\n    print('window')\n    return 3\n"


@pytest.mark.parametrize(("words", "shown"), [(["check", "a b"], "command ['check', 'a b'] False"), ([], "window")])
def test_words_run_a_command_without_qt_and_none_open_the_window(tmp_path: Path, words: list[str], shown: str) -> None:
    shutil.copy(CHECKOUT / "main.py", tmp_path)
    for room, name, text in (("armdesk", "cli.py", FAKE_CLI), ("ui", "app.py", FAKE_APP)):
        (tmp_path / room).mkdir()
        (tmp_path / room / name).write_text(text)
    command = [sys.executable, "main.py", *words]
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (3, shown)


def test_a_command_never_loads_qt() -> None:
    watched = ("import sys, main\n"
               "try: main.main(['--help'])\n"
               "except SystemExit: pass\n"
               "print('PySide6' in sys.modules, file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", watched], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1:] == ["False"]
    assert "check" in done.stdout
