"""Papers of courses, equipment and rounds: what stands on them before and after; models of who needs what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from armdesk.errors import RefusedFile, WorkspaceError
from armdesk.evidence.files import FileStore
from armdesk.exports.day_sheet_pdf import write_sheet
from armdesk.exports.pdf import write_pdf
from armdesk.i18n import speaking
from armdesk.models import (
    CourseKind,
    CourseNeed,
    Crew,
    Document,
    InspectionQuestion,
    InspectionTemplate,
    Person,
    PpeDelivery,
    PpeNeed,
    Training,
    TrainingAttendance,
)
from armdesk.reports import course_list, coverage_table, ppe_list, round_report
from armdesk.reports.document import Photos, Table
from armdesk.services.people import ppe
from armdesk.services.people.coverage_sheet import PPE, TRAINING, read_standing
from armdesk.services.people.ppe import Given
from armdesk.services.people.ppe_grid import PpeGrid, read_cell
from armdesk.services.safety import rounds, starter_needs
from armdesk.services.safety.round_photos import photo_document
from armdesk.store import Store

DAY = date(2025, 6, 2)
PHOTO = Path(__file__).parent / "data" / "la-esperanza" / "Fotos" / "IMG_20250829_093341.jpg"


def people(store: Store, *names: str, crew: str | None = None) -> list[Person]:
    return [store.save(Person(name=name, code=f"S-{place}", role="worker", crew=crew))
            for place, name in enumerate(names, start=1)]


def test_a_list_to_sign_has_a_line_for_each_and_some_more(store: Store, tmp_path: Path) -> None:
    crew = store.save(Crew(name="Turno 1"))
    people(store, "Berta", "Ana", crew=crew.id)
    people(store, "Zoe")
    talk = store.save(Training(subject="Techo", date=DAY, form="talk", crew=crew.id, hours=25, trainer="Luis"))
    sheet = course_list.to_sign(store, talk, DAY)
    assert [row[1] for row in sheet.rows] == ["Ana", "Berta", *[""] * 6]
    assert (sheet.title, sheet.lines) == ("Toolbox talk: attendance", ("Techo", "2025-06-02 · 0.25 h · Luis · Turno 1"))
    assert sheet.by_hand
    write_sheet(sheet, tmp_path / "lista.pdf")
    write_sheet(sheet, tmp_path / "again.pdf")
    assert (tmp_path / "lista.pdf").read_bytes() == (tmp_path / "again.pdf").read_bytes()


def test_a_list_with_its_result_names_only_who_is_in_it(store: Store) -> None:
    ana, berta, _zoe = people(store, "Ana", "Berta", "Zoe")
    course = store.save(Training(subject="Gases", date=DAY))
    store.save(TrainingAttendance(training=course.id, person=ana.id, certificate_no="C-1"))
    store.save(TrainingAttendance(training=course.id, person=berta.id, present=False, mark="Exc"))
    sheet = course_list.with_result(store, course, DAY)
    assert [row[1:] for row in sheet.rows] == [["Ana", "S-1", "", "came", "C-1"], ["Berta", "S-2", "", "excused", ""]]
    assert "1 came" in sheet.lines[-1]
    with speaking("es"):
        assert len(course_list.with_result(store, course, DAY).rows) == 2


def test_a_delivery_to_a_crew_is_one_operation_with_its_list(store: Store) -> None:
    ana, berta = people(store, "Ana", "Berta")
    given = [Given(ana.id, "boots", 1, "38"), Given(ana.id, "gloves", 2), Given(berta.id, "boots")]
    assert ppe.deliver(store, DAY, given) == 3
    assert ppe.given_on(store, DAY) == given
    sheet = ppe_list.delivery_list(store, given, DAY, DAY)
    assert [column.title for column in sheet.columns] == ["No.", "Full name", "Gloves", "Boots",
                                                          "Signature or fingerprint"]
    assert [row[1:] for row in sheet.rows] == [["Ana", "2", "1 (38)", ""], ["Berta", "", "1", ""]]
    assert sheet.totals[2:4] == ["2", "2"]
    store.undo()
    assert store.all(PpeDelivery) == []


def test_the_card_of_a_person_says_when_each_item_is_renewed(store: Store) -> None:
    (ana,) = people(store, "Ana")
    ppe.deliver(store, DAY, [Given(ana.id, "helmet")])
    ppe.deliver(store, date(2025, 9, 1), [Given(ana.id, "gloves", 2, "M")])
    lines = ppe.card(store, ana)
    assert [(line.item, line.renew) for line in lines] == [("gloves", date(2025, 12, 1)), ("helmet", date(2027, 6, 2))]
    made = ppe_list.card(store, ana, "La Esperanza", "en", DAY)
    (table,) = [block for block in made.blocks if isinstance(block, Table)]
    assert [row[:4] for row in table.rows] == [(date(2025, 9, 1), "Gloves", 2, "M"), (DAY, "Helmet", 1, None)]


@pytest.mark.parametrize(("text", "read"), [("", (0, "")), ("-", (0, "")), ("x", (1, "")), ("2", (2, "")),
                                            ("1 / 40", (1, "40")), ("1/40", (1, "40")), ("2 (M)", (2, "M"))])
def test_what_is_typed_into_a_delivery(text: str, read: tuple[int, str]) -> None:
    assert read_cell(text) == read


@pytest.mark.parametrize("text", ["abc", "101", "1,5", "-3"])
def test_what_is_no_number_of_pieces_is_refused(store: Store, text: str) -> None:
    with pytest.raises(ValueError, match="how many"):
        read_cell(text)
    (ana,) = people(store, "Ana")
    grid = PpeGrid(ppe.receivers(store, DAY))
    assert grid.people[0].id == ana.id and grid.write([(0, 0, text)]) == [] and grid.explain(0, 0, text).tone == "alarm"


def round_of(store: Store) -> rounds.Round:
    template = store.save(InspectionTemplate(code="BOC", name="Bocamina"))
    for place, kind in enumerate(("yes_no", "number"), start=1):
        store.save(InspectionQuestion(template=template.id, position=place, section="Techo", text="x" * 120, kind=kind,
                                      critical=place == 1))
    found = rounds.read(store, rounds.begin(store, template, DAY).id)
    assert found is not None
    return found


def test_the_empty_list_has_boxes_and_long_questions_on_several_lines(store: Store, tmp_path: Path) -> None:
    round_ = round_of(store)
    assert round_.template is not None
    sheet = round_report.empty_form(store, round_.template, "La Esperanza", DAY)
    assert [row[2] for row in sheet.rows] == ["", "☐", "", "", ""]
    assert "".join(row[1] for row in sheet.rows[1:3]).replace(" ", "") == "x" * 120 + "★"
    write_sheet(sheet, tmp_path / "vacia.pdf")


def test_the_report_of_a_round_shows_photos_and_actions(store: Store, tmp_path: Path) -> None:
    files, round_ = FileStore(tmp_path / "files"), round_of(store)
    photo = photo_document(store, files, PHOTO)
    assert photo_document(store, files, PHOTO) == photo, "the same photo is one document"
    rounds.put(store, round_, round_.items[0], answer="no", photo=photo, note="Suelto")
    rounds.put(store, round_, round_.items[1], number=20_500)
    rounds.make_action(store, round_, round_.items[0], DAY)
    rounds.finish(store, round_, DAY)
    made = round_report.filled(store, files, round_, "La Esperanza", "en", DAY)
    (table,) = [block for block in made.blocks if isinstance(block, Table)]
    assert table.rows[0][2:] == ("✗ No", "Suelto", f"A-001 · Put in order: {'x' * 120}")
    assert table.rows[1][2] == "20.5"
    (photos,) = [block for block in made.blocks if isinstance(block, Photos)]
    assert len(photos.photos) == 1
    write_pdf(made, tmp_path / "ronda.pdf")
    assert store.get(Document, photo) is not None


def test_a_photo_that_cannot_be_read_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(RefusedFile):
        photo_document(store, FileStore(tmp_path / "files"), tmp_path / "none.jpg")


@pytest.mark.parametrize("language", ["en", "es"])
def test_models_of_needs_are_taken_over_and_can_be_changed(store: Store, language: str) -> None:
    store.save(CourseKind(code="GAS", name="Nuestro curso de gases", months_valid=6))
    with speaking(language):
        assert not starter_needs.has_needs(store, TRAINING)
        assert starter_needs.take_over(store, TRAINING) == len(store.all(CourseNeed)) > 8
        assert starter_needs.take_over(store, PPE) == len(store.all(PpeNeed)) > 8
    own = store.one(CourseKind, code="GAS")
    assert own is not None and (own.name, own.months_valid) == ("Nuestro curso de gases", 6)
    task = {need.task for need in store.all(CourseNeed) if need.task}
    assert task == ({"explosive", "brigade"} if language == "en" else {"explosivo", "brigada"})


def test_a_broken_file_of_needs_is_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "needs.json").write_text('{"courses": [{"code": 1}]}', encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"needs\.json"):
        starter_needs.take_over(store, TRAINING, tmp_path)


def test_the_coverage_as_a_table_says_each_state_in_words(store: Store) -> None:
    people(store, "Ana")
    store.save(PpeNeed(item="helmet"))
    table = coverage_table.table(read_standing(store, DAY, PPE))
    assert [column.title for column in table.columns] == ["Full name", "Crew", "Role", "Sex", "Helmet"]
    assert list(table.rows) == [("Ana", None, "Worker", None, "✗ never")]
