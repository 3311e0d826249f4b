"""Who a list names, by sex and age: one line under the list, and the whole table in a window."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.query import Query
from armdesk.services.people import breakdown
from armdesk.services.people.breakdown import Breakdown
from armdesk.services.people.people_figures import AGE_BANDS
from ui import texts
from ui.plain_table import PlainTable
from ui.session import Session


class BreakdownDialog(QDialog):
    """People by sex across and age band down, and by role."""

    def __init__(self, session: Session, title: str, counted: Breakdown, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("By sex and age"))
        self.resize(620, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(texts.label(title, role="heading", wrap=True))
        column.addWidget(texts.label(counted.line(), role="quiet", wrap=True))
        self.table = PlainTable(session.theme, _("By sex and age"))
        self._fill(counted)
        column.addWidget(self.table, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _fill(self, counted: Breakdown) -> None:
        sexes = [code for code, count in counted.by_sex.items() if count or code in ("F", "M")]
        rows = [[_(label), *(str(counted.cross[sex, band]) for sex in sexes), str(counted.by_band[band])]
                for band, label in AGE_BANDS.items()]
        rows.append([_("All"), *(str(counted.by_sex[sex]) for sex in sexes), str(counted.total)])
        rows += [[_(breakdown.ROLES[role]), *("" for _sex in sexes), str(count)]
                 for role, count in counted.by_role.items() if count]
        headings = (_("Age and role"), *(_(breakdown.SEXES[sex]) for sex in sexes), _("All"))
        self.table.show_rows(headings, len(rows), lambda row, place: rows[row][place],
                             right=tuple(range(1, len(headings))))


def start(session: Session, query: Query, title: str, parent: QWidget) -> None:
    """Count the people of a list away from the window, then show them."""
    store, today = session.store, session.today()

    def shown(counted: Breakdown) -> None:
        dialog = BreakdownDialog(session, title, counted, parent)
        dialog.exec()
        dialog.deleteLater()

    session.jobs.read(parent, lambda: breakdown.of_list(store, query, today), shown)
