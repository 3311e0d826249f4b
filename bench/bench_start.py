"""Measures the start: from the first import to a usable window over a workspace, beside a minimal PySide6 window.

    python bench/bench_start.py [--folder WORKSPACE] [--rounds 7]

Goal: at most twice the minimal window; heavy libraries not loaded by then.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
HEAVY = ("openpyxl", "reportlab", "PIL", "lxml", "numpy", "pypdfium2", "python_calamine", "cryptography", "argon2")

_MINIMAL = """
import time; start = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget
app = QApplication([])
window = QMainWindow(); window.setCentralWidget(QTableWidget(20, 8)); window.resize(1366, 728); window.show()
app.processEvents(); window.grab()
print(time.perf_counter() - start)
"""
_OURS = """
import sys, time; start = time.perf_counter()
from ui import app as program
from PySide6.QtWidgets import QApplication
app = QApplication([])
running = program.Program(app); running.start(sys.argv[1])
app.processEvents(); running.shell.grab()
print(time.perf_counter() - start, *[name for name in sys.argv[2:] if name in sys.modules])
running.leave()
"""


def once(code: str, folder: Path, config: Path) -> tuple[float, list[str]]:
    """Seconds of one start in a fresh process, and the heavy libraries it loaded."""
    setting = {**os.environ, "PYTHONPATH": str(HERE), "ARMDESK_CONFIG": str(config)}
    setting.setdefault("QT_QPA_PLATFORM", "offscreen")
    # An installed program has its compiled files; a checkout may be told not to write them.
    setting.pop("PYTHONDONTWRITEBYTECODE", None)
    setting["PYTHONPYCACHEPREFIX"] = str(config / "compiled")
    printed = subprocess.run([sys.executable, "-c", code, str(folder), *HEAVY], env=setting, check=True,
                             capture_output=True, text=True).stdout.split()
    return float(printed[0]), printed[1:]


def main() -> int:
    """Measure in turns, print medians, answer 1 if the goal is missed."""
    sys.path.insert(0, str(HERE))
    from armdesk import workspace

    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch) / "workspace"
        if not workspace.exists(folder):
            workspace.create(folder).close()
        for code in (_MINIMAL, _OURS):
            once(code, folder, Path(scratch))  # compiles, and is not counted
        minimal, ours, loaded = [], [], []
        for _round in range(chosen.rounds):
            minimal.append(once(_MINIMAL, folder, Path(scratch))[0])
            seconds, loaded = once(_OURS, folder, Path(scratch))
            ours.append(seconds)
    first, second = statistics.median(minimal), statistics.median(ours)
    print(f"minimal window {first:.3f} s, armdesk {second:.3f} s: {second / first:.2f} times (goal 2.0)")
    print("heavy libraries loaded:", ", ".join(loaded) or "none")
    return int(second > 2 * first or bool(loaded))


if __name__ == "__main__":
    sys.exit(main())
