"""The guards themselves: each breach of a rule that the checks promise to notice is made here and noticed."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
BESIDE = os.environ | {"PYTHONPATH": os.pathsep.join((str(CHECKOUT), str(CHECKOUT / "tests")))}
"""Whatever conftest.py imports is found."""


@pytest.mark.parametrize("reach", [
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.getaddrinfo("example.org", 443),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
    lambda: socket.socket().bind(("127.0.0.1", 0)),
])
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_reaching_for_the_network_is_refused(reach: object, network_attempts: list[str]) -> None:
    assert callable(reach)
    with pytest.raises(OSError, match="socket"):
        reach()
    assert len(network_attempts) == 1
    network_attempts.clear()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets in files here")
def test_a_socket_in_a_file_is_local(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))


def test_an_expected_log_line_can_be_cleared(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("armdesk").warning("expected")
    assert caplog.messages == ["expected"]
    caplog.clear()


LOUD = {
    "network": ("import socket\ndef test_it():\n    try: socket.getaddrinfo('a', 1)\n    except OSError: pass",
                "reached for the network"),
    "log": ("import logging\ndef test_it(): logging.getLogger('armdesk').warning('odd')",
            "logged without being expected: ['odd']"),
    "warning": ("import warnings\ndef test_it(): warnings.warn('old')", "UserWarning: old"),
    "qt": ("from PySide6.QtCore import qWarning\ndef test_it(qtbot): qWarning('qt is odd')", "qt is odd"),
    "marker": ("import pytest\n@pytest.mark.invented\ndef test_it(): pass", "invented"),
}


@pytest.mark.parametrize("kind", LOUD)
def test_a_loud_test_fails(tmp_path: Path, kind: str) -> None:
    source, complaint = LOUD[kind]
    (tmp_path / "tests").mkdir()
    shutil.copy(CHECKOUT / "setup.cfg", tmp_path)
    for name in ("conftest.py", "second_try.py", "waiting.py"):
        shutil.copy(CHECKOUT / "tests" / name, tmp_path / "tests")
    (tmp_path / "tests" / "test_loud.py").write_text(source + "\n", "utf-8")
    command = [sys.executable, "-m", "pytest"]
    done = subprocess.run(command, cwd=tmp_path, env=BESIDE, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert complaint in done.stdout


HOUSE = {
    "armdesk/__init__.py": "",
    "armdesk/errors.py": "",
    "armdesk/fields.py": "from armdesk import errors",
    "armdesk/bulk.py": "",
    "armdesk/writer.py": "from armdesk import bulk",
    "armdesk/store.py": "from armdesk import writer",
    "armdesk/undo.py": "",
    "armdesk/services/__init__.py": "",
    "armdesk/services/audit/__init__.py": "from armdesk.services import gold",
    "armdesk/services/gold/__init__.py": "",
    "armdesk/services/money/__init__.py": "",
    "ui/__init__.py": "",
    "ui/app.py": "from armdesk import store",
    "ui/shelf.py": "from ui import shell",
    "ui/shell.py": "",
}


@pytest.mark.parametrize(("file", "text", "rule"), [
    ("armdesk/fields.py", "from PySide6.QtCore import QObject", "The core runs without a window"),
    ("armdesk/store.py", "from armdesk import writer\ndef f():\n    import ui.app", "The core runs without a window"),
    ("armdesk/errors.py", "from armdesk import store", "A file imports only from floors below its own"),
    ("ui/app.py", "from armdesk import bulk", "Records are written through the store"),
    ("armdesk/newcomer.py", "", "A file imports only from floors below its own"),
    ("ui/shell.py", "from ui import shelf\n", "No two files import each other"),
    ("armdesk/services/gold/__init__.py", "from armdesk.services import money\n",
     "A subject asks only the subjects below its own"),
    ("armdesk/services/weather.py", "", "A subject asks only the subjects below its own"),
])
def test_a_breach_of_the_floors_is_noticed(tmp_path: Path, file: str, text: str, rule: str) -> None:
    assert broken(tmp_path / "sound", HOUSE) == []
    assert any(name.startswith(rule) for name in broken(tmp_path / "breached", {**HOUSE, file: text}))


def broken(folder: Path, house: dict[str, str]) -> list[str]:
    """The rules that this small program breaks."""
    for name, text in house.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    shutil.copy(CHECKOUT / "setup.cfg", folder)
    check = "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command as run; run()"
    command = [sys.executable, "-c", check, "--no-cache"]
    shown = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=False).stdout
    assert "Contracts:" in shown, shown
    return [line.removesuffix(" BROKEN") for line in shown.splitlines() if line.endswith(" BROKEN")]
