"""EDITORS: for each field type the widget a person fills it with."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from armdesk import fields
from armdesk.fields import Declared
from ui.basic_editors import (
    ChoiceEditor,
    CurrencyEditor,
    FlagEditor,
    LongTextEditor,
    MoneyEditor,
    NumberEditor,
)
from ui.choices_editor import ChoicesEditor
from ui.date_editor import DateEditor
from ui.editor import Editor, LineEditor
from ui.link_editor import LinkEditor, ReferenceEditor
from ui.session import Session
from ui.standard_editors import StandardEditor, StandardsEditor

EDITORS: dict[type[Declared], type[Editor]] = {
    fields.Text: LineEditor, fields.LongText: LongTextEditor, fields.Code: LineEditor, fields.Choice: ChoiceEditor,
    fields.Choices: ChoicesEditor, fields.Standard: StandardEditor, fields.Standards: StandardsEditor,
    fields.CurrencyCode: CurrencyEditor, fields.Flag: FlagEditor, fields.Whole: NumberEditor,
    fields.Scaled: NumberEditor, fields.Mass: NumberEditor, fields.Fineness: NumberEditor, fields.Money: MoneyEditor,
    fields.Date: DateEditor, fields.TimeOfDay: LineEditor, fields.Link: LinkEditor, fields.Reference: ReferenceEditor,
}
"""To add a field type: its value in armdesk.fields, its widget here, its cell in the workbooks."""


def editor_for(session: Session, field: Declared, parent: QWidget | None = None) -> Editor:
    """The editor of a field.  Errors: KeyError for a field that is not for people (Json, Id)."""
    return EDITORS[type(field)](session, field, parent)
