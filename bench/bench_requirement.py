"""Measures the page of requirements over the large workspace: each requirement of a standard opened in turn.

    python bench/bench_requirement.py FOLDER [--share 0.01] [--standard craft-2.0]

A requirement is open when it is painted, and whole when its evidence, actions, offers and history stand beside it; the
facts come one by one afterwards and are measured apart.  Goals: open within 0.1 s, whole within 0.1 s in the median,
the window never held over 100 ms.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
_GOAL = 0.1


def main() -> int:
    """Measure, print, answer 1 if a goal is missed."""
    sys.path.insert(0, str(HERE))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["ARMDESK_CONFIG"] = tempfile.mkdtemp()
    from bench_checks import Pulse
    from large import NOW, large_workspace
    from PySide6.QtWidgets import QApplication

    from armdesk import workspace
    from armdesk.settings import PersonSettings
    from ui.pages.requirements import RequirementsPage
    from ui.session import Session
    from ui.shell import Shell

    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--standard", default="craft-2.0")
    chosen = parser.parse_args()
    app = QApplication([])
    opened = workspace.open_workspace(large_workspace(chosen.folder, chosen.share), author="bench", now=lambda: NOW)
    session = Session(opened, PersonSettings(language="en", theme="light", author="bench"))
    session.checks.wake = lambda: None  # type: ignore[method-assign]  # they have a bench of their own
    shell = Shell(session)
    shell.show()
    pulse = Pulse()
    pulse.during(app, lambda: False, 3)
    session.open("requirement")
    page = shell.widget("requirement")
    assert isinstance(page, RequirementsPage)
    pulse.during(app, lambda: bool(page.code))
    if page.catalogue is None or page.catalogue.key != chosen.standard:
        page.choose_standard(chosen.standard)
    pulse.during(app, lambda: page.catalogue is not None and page.side.whole)
    painted, whole, told, held = [], [], [], [0.0]
    for code in page.tree.codes()[1:]:
        began = time.perf_counter()
        page.tree.go_to(code)
        page.repaint()
        painted.append(time.perf_counter() - began)
        _seconds, away = pulse.during(app, lambda: page.side.whole)
        whole.append(time.perf_counter() - began)
        _seconds, later = pulse.during(app, lambda: page.facts.all_told)
        told.append(time.perf_counter() - began)
        held += [away, later]
    shell.close()
    session.close()
    for name, times in (("open", painted), ("whole", whole), ("with all facts", told)):
        print(f"{len(times)} requirements {name}: median {1000 * statistics.median(times):.0f} ms, "
              f"worst {1000 * max(times):.0f} ms")
    print(f"the window was held {1000 * max(held):.0f} ms at most (goal 100)")
    return int(max(painted) > _GOAL or statistics.median(whole) > _GOAL or max(held) > _GOAL)


if __name__ == "__main__":
    sys.exit(main())
