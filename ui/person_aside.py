"""Beside the form of a person: what is missing first, then age, roles, papers, courses, gold; and what is printed."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from armdesk.i18n import _, current, ngettext, speaking
from armdesk.models import Person, PersonRole
from armdesk.record import Record
from armdesk.services import person_file
from armdesk.services.people import age_gate, person_photo, role_history
from armdesk.services.person_file import Lack, Part, PersonFile
from ui import files, people_printing, printing, problems, texts
from ui.blocks import button, emptied, rule
from ui.editors import editor_for
from ui.forms import Form
from ui.session import Session

_WIDTH, _SHOWN, _LONGEST, _PHOTO = 320, 4, 40, 140
_CONCERNS = frozenset({"person", "person_role", "registration", "training", "training_attendance", "ppe_delivery",
                       "production", "payment", "advance", "account_entry", "incident", "injured_person", "citation",
                       "other_name", "age_alarm", "meeting_attendance"})


class PersonAside(QObject):
    """The person as all registers know it; offers to write a change of role into the roles over time."""

    def __init__(self, session: Session, form: Form) -> None:
        super().__init__(form)
        self.session, self.form = session, form
        self.file: PersonFile | None = None
        self.picture: QPixmap | None = None
        self._asked = 0
        form.keeper = self._keep
        form.shown.connect(self._on_shown)
        form.computed.connect(self._on_computed)
        session.changes.records_changed.connect(self._on_records_changed)

    def framed(self, card: QWidget) -> QWidget:
        """The form at the left over the line of its roles, what is known at the right."""
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(card, 1)
        left.addWidget(self._since_bar())
        row.addLayout(left, 1)
        row.addWidget(self._panel())
        return whole

    def _since_bar(self) -> QWidget:
        self.since_bar = QFrame()
        self.since_bar.setProperty("card", "true")
        row = QHBoxLayout(self.since_bar)
        row.setContentsMargins(12, 8, 12, 8)
        self.write_role = QCheckBox(_("Write this change into the roles over time, from"))
        self.write_role.setChecked(True)
        row.addWidget(self.write_role)
        self.since = editor_for(self.session, PersonRole.field("began_on"), self.since_bar)
        self.since.box.setAccessibleName(_("First day of the new role"))
        self.since.setFixedWidth(220)
        row.addWidget(self.since)
        row.addStretch(1)
        self.since_bar.hide()
        return self.since_bar

    def _panel(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("card", "true")
        frame.setFixedWidth(_WIDTH)
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(4)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("ground", "surface")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(12, 8, 12, 8)
        self.column.setSpacing(4)
        area.setWidget(inside)
        column.addWidget(area, 1)
        self.papers = QWidget()
        lines = QVBoxLayout(self.papers)
        lines.setContentsMargins(12, 0, 12, 0)
        lines.setSpacing(2)
        self.language = printing.language_box(self.session)
        lines.addWidget(self.language)
        row = QHBoxLayout()
        lines.addLayout(row)
        self.file_button = button(_("Whole file (PDF)"), self.print_file, look="link")
        self.data_button = button(_("Data (CSV)"), self.write_data, look="link")
        self.card_button = button(_("Card"), self.print_card, look="link")
        for each in (self.file_button, self.data_button, self.card_button):
            row.addWidget(each)
        row.addStretch(1)
        self.file_button.setEnabled(not self.session.read_only)
        self.card_button.setEnabled(not self.session.read_only)
        column.addWidget(self.papers)
        return frame

    # keeping

    def _keep(self, record: Record) -> None:
        if not isinstance(record, Person):
            raise TypeError(record)
        store = self.session.store
        # Not isVisible(): the bar may be asked for while the page itself is not in view.
        told = not self.since_bar.isHidden() and self.write_role.isChecked()
        alarms = role_history.keep(store, record, self._since()) if told else age_gate.keep(store, record)
        self.form.say_alarms(alarms)

    def _since(self) -> date:
        try:
            day = self.since.take()
        except ValueError:
            day = None
        return day or self.session.today()

    # showing

    def _on_shown(self, record: Record) -> None:
        self.since_bar.hide()
        self.write_role.setChecked(True)
        self.since.put(self.session.today())
        self.file = None
        emptied(self.column)
        self.papers.setVisible(bool(record.version))
        self._read(record)

    def _on_computed(self, record: Record) -> None:
        before = self.form.record
        if isinstance(before, Person) and isinstance(record, Person):
            self.since_bar.setVisible(bool(role_history.changed(before, record)) and not self.session.read_only)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if types & _CONCERNS and self.form.isVisible():
            self._read(self.form.record)

    def _read(self, record: Record) -> None:
        if not isinstance(record, Person) or not record.version:
            self.column.addWidget(texts.label(_("What the registers know of this person stands here once it is saved."),
                                              role="quiet", wrap=True))
            self.column.addStretch(1)
            return
        self._asked += 1
        number, store, today, language = self._asked, self.session.store, self.session.today(), current()

        papers = self.session.workspace.files

        def read() -> tuple[int, PersonFile, QImage]:
            with speaking(language):
                image = _image(person_photo.path_of(store, papers, record))
                return number, person_file.read(store, record, today), image

        self.session.jobs.read(self, read, self._on_read)

    def _on_read(self, answer: tuple[int, PersonFile, QImage]) -> None:
        number, found, image = answer
        if number != self._asked:
            return
        self.picture = QPixmap.fromImage(image)
        self.file = found
        column = emptied(self.column)
        column.addWidget(texts.label(_("What is missing"), role="subheading"))
        for lack in found.lacks:
            column.addWidget(self._lack(lack))
        if not found.lacks:
            column.addWidget(texts.label(_("Nothing is missing."), role="quiet"))
        column.addWidget(rule())
        column.addWidget(texts.label(_("Age today"), role="field"))
        column.addWidget(texts.label(found.age, wrap=True))
        column.addLayout(self._photo(found))
        for part in found.parts:
            if part.rows:
                self._part(column, part)
        bare = [part.title for part in found.parts if not part.rows]
        if bare:
            column.addWidget(rule())
            column.addWidget(texts.label(_("Nothing is noted under: {names}.").format(names=", ".join(bare)),
                                         role="small", wrap=True))
        column.addStretch(1)

    def _photo(self, found: PersonFile) -> QVBoxLayout:
        """The photo, and the way to another one."""
        lines = QVBoxLayout()
        if self.picture is not None and not self.picture.isNull():
            shown = texts.label()
            shown.setPixmap(self.picture)
            shown.setAccessibleName(_("Photo of {name}").format(name=found.person.name))
            lines.addWidget(shown)
        self.photo_button = button(_("Another photo …") if found.person.photo else _("Photo from a file …"),
                                   self.choose_photo, look="link")
        self.photo_button.setEnabled(not self.session.read_only)
        lines.addWidget(self.photo_button, 0, Qt.AlignmentFlag.AlignLeft)
        return lines

    def choose_photo(self) -> None:
        """Keep a picture as the photo of this person."""
        person = self._saved()
        if person is None:
            return
        path = files.ask_file(self.papers, _("Photo from a file …"), "JPEG, PNG (*.jpg *.jpeg *.png)")
        if path is None:
            return
        store, papers, today = self.session.store, self.session.workspace.files, self.session.today()

        def done(kept: Person) -> None:
            if self.form.record.id == kept.id and not self.form.dirty:
                self.form.put(kept)

        self.session.jobs.run(self.papers, lambda progress: person_photo.keep(store, papers, person, path, today),
                              done=done, failed=lambda error: problems.show(error, self.papers), title=_("Photo"))

    def _lack(self, lack: Lack) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(texts.label("●", role="problem" if lack.tone == "alarm" else "warn"), 0,
                      Qt.AlignmentFlag.AlignTop)
        words = texts.label(lack.sentence, wrap=True)
        row.addWidget(words, 1)
        if lack.field in self.form.rows and not self.session.read_only:
            fill = button(_("Fill in"), partial(self._go_to, lack.field), look="link")
            fill.setAccessibleName(_("Fill in: {what}").format(what=lack.sentence))
            row.addWidget(fill, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _go_to(self, name: str) -> None:
        row = self.form.rows[name]
        self.form.area.ensureWidgetVisible(row, 0, 24)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _part(self, column: QVBoxLayout, part: Part) -> None:
        column.addWidget(rule())
        column.addWidget(texts.label(f"{part.title} ({len(part.rows)})", role="subheading"))
        for place, row in enumerate(part.rows[:_SHOWN]):
            words = " · ".join(text for text in row if text)
            reference = part.references[place] if place < len(part.references) else ""
            if reference:
                kind, _slash, id_ = reference.partition("/")
                line = button(words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…",
                              partial(self.session.open, kind, record=id_), look="link", tip=words)
                line.setStyleSheet("text-align: left;")
                line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # cut, never wider than here
                column.addWidget(line)
            else:
                column.addWidget(texts.label(words, wrap=True))
        more = len(part.rows) - _SHOWN
        if more > 0:
            column.addWidget(texts.label(ngettext("and {count} more", "and {count} more", more).format(count=more),
                                         role="small"))

    # papers

    def print_file(self) -> None:
        """Print everything that is known of the person."""
        if (person := self._saved()) is not None:
            people_printing.print_file(self.session, self.file_button, person, str(self.language.currentData()))

    def print_card(self) -> None:
        """Print the card of the person."""
        if (person := self._saved()) is not None:
            people_printing.print_cards(self.session, self.card_button, [person.id], str(self.language.currentData()))

    def write_data(self) -> None:
        """Write the data of the person to a file of commas."""
        person = self._saved()
        path = files.ask_target(self.papers, _("Data (CSV)"), f"{person.name}.csv", "CSV (*.csv)") if person else None
        if person is None or path is None:
            return
        store, today, language = self.session.store, self.session.today(), current()

        def work(progress: object) -> None:
            from armdesk.exports.people_prints import write_data

            with speaking(language):
                write_data(store, person, path, today)

        self.session.jobs.run(self.papers, work, done=lambda _nothing: self.session.say(
            _("Exported to {file}.").format(file=path.name), "good"),
            failed=lambda error: problems.show(error, self.papers), title=_("Data (CSV)"))

    def _saved(self) -> Person | None:
        """The person as kept; what is typed is saved first."""
        if self.form.dirty and not self.form.save():
            return None
        record = self.form.record
        return record if isinstance(record, Person) and record.version else None


def _image(path: Path | None) -> QImage:
    """A photo as small as it is shown; empty where there is none or it cannot be read."""
    from armdesk.exports.pictures import to_print

    picture = to_print(path, _PHOTO, _PHOTO) if path is not None else None
    image = QImage()
    if picture is not None:
        image.loadFromData(picture.jpeg)
    return image
