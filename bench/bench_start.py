"""Measures the start: from the first import to a usable window over a workspace, beside a minimal PySide6 window.

    python bench/bench_start.py [--folder WORKSPACE] [--rounds 9] [--language es]

Usable: the window is drawn with its rail and the page Today, takes keys, and has asked for Today's facts.  What was put
off until then must not hold the window up afterwards: a timer watches the event loop for two seconds.
Goals: at most twice the minimal window; heavy libraries not loaded by then; the event loop never held over 100 ms.
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
running = program.prepare(); running.start(sys.argv[1])
running.app.processEvents(); running.shell.grab()
print(time.perf_counter() - start, *[name for name in sys.argv[2:] if name in sys.modules])
running.leave()
"""
_HELD = """
import sys, time; start = time.perf_counter()
from ui import app as program
from PySide6.QtCore import QTimer
running = program.prepare(); running.start(sys.argv[1])
running.app.processEvents(); running.shell.grab()
begin = last = time.perf_counter(); longest = 0.0; shown = float('inf')
def tick():
    global last, longest, shown
    now = time.perf_counter(); longest = max(longest, now - last - 0.005); last = now
    if shown > now and running.shell.widget("today").area.widget() is not None:
        shown = now - start
    if now - begin > 2:
        running.app.exit()
timer = QTimer(); timer.setInterval(5); timer.timeout.connect(tick); timer.start()
running.app.exec()
print(longest, shown)
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
    """Measure in turns, print medians, answer 1 if a goal is missed."""
    sys.path.insert(0, str(HERE))
    from armdesk import settings, workspace

    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--language", default="es")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch)
        settings.write(config / "settings.json", settings.PersonSettings(language=chosen.language))
        folder = chosen.folder or config / "workspace"
        if not workspace.exists(folder):
            workspace.create(folder).close()
        for code in (_MINIMAL, _OURS, _HELD):
            once(code, folder, config)  # compiles, and is not counted
        minimal, ours, held, shown, loaded = [], [], [], [], []
        for _round in range(chosen.rounds):
            minimal.append(once(_MINIMAL, folder, config)[0])
            seconds, loaded = once(_OURS, folder, config)
            ours.append(seconds)
            longest, said = once(_HELD, folder, config)
            held.append(longest)
            shown.append(float(said[0]))
    first, second, hold = statistics.median(minimal), statistics.median(ours), statistics.median(held)
    ratio = statistics.median(own / bare for own, bare in zip(ours, minimal, strict=True))
    print(f"minimal window {first:.3f} s, armdesk {second:.3f} s: {ratio:.2f} times (goal 2.0)")
    facts = statistics.median(shown)
    print("Today's facts", f"after {facts:.3f} s" if facts < 10 else "later than two seconds")
    print(f"event loop held at most {hold * 1000:.0f} ms (median of {chosen.rounds}; worst {max(held) * 1000:.0f} ms; "
          "goal 100)")
    print("heavy libraries loaded:", ", ".join(loaded) or "none")
    return int(ratio > 2 or hold > 0.1 or bool(loaded))


if __name__ == "__main__":
    sys.exit(main())
