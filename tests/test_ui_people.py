"""People on the screen: what is missing first, alarms while typing, roles over time, duplicates, names of the books."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import AgeAlarm, Attendance, OtherName, Person, PersonRole, Printout, Production, TwoPeople
from armdesk.query import Filter
from armdesk.services.people.age_gate import Alarmed
from armdesk.store import Store
from ui import files, people_printing, printing
from ui.pages.duplicates import DuplicatesPage
from ui.pages.loose_names import LooseNamesPage
from ui.pages.people import PeoplePage
from ui.pages.records import RecordsPage
from ui.person_aside import PersonAside
from ui.session import Session, Visit

TODAY = date(2026, 1, 31)


def person(store: Store, name: str, **more: Any) -> Person:
    return store.save(Person(name=name, role="worker", **more))


@pytest.fixture
def paper(session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:  # noqa: F811
    """Printed papers go into a folder of the test, nothing is opened, dialogs are answered with yes."""
    monkeypatch.setattr(printing, "folder_of", lambda _session: tmp_path / "papers")
    monkeypatch.setattr(printing, "show", lambda _path: None)
    monkeypatch.setattr(QDialog, "exec", lambda _self: QDialog.DialogCode.Accepted)
    return tmp_path / "papers"


def opened(qtbot: Any, session: Session, someone: Person) -> tuple[PeoplePage, PersonAside]:  # noqa: F811
    page = PeoplePage(session)
    qtbot.addWidget(page)
    page.resize(1150, 640)
    page.show()
    page.visit(Visit("person", record=someone.id))
    assert page.view is not None
    aside = page.view.aside
    assert isinstance(aside, PersonAside)
    qtbot.waitUntil(lambda: aside.file is not None and aside.file.person.id == someone.id)
    return page, aside


def words(widget: Any) -> str:
    from PySide6.QtWidgets import QLabel

    return " | ".join(each.text() for each in widget.findChildren(QLabel) if not each.isHidden())


def test_what_is_missing_stands_first_and_leads_to_its_field(qtbot: Any, session: Session) -> None:  # noqa: F811
    someone = person(session.store, "Luz Titira", birth_date=date(1990, 1, 1), id_number="55")
    page, aside = opened(qtbot, session, someone)
    assert "No proof of age" in words(page)
    assert page.view is not None
    (fill,) = [each for each in page.findChildren(QPushButton) if each.accessibleName().startswith("Fill in: No proof")]
    fill.click()
    qtbot.waitUntil(page.view.form.rows["age_evidence"].editor.box.hasFocus)
    assert aside.file is not None and aside.file.age.startswith("36 years")


def test_too_young_is_said_beside_the_field_while_typing_and_recorded_when_kept(qtbot: Any,
                                                                                session: Session) -> None:  # noqa: F811
    store = session.store
    cave = make(store, "crew", kind="underground", leader=None, name="Nivel 2")
    young = person(store, "Brayan Criollo", birth_date=date(2009, 3, 14))
    page = RecordsPage(session, Attendance)
    qtbot.addWidget(page)
    page.show()
    said: list[Any] = []
    session.said.connect(said.append)
    page.begin({"date": date(2026, 1, 20), "person": young.id})
    assert page.view is not None
    row = page.view.form.rows["person"]
    page.view.form.rows["crew"].editor.choose(cave.id, "Nivel 2")  # type: ignore[attr-defined]  # a link
    qtbot.waitUntil(lambda: isinstance(row.caution, Alarmed))
    assert "16" in row.below.text() and row.below.property("role") == "problem"
    page.view.save()
    assert len(store.all(Attendance)) == 1, "the entry is kept: it happened"
    (alarm,) = store.all(AgeAlarm)
    assert alarm.person == young.id and alarm.answer is None
    went: list[Visit] = []
    session.went.connect(went.append)
    next(each for each in said if each.action == "Write the answer").run()
    assert (went[0].page, went[0].record) == ("age_alarm", alarm.id)


def test_a_change_of_crew_is_written_into_the_roles_from_the_day_that_is_said(qtbot: Any,
                                                                              session: Session) -> None:  # noqa: F811
    store = session.store
    old, new = (make(store, "crew", kind="surface", leader=None, name=name) for name in ("Patio", "Planta"))
    someone = person(store, "Luz Titira", crew=old.id, joined_on=date(2020, 5, 1), birth_date=date(1990, 1, 1))
    page, aside = opened(qtbot, session, someone)
    assert page.view is not None and aside.since_bar.isHidden()
    page.view.form.rows["crew"].editor.choose(new.id, "Planta")  # type: ignore[attr-defined]  # a link
    qtbot.waitUntil(lambda: not aside.since_bar.isHidden())
    aside.since.put(date(2026, 1, 12))
    page.view.save()
    first, second = sorted(store.all(PersonRole), key=lambda each: each.began_on)
    assert (first.crew, first.began_on, first.ended_on) == (old.id, date(2020, 5, 1), date(2026, 1, 11))
    assert (second.crew, second.began_on, second.ended_on) == (new.id, date(2026, 1, 12), None)
    store.undo()
    assert store.all(PersonRole) == []
    assert store.get(Person, someone.id).crew == old.id  # type: ignore[union-attr]  # it is there


def test_two_records_are_made_one_with_the_keyboard_and_back(qtbot: Any, session: Session) -> None:  # noqa: F811
    store = session.store
    one = person(store, "Zambrano Wilson", id_number="1082422624", birth_date=date(1993, 12, 5))
    other = person(store, "Wilson Zambranz", id_number="1082422264", birth_date=date(1993, 12, 5), phone="300")
    row = make(store, "attendance", person=other.id)
    page = DuplicatesPage(session)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: len(page.pairs) == 1 and page._shown is not None)
    assert "1 pair" in page.summary.text()
    assert page.stays.checkedId() == (0 if page._shown[0].id == other.id else 1), "the one with more entries stays"
    said: list[Any] = []
    session.said.connect(said.append)
    page.merge_button.setFocus()
    qtbot.keyClick(page.merge_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(said))
    assert store.get(Person, one.id).trashed  # type: ignore[union-attr]  # it is there
    kept = store.get(Person, other.id)
    assert kept is not None and (kept.phone, kept.name) == ("300", "Wilson Zambranz")
    assert store.get(Attendance, row.id).person == other.id  # type: ignore[union-attr]  # it is there
    qtbot.waitUntil(lambda: not page.pairs)
    said[0].run()
    assert not store.get(Person, one.id).trashed  # type: ignore[union-attr]  # it is there


def test_two_people_are_told_apart_and_not_asked_about_again(qtbot: Any, session: Session) -> None:  # noqa: F811
    person(session.store, "Ana Ruiz Tello", phone="3001234567")
    person(session.store, "Ruiz Tello Ana", phone="3001234567")
    page = DuplicatesPage(session)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page._shown is not None)
    page.reason.setText("Primas")
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.pairs)
    decided = session.store.one(TwoPeople)
    assert decided is not None and (decided.reason, decided.decided_by, decided.decided_on) == (
        "Primas", "tester", TODAY)


def test_father_and_son_are_shown_only_when_asked_for(qtbot: Any, session: Session) -> None:  # noqa: F811
    person(session.store, "José Erazo", id_number="5680001", birth_date=date(1958, 2, 1))
    person(session.store, "Erazo José", id_number="5833502", birth_date=date(1989, 7, 9))
    page = DuplicatesPage(session)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: "Nobody" in page.summary.text())
    page.also_apart.click()
    qtbot.waitUntil(lambda: len(page.pairs) == 1)
    assert page.table.rows.cell(0, 0) == "different persons"


def test_names_of_the_books_are_linked_with_enter_and_all_sure_ones_at_once(qtbot: Any,
                                                                            session: Session) -> None:  # noqa: F811
    store = session.store
    for name in ("Brayan Estiven Criollo Mora", "Ana María Ruiz Tello", "José Erazo", "Erazo José"):
        person(store, name)
    for place, name in enumerate(("Brayan Criollo", "Brayan Criollo", "Ana Ruiz", "Jose Erazo"), 1):
        store.save(Production(date=date(2025, 3, place), person_as_written=name, gross_mg=1000))
    page = LooseNamesPage(session)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: len(page.shown) == 3)
    assert page.sure_button.text() == "Link all 2 sure names"
    page.table.setFocus()
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.shown) == 2)
    assert store.count(page_query()) == 2
    page.sure_button.click()
    qtbot.waitUntil(lambda: [each.name for each in page.shown] == ["Jose Erazo"])
    assert len(page.shown[0].suggestions) == 2 and not page.sure_button.isEnabled()
    assert {each.name for each in store.all(OtherName)} == {"Brayan Criollo", "Ana Ruiz"}
    qtbot.keyClick(page.table, Qt.Key.Key_Return)  # father or son: nobody is taken unasked
    assert store.count(page_query()) == 3 and page.messages.isVisible()
    offered = page._lines[0]
    assert page.focusWidget() is offered
    qtbot.keyClick(offered, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page.shown)
    assert store.count(page_query()) == 4


def page_query() -> Any:
    from armdesk.query import Query

    return Query(Production, filters=(Filter("person", "filled"),))


def test_a_name_goes_to_somebody_else_who_is_typed(qtbot: Any, session: Session) -> None:  # noqa: F811
    store = session.store
    ana = person(store, "Ana María Ruiz Tello")
    store.save(Production(date=date(2025, 3, 1), person_as_written="La Mona", gross_mg=1000))
    page = LooseNamesPage(session)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: len(page.shown) == 1 and page.other.isEnabled())
    page.other.choose(ana.id, "Ana María Ruiz Tello")
    page.other_button.click()
    qtbot.waitUntil(lambda: not page.shown)
    assert [each.person for each in store.all(Production)] == [ana.id]


def test_other_spellings_are_offered_where_a_person_is_named(qtbot: Any, session: Session) -> None:  # noqa: F811
    from ui.link_editor import LinkEditor

    ana = person(session.store, "Ana María Ruiz Tello")
    session.store.save(OtherName(person=ana.id, name="La Mona"))
    editor = LinkEditor(session, Production.field("person"))
    qtbot.addWidget(editor)
    assert editor.search("mona") == [(ana.id, "Ana María Ruiz Tello")]


def test_the_list_says_who_is_on_it_by_sex_and_age(qtbot: Any, session: Session,  # noqa: F811
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    store = session.store
    for name, sex, year in (("Ana", "F", 1990), ("Bea", "F", 1980), ("Ciro", "M", 1970)):
        person(store, name, sex=sex, birth_year=year)
    person(store, "Dora")
    page = PeoplePage(session)
    qtbot.addWidget(page)
    page.show()
    page.list.refresh()
    qtbot.waitUntil(lambda: "Woman 2" in page.list.sums.whole())
    assert page.list.sums.whole() == "Woman 2 · Man 1 · Not stated 1 · age not known: 1"
    page.list.narrow((Filter("sex", "in", ("F",)),))
    qtbot.waitUntil(lambda: page.list.sums.whole() == "Woman 2")
    assert page.said() == "Sex: Woman"
    shown: list[str] = []
    monkeypatch.setattr(QDialog, "exec", lambda self: shown.append(self.table.rows.cell(7, 1)))
    page.show_summary()
    qtbot.waitUntil(lambda: shown == ["2"])


def test_cards_lists_and_the_whole_file_are_printed(qtbot: Any, session: Session, paper: Path,  # noqa: F811
                                                    tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = session.store
    someone = person(store, "Ana Ruiz", code="SOC-1", birth_date=date(1990, 1, 1))
    person(store, "Bea Ruiz", code="SOC-2")
    page, aside = opened(qtbot, session, someone)
    aside.print_file()
    qtbot.waitUntil(lambda: store.one(Printout, kind="person_file") is not None)
    page.show_list()
    qtbot.waitUntil(lambda: len(page.list.model.rows) == 2)
    page.print_cards()
    qtbot.waitUntil(lambda: len(store.all(Printout, kind="card")) == 2)
    qtbot.waitUntil(lambda: len(list(paper.glob("*.pdf"))) == 2)
    for make_list, name in ((people_printing.print_register, "register.pdf"),
                            (people_printing.print_signatures, "signatures.pdf")):
        monkeypatch.setattr(files, "ask_target", lambda *_more, name=name: tmp_path / name)
        make_list(session, page, page.list.query(), "")
        qtbot.waitUntil((tmp_path / name).is_file)
    monkeypatch.setattr(files, "ask_target", lambda *_more: tmp_path / "ana.csv")
    page.open_record(someone.id)
    aside.write_data()
    qtbot.waitUntil((tmp_path / "ana.csv").is_file)
    assert "Ana Ruiz" in (tmp_path / "ana.csv").read_text(encoding="utf-8-sig")


def test_every_entry_of_the_menu_is_there(qtbot: Any, session: Session) -> None:  # noqa: F811
    page = PeoplePage(session)
    qtbot.addWidget(page)
    named = [action.text() for action in page.work_menu().actions() if action.text()]
    assert named == ["By sex and age", "Register of people (PDF) …", "Signature list (PDF) …", "Cards (PDF) …",
                     "Likely duplicates", "Link names of the books", "Age alarms"]


def test_a_photo_from_a_file_stands_beside_the_form(qtbot: Any, session: Session, tmp_path: Path,  # noqa: F811
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    Image.new("RGB", (300, 400), "navy").save(tmp_path / "cara.jpg")
    someone = person(session.store, "Ana Ruiz")
    _page, aside = opened(qtbot, session, someone)
    monkeypatch.setattr(files, "ask_file", lambda *_more: tmp_path / "cara.jpg")
    aside.choose_photo()
    qtbot.waitUntil(lambda: aside.picture is not None and not aside.picture.isNull())
    assert aside.picture is not None and (aside.picture.width(), aside.picture.height()) == (105, 140)
    assert session.store.get(Person, someone.id).photo  # type: ignore[union-attr]  # it is there
