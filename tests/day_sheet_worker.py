"""Types into a day sheet until killed by test_ui_day_sheet.py.

Usage: day_sheet_worker.py FOLDER SITE.  Says READY when the draft of what it typed is kept.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from armdesk import workspace
from armdesk.services.sheets.day_choice import DayChoice
from armdesk.settings import PersonSettings
from ui.pages.day_sheet import DaySheetPage
from ui.session import Session


def main(folder: Path, site: str) -> None:
    """One line that can be saved, one that cannot, and a cell half typed."""
    app = QApplication([])
    session = Session(workspace.open_workspace(folder, author="worker"), PersonSettings(language="en"))
    session.person.columns["day_sheet"] = DayChoice(site=site, month="2025-03", hidden="").words()
    page = DaySheetPage(session)
    page.show()
    gold = [page.desk.view.grid.head(place) for place in range(page.desk.view.grid.columns())].index("Gold (g)")
    for row, text in enumerate(("5", "mucho")):
        page.desk.view.go_to(row, gold)
        QTest.keyClicks(page.desk.view, text[0])
        QTest.keyClicks(page.desk.view.editor, text[1:])
        QTest.keyClick(page.desk.view.editor, Qt.Key.Key_Return)
    page.desk.view.go_to(2, gold)
    QTest.keyClicks(page.desk.view, "3")
    QTest.keyClicks(page.desk.view.editor, " cas")

    def look() -> None:
        if any(len(draft[4]["lines"]) == 2 for draft in session.store.drafts()):
            sys.stdout.write(f"READY {date(2025, 3, 1)}\n")
            sys.stdout.flush()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
