"""What holds on the screen for every record type: its list, its form, and that a form never changes what it shows."""

from __future__ import annotations

from typing import Any

import pytest
from factories import EXAMPLES
from PySide6.QtTest import QAbstractItemModelTester
from ui_fixtures import answers, config, english, refreshed, session  # noqa: F401 - fixtures

from armdesk import i18n
from armdesk.models import RECORDS, record_type
from ui.forms import Form
from ui.lists import RecordList
from ui.pages.records import RecordsPage
from ui.session import Session

every_record = pytest.mark.parametrize("name", [type_.type_name() for type_ in RECORDS])


@every_record
def test_its_list_keeps_qts_rules_and_shows_the_example(name: str, session: Session, qtbot: Any) -> None:  # noqa: F811
    kept = session.store.save(EXAMPLES[name](session.store))
    records = RecordList(session, record_type(name))
    qtbot.addWidget(records)
    refreshed(qtbot, records)
    QAbstractItemModelTester(records.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    row = records.model.rows.find(kept.id)
    assert row >= 0
    shown = records.model.rows.texts(row)
    assert len(shown) == len(records.type.about.table) and any(shown)
    missing = [field.name for field, text in zip(records.model.fields, shown, strict=True)
               if getattr(kept, field.name) is not None and not text]
    assert missing == []


@every_record
def test_its_form_keeps_the_example(name: str, session: Session, qtbot: Any) -> None:  # noqa: F811
    page = RecordsPage(session, record_type(name))
    qtbot.addWidget(page)
    example = EXAMPLES[name](session.store)
    page.begin()
    assert page.view is not None
    page.view.form.put(example)
    page.view.save()
    assert page.view.form.messages.texts() == []
    assert {row.field.name: row.problems() for row in page.view.form.rows.values() if row.problems()} == {}
    kept = page.view.form.record
    assert kept.version == 1
    refreshed(qtbot, page.list)
    assert page.list.model.rows.find(kept.id) >= 0


@pytest.mark.parametrize("language", ["en", "es"])
@every_record
def test_its_form_gives_back_exactly_what_it_shows(name: str, language: str, session: Session,  # noqa: F811
                                                   qtbot: Any) -> None:
    kept = session.store.save(EXAMPLES[name](session.store))
    i18n.choose(language)
    form = Form(session, record_type(name))
    qtbot.addWidget(form)
    form.put(session.store.get(record_type(name), kept.id))
    for row in form.rows.values():
        line = getattr(row.editor, "line", None)
        if line is not None and not hasattr(row.editor, "search"):
            row.editor._shown = "\0"  # as if every text had been typed, so that each is read again
    record, problems = form.take()
    assert problems == {}
    values = kept.values()
    assert {field.name: getattr(record, field.name) for field in record.declared()} == {
        field.name: values.get(field.name) for field in record.declared()}


@every_record
def test_what_is_missing_stands_beside_its_field(name: str, session: Session, qtbot: Any) -> None:  # noqa: F811
    type_ = record_type(name)
    form = Form(session, type_)
    qtbot.addWidget(form)
    form.begin()
    needed = {field.name for field in type_.declared()
              if field.required and not field.readonly and getattr(form.record, field.name) is None}
    if needed:
        assert not form.save()
        assert needed <= {row.field.name for row in form.rows.values() if row.problems()}
