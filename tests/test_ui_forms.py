"""What a person does with a form: types, is told what was understood, mends, saves, loses the light, meets others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from ui_fixtures import answers, config, english, refreshed, session  # noqa: F401 - fixtures

from armdesk.fields import Fineness, Mass, Reading, Scaled
from armdesk.i18n import speaking
from armdesk.models.people import Person
from armdesk.models.plan import Action
from armdesk.models.production import Production
from armdesk.models.trade import Sale
from armdesk.query import Query
from armdesk.services import closing
from armdesk.understood import editable
from ui import conflict
from ui.forms import Form
from ui.messages import MessageBar
from ui.pages.records import RecordsPage
from ui.session import Session, Visit

Key = Qt.Key


@pytest.fixture
def person(session: Session, qtbot: Any) -> RecordsPage:  # noqa: F811
    page = RecordsPage(session, Person)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    page.begin()
    return page


def form_of(page: RecordsPage) -> Form:
    assert page.view is not None
    return page.view.form


def type_into(qtbot: Any, form: Form, name: str, text: str) -> None:
    box = form.rows[name].editor.box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)


def test_a_record_is_entered_with_the_keyboard_alone(person: RecordsPage, qtbot: Any) -> None:
    form = form_of(person)
    type_into(qtbot, form, "code", "M-7")
    qtbot.keyClick(form.rows["code"].editor.box, Key.Key_Return)
    assert form.rows["name"].editor.box.hasFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "Ana Ñ")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert form.rows["role"].editor.box.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_M)
    qtbot.keyClick(form, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    kept = person.session.store.one(Person, code="M-7")
    assert kept is not None and (kept.name, kept.role) == ("Ana Ñ", "member")


def test_save_and_new_starts_the_next(person: RecordsPage, qtbot: Any) -> None:
    form = form_of(person)
    type_into(qtbot, form, "name", "Luz")
    form.rows["role"].editor.put("member")
    qtbot.keyClick(form.rows["name"].editor.box, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert person.session.store.count(Query(Person)) == 1
    assert form.record.version == 0 and form.rows["name"].editor.take() is None


def test_saving_twenty_times_keeps_one_record(person: RecordsPage, qtbot: Any) -> None:
    form = form_of(person)
    type_into(qtbot, form, "name", "Luz")
    form.rows["role"].editor.put("member")
    for _press in range(20):
        form.save()
    assert person.session.store.count(Query(Person)) == 1
    assert len(person.session.store.operations()) == 1


def test_problems_stand_beside_their_fields_and_the_first_gets_the_keyboard(person: RecordsPage, qtbot: Any) -> None:
    form = form_of(person)
    type_into(qtbot, form, "joined_on", "31/02/2025")
    assert not form.save()
    assert "31/02/2025" in form.rows["joined_on"].problems()[0]
    assert form.rows["name"].problems() and form.rows["role"].problems()
    assert form.rows["name"].editor.box.hasFocus()
    assert form.rows["name"].below.isVisible()


def test_a_rule_between_fields_is_told_at_its_field(person: RecordsPage) -> None:
    form = form_of(person)
    form.put(Person(name="Luz", role="member", joined_on=date(2020, 1, 1), left_on=date(2019, 1, 1)))
    assert not form.save()
    assert form.rows["left_on"].problems()


def test_leaving_a_field_judges_what_stands_in_it(person: RecordsPage, qtbot: Any) -> None:
    form = form_of(person)
    type_into(qtbot, form, "birth_date", "29/02/2025")
    form.rows["birth_year"].editor.setFocus()
    assert form.rows["birth_date"].problems()
    assert not form.rows["name"].problems()


def test_weights_are_understood_while_typing_and_kept_exactly(session: Session, qtbot: Any) -> None:  # noqa: F811
    form = Form(session, Production)
    qtbot.addWidget(form)
    form.begin({"date": date(2025, 3, 4)})
    type_into(qtbot, form, "gross_mg", "2 cast 3 tom")
    assert "10.925 g" in form.rows["gross_mg"].below.text()
    type_into(qtbot, form, "fineness", "22k")
    form.compute()
    assert form.rows["fine_mg"].editor.line.text() == "10.015"
    assert form.save()
    kept = session.store.get(Production, form.record.id)
    assert (kept.gross_mg, kept.fineness) == (10_925, 9167)
    assert kept.typed_texts() == {"gross_mg": "2 cast 3 tom", "fineness": "22k"}


def test_a_doubtful_number_is_asked_not_guessed(session: Session, qtbot: Any) -> None:  # noqa: F811
    form = Form(session, Production)
    qtbot.addWidget(form)
    form.begin({"date": date(2025, 3, 4)})
    type_into(qtbot, form, "gross_mg", "1.234")
    assert not form.save()
    assert "1234" in form.rows["gross_mg"].problems()[0]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("mark", [None, ",", "."])
@pytest.mark.parametrize("value", [1, 12, 999, 1000, 1234, 12_345, 123_456, 1_234_567, 12_345_678, 9_999_999_999])
def test_what_a_field_shows_reads_back_as_the_same(value: int, mark: str | None, language: str) -> None:
    reading = Reading(decimal_mark=mark)
    fields = [Mass("m"), *(Scaled("s", unit="t", places=places) for places in (2, 3, 6))]
    with speaking(language):
        for field in fields:
            assert field.parse(editable(field, value, reading), reading) == value
        if value <= 10_000 and value > 1000:
            assert Fineness("f").parse(editable(Fineness("f"), value, reading), reading) == value


def test_amounts_follow_the_currency_beside_them(session: Session, qtbot: Any) -> None:  # noqa: F811
    form = Form(session, Sale)
    qtbot.addWidget(form)
    form.begin({"code": "V-1", "date": date(2025, 1, 2), "gross_mg": 5})
    form.rows["currency"].editor.put("USD")
    type_into(qtbot, form, "net_value", "12,5")
    assert form.save()
    assert form.record.net_value == 1250
    assert form.rows["net_value"].editor.unit.text() == "USD"


@pytest.mark.parametrize(("typed", "kept"), [
    ("4/3/2025", date(2025, 3, 4)), ("2025-03-04", date(2025, 3, 4)), ("4/3/2025+", date(2025, 3, 5)),
    ("4/3/2025-", date(2025, 3, 3)), ("4 oct 2024", date(2024, 10, 4)),
])
def test_days_are_typed_in_any_usual_way(typed: str, kept: date, session: Session, qtbot: Any) -> None:  # noqa: F811
    form = Form(session, Person)
    qtbot.addWidget(form)
    form.begin()
    type_into(qtbot, form, "joined_on", typed)
    assert form.rows["joined_on"].editor.take() == kept


def test_t_is_today(session: Session, qtbot: Any) -> None:  # noqa: F811
    form = Form(session, Person)
    qtbot.addWidget(form)
    form.begin()
    qtbot.keyClicks(form.rows["joined_on"].editor.box, "t")
    assert form.rows["joined_on"].editor.take() == session.today()


def test_a_link_is_found_by_its_letters(session: Session, qtbot: Any) -> None:  # noqa: F811
    crew = make(session.store, "crew", name="Turno Ñ & hijos")
    form = Form(session, Person)
    qtbot.addWidget(form)
    form.begin()
    editor = form.rows["crew"].editor
    assert editor.search("nijos turno") == []
    assert editor.search("hijos turno") == [(crew.id, "Turno Ñ & hijos")]
    type_into(qtbot, form, "crew", "turno n & HIJOS")
    assert editor.take() == crew.id
    type_into(qtbot, form, "crew", "nobody")
    with pytest.raises(ValueError, match="nobody"):
        editor.take()


def test_same_as_above_repeats_the_last_value(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = RecordsPage(session, Person)
    qtbot.addWidget(page)
    page.show()
    make(session.store, "person", task="Drilling")
    page.begin()
    form = form_of(page)
    form.rows["task"].editor.setFocus()
    qtbot.keyClick(form.rows["task"].editor.box, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert form.rows["task"].editor.take() == "Drilling"


def test_an_unfinished_form_comes_back_after_a_crash(session: Session, qtbot: Any) -> None:  # noqa: F811
    form = Form(session, Person)
    qtbot.addWidget(form)
    form.begin()
    type_into(qtbot, form, "name", "Half a na")
    type_into(qtbot, form, "joined_on", "4/3")
    form.keep_draft()
    page = RecordsPage(session, Person)
    qtbot.addWidget(page)
    page.show()
    bar = page.messages._bars[0]
    bar.message.run()
    again = form_of(page)
    assert again.rows["name"].editor.take() == "Half a na"
    assert again.rows["joined_on"].editor.kept() == "4/3"
    again.rows["joined_on"].editor.put_kept("4/3/2025")
    again.rows["role"].editor.put("member")
    assert again.save()
    assert session.store.drafts() == []


def test_escape_keeps_what_was_typed_as_a_draft(person: RecordsPage, qtbot: Any) -> None:
    said: list[str] = []
    person.session.said.connect(lambda message: said.append(message.text))
    type_into(qtbot, form_of(person), "name", "Half")
    qtbot.keyClick(form_of(person).rows["name"].editor.box, Key.Key_Escape)
    assert person.stack.currentWidget() is person.list
    assert [draft[4]["name"] for draft in person.session.store.drafts()] == ["Half"]
    assert len(said) == 1


def test_two_people_change_one_record_and_the_second_chooses(session: Session, qtbot: Any,  # noqa: F811
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    kept = make(session.store, "person", name="Ana", task="Drilling", phone="1")
    form = Form(session, Person)
    qtbot.addWidget(form)
    form.put(session.store.get(Person, kept.id))
    other = session.store.get(Person, kept.id)
    other.task, other.phone = "Sorting", "2"
    session.store.save(other)
    asked: list[Any] = []

    def choose(_parent: object, _type: object, _sentence: str, differences: Any, touched: Any) -> set[str]:
        asked.append((dict(differences), set(touched)))
        return {"task"}

    monkeypatch.setattr(conflict, "choose", choose)
    type_into(qtbot, form, "task", "Cooking")
    assert form.save()
    assert asked == [({"task": ("Cooking", "Sorting"), "phone": ("1", "2")}, {"task"})]
    now = session.store.get(Person, kept.id)
    assert (now.task, now.phone) == ("Cooking", "2")


def test_the_choice_between_two_versions_shows_both_as_plain_text(session: Session, qtbot: Any) -> None:  # noqa: F811
    dialog = conflict.ConflictDialog(None, Person, "Changed.", {"task": ("<b>A & B</b>", "C"), "phone": ("1", "2")},
                                     {"task"})
    qtbot.addWidget(dialog)
    assert dialog.chosen() == {"task"}
    assert dialog.mine["task"].text() == "<b>A && B</b>"


def test_an_action_made_from_a_record_names_it(session: Session, qtbot: Any) -> None:  # noqa: F811
    lot = make(session.store, "lot")
    page = RecordsPage(session, Action)
    qtbot.addWidget(page)
    page.visit(Visit("action", new=True, values={"origin": f"lot/{lot.id}"}))
    form = form_of(page)
    assert lot.code in form.rows["origin"].editor.line.text()
    form.rows["measure"].editor.put("Seal it")
    assert form.save()
    assert form.record.origin == f"lot/{lot.id}"


def test_hostile_names_are_shown_letter_by_letter(session: Session, qtbot: Any) -> None:  # noqa: F811
    name = "<b>x</b> & =1+1 %s {0} O'Brien"
    make(session.store, "person", name=name)
    page = RecordsPage(session, Person)
    qtbot.addWidget(page)
    page.show()
    refreshed(qtbot, page.list)
    page.list.table.selectRow(0)
    qtbot.waitUntil(lambda: page.panel.title.whole() == name, timeout=3000)
    assert page.panel.title.textFormat() == Qt.TextFormat.PlainText
    page.list.table.copy()
    assert name in QApplication.clipboard().text()


def test_a_formula_is_copied_as_text(session: Session, qtbot: Any) -> None:  # noqa: F811
    make(session.store, "person", name="=1+1")
    page = RecordsPage(session, Person)
    qtbot.addWidget(page)
    refreshed(qtbot, page.list)
    page.list.table.selectRow(0)
    page.list.table.copy()
    assert "\t'=1+1\t" in QApplication.clipboard().text()


def test_an_entry_of_a_closed_month_is_only_read_and_offers_its_counter_entry(
        session: Session, qtbot: Any) -> None:  # noqa: F811
    kept = session.store.save(Production(date=date(2025, 3, 3), gross_mg=61_500, fineness=8_800, receipt_no="R-7"))
    closing.close(session.store, "2025-03", session.today(), [], by="Rosalba")
    page = RecordsPage(session, Production)
    qtbot.addWidget(page)
    page.open_record(kept.id)
    form = form_of(page)
    assert form.rows["gross_mg"].editor.box.isReadOnly()
    assert not form.rows["note"].editor.box.isReadOnly(), "a note may be added"
    assert form.groups["Counter-entry"].isHidden()
    [bar] = form.messages.findChildren(MessageBar)
    assert "March 2025 is closed" in bar.message.text and bar.message.run is not None
    bar.message.run()
    assert form.rows["gross_mg"].editor.take({}) == -61_500
    assert not form.rows["gross_mg"].editor.box.isReadOnly() and not form.groups["Counter-entry"].isHidden()
    assert not form.save(), "it says why"
    type_into(qtbot, form, "correction_reason", "Eran 6,15 g")
    assert form.save()
    assert session.store.total(Query(Production), "gross_mg") == 0
    page.open_record(form.record.id)
    assert form.messages.texts() == []


def test_every_tick_of_a_list_is_read_whole(qtbot: Any, session: Session) -> None:  # noqa: F811
    from armdesk.models import Incident
    from ui.choices_editor import ChoicesEditor

    editor = ChoicesEditor(session, Incident.field("services"))
    qtbot.addWidget(editor)
    letter = editor.ticks.fontMetrics()
    for item in editor._items.values():
        assert item.sizeHint().width() > letter.horizontalAdvance(item.text()) + 40
    assert editor.ticks.height() < 4 * 26


def test_a_table_without_rows_says_what_to_do_first(qtbot: Any, session: Session) -> None:  # noqa: F811
    from ui.plain_table import PlainTable

    table = PlainTable(session.theme, "Rounds")
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.show_rows(("No.", "Sum"), 0, lambda _row, _column: "", right=(1,))
    bare = table.grab().toImage()
    table.say_when_empty("Begin a round.")
    assert table.grab().toImage() != bare and table.accessibleDescription() == "Begin a round."
    assert not table.horizontalHeader().stretchLastSection()
    table.show_rows(("No.", "Name"), 1, lambda _row, _column: "x")
    assert table.horizontalHeader().stretchLastSection()
