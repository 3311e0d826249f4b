"""The one command, run.sh: what it installs, when it does nothing, what it says when something is missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent

# Programs in front of the real ones, which only write down what was asked of them.
RECORDER = '#!/bin/sh\nprintf "%s\\n" "${0##*/} $*" >>"$RECORD"\n'
FAKE_PYTHON = RECORDER + """case "$*" in
*translations\\ compile) : >"resources/translations/es/LC_MESSAGES/armdesk.mo" ;;
*"pip install"*) exit "${PIP_EXIT:-0}" ;;
*"${FAILING:-nothing fails}"*) exit 1 ;;
*main.py*) shift; printf '<%s>' "$PWD" "$@" ;;
esac
"""


class Office:
    """A computer with a checkout of armdesk, everything installed, and every step written down."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.programs, self.record = folder / "mi carpeta", folder / "programs", folder / "record"
        self.texts = self.checkout / "resources" / "translations" / "es" / "LC_MESSAGES" / "armdesk.po"
        self.venv = folder / "a venv"
        self.environment = {"PATH": f"{self.programs}:{os.environ['PATH']}", "RECORD": str(self.record),
                            "ARMDESK_VENV": str(self.venv)}
        self.texts.parent.mkdir(parents=True)
        self.texts.write_text("texts")
        for name in ("run.sh", "setup.cfg", "pyproject.toml", "setup.py"):
            shutil.copy(CHECKOUT / name, self.checkout / name)
        self.program("apt-get", RECORDER)
        self.program("sudo", RECORDER)
        self.program("id", "#!/bin/sh\necho 1000\n")
        self.program("dpkg-query", "#!/bin/sh\necho 'ii '\n")
        self.program("python", FAKE_PYTHON, self.venv / "bin")
        (self.venv / "pyvenv.cfg").touch()

    def program(self, name: str, text: str, folder: Path | None = None) -> None:
        place = (folder or self.programs) / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        place.chmod(0o755)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Start run.sh from another folder; forgets what was written down before."""
        self.record.write_text("")
        return subprocess.run([self.checkout / "run.sh", *arguments], cwd=self.programs, capture_output=True, text=True,
                              env=self.environment | environment, check=False)

    def steps(self) -> list[str]:
        return self.record.read_text().splitlines()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    if sys.platform == "win32":
        pytest.skip("run.sh is for systems with a shell; Windows has run.ps1")
    return Office(tmp_path)


def test_the_first_start_installs_and_the_second_only_starts(office: Office) -> None:
    first = office.run("check", "una carpeta")
    assert first.stdout == f"<{office.programs}><check><una carpeta>"
    assert office.steps() == [
        "python -m pip --version",
        "python -m pip install -q --disable-pip-version-check -e .[translations]",
        "python -m armdesk.translations compile",
        f"python {office.checkout}/main.py check una carpeta",
    ]
    second = office.run("check", "una carpeta")
    assert second.stdout == first.stdout
    assert second.stderr == ""
    assert office.steps() == [f"python {office.checkout}/main.py check una carpeta"]


def test_changed_parts_are_installed_and_changed_texts_are_built(office: Office) -> None:
    office.run()
    office.texts.write_text("new texts")
    office.run()
    assert office.steps() == ["python -m armdesk.translations compile", f"python {office.checkout}/main.py"]
    with (office.checkout / "setup.cfg").open("a") as file:
        file.write("# another part\n")
    office.run()
    assert [" -m " in step for step in office.steps()] == [True, True, False], "two for pip, none for the texts"


def test_a_built_translation_that_was_deleted_is_built_again(office: Office) -> None:
    office.run()
    office.texts.with_suffix(".mo").unlink()
    office.run()
    assert office.steps()[0] == "python -m armdesk.translations compile"


def test_nothing_is_asked_of_the_system_when_nothing_is_missing(office: Office) -> None:
    office.run()
    assert not [step for step in office.steps() if step.startswith(("apt-get", "sudo"))]


def test_only_what_is_missing_is_installed_as_administrator_and_said(office: Office) -> None:
    office.program("dpkg-query", '#!/bin/sh\ncase "$4" in libegl1*) exit 1 ;; libgl1) exit 1 ;; esac; echo "ii "\n')
    said = office.run().stderr
    assert "installing these packages of the system with sudo: libegl1\n" in said, "libgl1t64 is as good as libgl1"
    assert office.steps()[:2] == [
        "sudo apt-get update -q",
        "sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends libegl1",
    ]


def test_without_sudo_the_person_is_told_what_to_ask_for(office: Office) -> None:
    office.program("dpkg-query", "#!/bin/sh\nexit 1\n")
    found = {name: shutil.which(name) for name in ("sh", "cat", "cksum", "dirname", "readlink", "ls", "env")}
    for name, place in found.items():
        assert place, name
        (office.programs / name).symlink_to(place)
    (office.programs / "sudo").unlink()
    result = office.run(PATH=str(office.programs))
    assert result.returncode == 1
    assert "have an administrator run: apt-get install libgl1 libegl1" in result.stderr
    assert office.steps() == []


def test_a_failed_download_is_said_and_tried_again(office: Office) -> None:
    result = office.run(PIP_EXIT="1")
    assert result.returncode == 1
    assert "Connect to the Internet once" in result.stderr
    assert not [step for step in office.steps() if "main.py" in step]
    office.run()
    assert [step for step in office.steps() if "pip install" in step]


def test_a_folder_with_something_else_is_never_emptied(office: Office) -> None:
    precious = office.programs.parent / "papers"
    precious.mkdir()
    (precious / "book.xlsx").touch()
    result = office.run(ARMDESK_VENV=str(precious))
    assert result.returncode == 1
    assert (precious / "book.xlsx").exists()
    assert "holds something else" in result.stderr


def test_the_test_command_adds_the_test_tools_and_passes_its_words_on(office: Office) -> None:
    office.program("dpkg-query", '#!/bin/sh\ncase "$4" in minisign*) exit 1 ;; esac; echo "ii "\n')
    office.run("--test", "tests/test_one.py", "-k", "one or two")
    steps = office.steps()
    assert [step for step in steps if step.endswith("install -q -y --no-install-recommends minisign")]
    assert [step for step in steps if step.endswith("-e .[test]")]
    assert steps[-1] == "python -m pytest tests/test_one.py -k one or two"
    office.run()
    assert len(office.steps()) == 1, "what the tests need holds what a start needs"


@pytest.mark.parametrize("failing", ["ruff", "lint-imports", "mypy", "-m pytest", None])
def test_every_check_is_run_and_one_that_fails_fails_them_all(office: Office, failing: str | None) -> None:
    result = office.run("--test", FAILING=failing or "none of them")
    assert [step for step in office.steps() if "pip" not in step and "compile" not in step] == [
        "python -m ruff check .", f"python {office.venv}/bin/lint-imports", "python -m mypy",
        "python -m pytest -n auto --dist worksteal"]
    assert result.returncode == (1 if failing else 0)
    assert (f"failed: {(failing or '').removeprefix('-m ')}\n" in result.stderr) == bool(failing)


def test_both_start_scripts_say_the_same() -> None:
    """Only run.sh speaks of packages of the system, and each names the Python of its own world."""
    spoken = re.findall(r"""(?:say|stop) (['"])(.{25,}?)\1""", (CHECKOUT / "run.sh").read_text("utf-8"))
    apart = ("packages", "administrator", "3.11")
    common = [text for _quote, text in spoken if not any(word in text for word in apart)]
    windows = (CHECKOUT / "run.ps1").read_text("utf-8")
    assert len(common) >= 5
    assert [text for text in common if text not in windows] == []
