"""Filing: what papers of the inbox are, which days they prove, where the original stands and what they prove."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from armdesk.fields import Date
from armdesk.i18n import _, ngettext
from armdesk.models import Citation, Document, Revision
from armdesk.record import new_id
from armdesk.services.evidence.filing_hints import Hints
from armdesk.services.gold.processing import Hint
from armdesk.store import Store
from ui import texts
from ui.blocks import button, emptied, key, scrolled
from ui.form_row import FormRow
from ui.layouts import column_in
from ui.session import Session

FIELDS = ("title", "kind", "issued_on", "valid_to", "proves_from", "proves_to", "binder_no", "confidentiality")
_DATE_WIDTH = 124
_LONGEST = 52
_RECORDS = 3
_FOR_SEVERAL = tuple(name for name in FIELDS if name != "title")


@dataclass(frozen=True)
class Filing:
    """What somebody says about papers.  Shape: values by field of Document; target "" cites them for nothing."""

    values: dict[str, Any] = field(default_factory=dict)
    target: str = ""
    page: str = ""


def file_papers(store: Store, ids: Sequence[str], filing: Filing, state: str = "filed") -> int:
    """File papers as one operation; returns how many.  Errors: InvalidRecord, StaleRecord."""
    title = ngettext("File {count} paper", "File {count} papers", len(ids)).format(count=len(ids))
    with store.operation(title) as writer:
        for id_ in ids:
            document = store.get(Document, id_)
            if document is None:
                continue
            for name, value in filing.values.items():
                setattr(document, name, value)
            document.state = state
            writer.save(document)
            if filing.target and state == "filed":
                newest = max(store.all(Revision, document=id_), key=lambda each: each.number or 0, default=None)
                writer.save(Citation(id=new_id(), document=id_, revision=newest.id if newest else None,
                                     target=filing.target, page=filing.page or None))
    return len(ids)


class FilingForm(QWidget):
    """Asks about one paper or several.  wanted carries a Filing; rejected: it does not belong here."""

    wanted = Signal(object)
    rejected = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._before: dict[str, Any] = {}
        self._hints, self._next = Hints(), ""
        self.several = False
        outer = column_in(self)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        self.head = texts.label(role="subheading", wrap=True)
        column.addWidget(self.head)
        self.rows = {name: FormRow(session, Document.field(name)) for name in FIELDS}
        target = copy(Citation.field("target"))
        target.required = False  # a paper may be filed before it proves anything
        self.rows["target"] = FormRow(session, target)
        self.rows["page"] = FormRow(session, Citation.field("page"))
        for row in self.rows.values():
            if isinstance(row.field, Date):
                row.editor.box.setMinimumWidth(_DATE_WIDTH)
        pairs = (("title",), ("target",), ("page", "kind"), ("issued_on", "valid_to"), ("proves_from", "proves_to"),
                 ("binder_no", "confidentiality"))
        self.suggested = QWidget()
        self._suggestions = column_in(self.suggested, 0)
        for names in pairs:
            line = QHBoxLayout()
            line.setSpacing(8)
            for name in names:
                line.addWidget(self.rows[name], 1)
            column.addLayout(line)
            if names == ("target",):
                column.addWidget(self.suggested)
        self.next_no = button("", self._take_next, look="link")
        self.next_no.hide()  # until there is a number to name on it
        column.addWidget(self.next_no)
        for place in range(_RECORDS):
            key(self, f"Alt+{place + 1}", partial(self.take_record, place))
        column.addStretch(1)
        outer.addWidget(scrolled(inside, "surface"), 1)
        foot = QHBoxLayout()
        self.reject_button = button(_("Put aside"), self.rejected.emit,
                                    tip=_("It proves nothing: kept, but marked as rejected."))
        self.go = button(_("File, next"), self.submit, look="primary", tip=_("File and go to the next (Ctrl+Enter)"))
        foot.addWidget(self.reject_button)
        foot.addStretch(1)
        foot.addWidget(self.go)
        outer.addLayout(foot)

    def put(self, documents: Sequence[Document], revision: Revision | None) -> None:
        """Ask about these papers."""
        self.several = len(documents) > 1
        self.setEnabled(bool(documents) and not self.session.read_only)
        first = documents[0] if len(documents) == 1 else None
        values = dict(first.values()) if first is not None else {}
        if first is not None and not values.get("issued_on") and revision is not None and revision.taken_on:
            values["issued_on"] = revision.taken_on
        self._before = values
        self.head.setText(ngettext("{count} paper at once", "{count} papers at once", len(documents)).format(
            count=len(documents)) if self.several else (first.number or "") if first else "")
        for name in FIELDS:
            self.rows[name].setVisible(name in (_FOR_SEVERAL if self.several else FIELDS))
            self.rows[name].say_problems([])
            self.rows[name].say_caution("")
            self.rows[name].editor.put(values.get(name), values)
        self.rows["page"].editor.put(None)
        self.suggest(Hints(), "")

    def suggest(self, hints: Hints, next_no: str) -> None:
        """Fill in what the name and the camera tell where nothing stands yet, and offer what the paper may prove.

        Shape: next_no is the number its binder offers, "" for none.  What was filled in says where it is from.
        """
        self._hints, self._next = hints, next_no
        taken = _("As the camera wrote it.") if self._before.get("issued_on") else _("From its name.")
        offered = {"kind": hints.kind, "issued_on": hints.day, "proves_from": hints.first, "proves_to": hints.last}
        for name, value in offered.items():
            free = self._before.get(name) in ((None, "", "other") if name == "kind" else (None, ""))
            if value and not self.several and free:
                self._before[name] = value
                self.rows[name].editor.put(value, self._before)
                self.rows[name].say_caution(Hint(_("From its name.")))
            elif value and name == "issued_on" and not self.several:
                self.rows[name].say_caution(Hint(taken))
        column = emptied(self._suggestions)
        for place, each in enumerate(hints.records[:_RECORDS]):
            words = each.name if len(each.name) < _LONGEST else each.name[:_LONGEST] + "…"
            made = button(words, partial(self.take_record, place), look="link",
                          tip=_("{name}, by {why} (Alt+{place})").format(name=each.name, why=_(each.why),
                                                                        place=place + 1))
            made.setMinimumWidth(40)
            column.addWidget(made)
            made.show()
        self.suggested.setVisible(bool(hints.records))
        self.next_no.setText(texts.escaped(_("Next number of the binder: {number}").format(number=next_no)))
        self.next_no.setVisible(bool(next_no) and not self.several and not self._before.get("binder_no"))

    def take_record(self, place: int) -> None:
        """Let the paper prove what was suggested there."""
        if self.isEnabled() and place < len(self._hints.records):
            self.rows["target"].editor.put(self._hints.records[place].reference)

    def _take_next(self) -> None:
        self.rows["binder_no"].editor.put(self._next)

    def clear_target(self) -> None:
        """Forget what the last papers were cited for."""
        self.rows["target"].editor.put(None)

    def take(self) -> Filing | None:
        """What was said, None where something has to be mended first."""
        values: dict[str, Any] = {}
        faulty: FormRow | None = None
        for name, row in self.rows.items():
            if not row.isVisibleTo(self):
                continue
            try:
                value = row.editor.take(values)
                found = row.field.check(value) if value is not None else []
            except ValueError as error:
                value, found = None, [str(error)]
            if name == "title" and not value and not found:
                found = [_("Write what this is.")]
            row.say_problems(found)
            faulty = faulty or (row if found else None)
            values[name] = value
        if faulty is not None:
            faulty.editor.setFocus()
            return None
        target, page = values.pop("target", None), values.pop("page", None)
        if self.several:
            values = {name: value for name, value in values.items() if value not in (None, "")}
            values.pop("title", None)
        return Filing(values, target or "", page or "")

    def submit(self) -> None:
        """File what is shown."""
        filing = self.take()
        if filing is not None and self.isEnabled():
            self.wanted.emit(filing)
