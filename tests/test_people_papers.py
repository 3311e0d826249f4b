"""Cards, lists to sign and one person's file: what stands on them, what must not, and counting by sex and age."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from factories import make
from pdf_pages import pages
from PIL import Image

from armdesk.errors import InvalidRecord, RefusedFile
from armdesk.evidence.files import FileStore
from armdesk.exports import pdf_cards
from armdesk.exports.pdf import write_pdf
from armdesk.exports.people_prints import Layout, print_cards, print_file, write_data
from armdesk.models import Document, Organisation, Person, PersonRole, Printout, Production, Registration
from armdesk.query import Filter, Query
from armdesk.reports import people_papers
from armdesk.services import person_file
from armdesk.services.people import breakdown, person_photo, role_history
from armdesk.store import Store

TODAY = date(2026, 1, 31)


def person(store: Store, name: str, **more: Any) -> Person:
    return store.save(Person(**{"name": name, "role": "member", **more}))


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.mark.parametrize(("per_page", "count", "expected"), [(10, 13, 2), (8, 8, 1), (8, 9, 2)])
def test_eight_or_ten_cards_stand_on_a_page(store: Store, files: FileStore, tmp_path: Path, per_page: int, count: int,
                                            expected: int) -> None:
    store.save(Organisation(legal_name="Cooperativa Minera Los Alisos de la Quebrada Honda"))
    made = [person(store, f"Ñusta <b> & Cía {place}", code=f"SOC-{place:03d}", id_number="1085234567")
            for place in range(count)]
    path = print_cards(store, files, [each.id for each in made], tmp_path / "out", "es",
                       Layout(date(2026, 12, 31), per_page))
    found = pages(path)
    assert len(found) == expected
    assert sum(text.count("Ñusta <b> & Cía") for text in found) == count
    assert "SOC-000" in found[0] and "2026-12-31" in found[0]
    assert "1085234567" not in "".join(found), "no identity number on a card"
    assert len(store.all(Printout, kind="card")) == count
    width, height = pypdfium2.PdfDocument(path)[0].get_size()
    assert (round(width), round(height)) == (595, 842)


def test_the_square_of_a_card_holds_the_member_number_alone(store: Store, files: FileStore, tmp_path: Path,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = pdf_cards.qr_squares
    monkeypatch.setattr(pdf_cards, "qr_squares", lambda text: (asked.append(text), real(text))[1])
    someone = person(store, "Ana Ruiz", code="SOC-1", id_number="5680001", phone="300")
    print_cards(store, files, [someone.id], tmp_path / "out", "en", Layout())
    assert asked == ["SOC-1"]


def test_a_card_shows_the_photo(store: Store, files: FileStore, tmp_path: Path) -> None:
    source = tmp_path / "cara.jpg"
    Image.new("RGB", (300, 400), "navy").save(source)
    kept = files.add(source)
    document = make(store, "document")
    make(store, "revision", document=document.id, sha256=kept.sha256, number=1)
    someone = person(store, "Ana Ruiz", code="SOC-1", photo=document.id)
    path = print_cards(store, files, [someone.id], tmp_path / "out", "en", Layout())
    assert b"DCTDecode" in path.read_bytes()


def test_a_photo_from_a_file_is_kept_in_the_office_and_undone(store: Store, files: FileStore, tmp_path: Path) -> None:
    source = tmp_path / "cara.png"
    Image.new("RGB", (30, 40), "navy").save(source)
    someone = person_photo.keep(store, files, person(store, "Ana Ruiz"), source, TODAY)
    kept = store.get(Document, someone.photo)
    assert kept is not None and (kept.confidentiality, kept.kind) == ("restricted", "photo")
    path = person_photo.path_of(store, files, someone)
    assert path is not None and path.read_bytes() == source.read_bytes()
    store.undo()
    assert store.all(Document) == [] and store.all(Person)[0].photo is None


def test_what_is_no_picture_is_refused_and_not_kept(store: Store, files: FileStore, tmp_path: Path) -> None:
    source = tmp_path / "cara.jpg"
    source.write_text("no soy una foto", encoding="utf-8")
    with pytest.raises(RefusedFile, match="no photo"):
        person_photo.keep(store, files, person(store, "Ana Ruiz"), source, TODAY)
    assert list(files.hashes()) == [] and store.all(Document) == []


def test_without_a_member_number_there_is_no_card_and_no_print(store: Store, files: FileStore, tmp_path: Path) -> None:
    someone = person(store, "Ana Ruiz")
    with pytest.raises(InvalidRecord, match="Ana Ruiz"):
        print_cards(store, files, [someone.id], tmp_path / "out", "en", Layout())
    assert store.all(Printout) == [] and not list(tmp_path.glob("out/*.pdf"))


def test_the_register_is_the_list_as_it_is_filtered(store: Store, tmp_path: Path) -> None:
    person(store, "Ana Ruiz", sex="F", code="SOC-1", birth_date=date(1990, 1, 1))
    person(store, "Ciro Paz", sex="M", code="SOC-2")
    query = Query(Person, filters=(Filter("sex", "is", "F"),))
    write_pdf(people_papers.register(store, query, TODAY, "en", said="Sex: Woman"), tmp_path / "register.pdf")
    (text,) = pages(tmp_path / "register.pdf")
    assert "Ana Ruiz" in text and "Ciro Paz" not in text and "Sex: Woman" in text and "By sex and age" in text


def test_a_list_to_sign_has_room_for_signature_and_thumb(store: Store, tmp_path: Path) -> None:
    for place in range(30):
        person(store, f"Persona {place:02d}", code=f"S-{place}")
    write_pdf(people_papers.signature_list(store, Query(Person), TODAY, "en", occasion="Asamblea"),
              tmp_path / "sign.pdf")
    found = pages(tmp_path / "sign.pdf")
    assert "Signature" in found[0] and "Thumb print" in found[0] and "Occasion: Asamblea" in found[0]
    assert len(found) > 1 and all("Thumb print" in text for text in found), "headings on each page"
    assert "Persona 29" in found[-1]


def test_the_whole_file_of_a_person_leaves_out_the_medical_part(store: Store, files: FileStore, tmp_path: Path) -> None:
    someone = person(store, "Ana Ruiz", birth_date=date(1990, 5, 5), id_number="123456", age_evidence="seen")
    make(store, "person_role", person=someone.id, office="Tesorera")
    make(store, "injured_person", person=someone.id, injury="Fractura secreta", body_part="Tobillo")
    store.save(Production(date=date(2025, 3, 4), person=someone.id, gross_mg=12_500, fineness=8_800))
    path = print_file(store, files, someone, tmp_path / "out", "en")
    text = " ".join(pages(path))
    for said in ("Ana Ruiz", "35 years; proof: Document seen", "123456", "Tesorera", "12.500", "No agreement signed",
                 "Your rights"):
        assert said in text, said
    assert "Fractura secreta" not in text and "Tobillo" not in text
    assert store.one(Printout, kind="person_file").target == f"person/{someone.id}"  # type: ignore[union-attr]  # there
    store.undo()
    assert store.all(Printout) == []


def test_the_data_of_a_person_are_plain_and_no_formula(store: Store, tmp_path: Path) -> None:
    someone = person(store, "=1+1 Ana", code="SOC-1")
    store.save(Registration(person=someone.id, register="@registro", number="7"))
    write_data(store, someone, tmp_path / "ana.csv", TODAY)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "ana.csv").read_text(encoding="utf-8-sig"))))
    said = {(row["part"], row["field"]): row["value"] for row in rows}
    assert said["person", "name"] == "'=1+1 Ana" and said["person", "member_code"] == "SOC-1"
    assert said["registrations", "Register"] == "'@registro"


# what is missing


def test_what_is_missing_of_somebody_who_left_is_no_lack(store: Store) -> None:
    gone, here = person(store, "Ana", status="left"), person(store, "Bea")
    assert person_file.lacking(store, gone, TODAY) == []
    make(store, "age_alarm", person=gone.id, answer=None, done=None, answered_on=None)
    assert [each.tone for each in person_file.lacking(store, gone, TODAY)] == ["alarm"], "it needs its answer"
    lacks = person_file.lacking(store, here, TODAY)
    assert lacks[0].tone == "alarm" and lacks[0].field == "birth_date"
    assert {each.field for each in lacks} == {"birth_date", *person_file._WANTED}


def test_a_registration_that_was_renewed_is_no_lack(store: Store) -> None:
    someone = person(store, "Ana")
    store.save(Registration(person=someone.id, register="RUCOM", valid_to=date(2025, 12, 31)))
    assert "RUCOM" in person_file.lacking(store, someone, TODAY)[-1].sentence
    store.save(Registration(person=someone.id, register="RUCOM", valid_to=date(2026, 12, 31)))
    assert not any("RUCOM" in each.sentence for each in person_file.lacking(store, someone, TODAY))


@pytest.mark.parametrize(("known", "said"), [
    ({"birth_date": date(2008, 1, 31)}, "18 years"), ({"birth_date": date(2008, 2, 1)}, "17 years"),
    ({"birth_year": 2000}, "25 or 26 years"), ({"age_stated": 30, "age_stated_on": date(2024, 6, 1)}, "31 or 32 years"),
    ({"age_band": "30_44"}, "30 to 44 years"), ({"age_band": "60_up"}, "60 years or more"), ({}, "Age not known"),
])
def test_the_age_says_how_well_it_is_known(known: dict[str, Any], said: str) -> None:
    assert person_file.age_text(Person(name="Ana", role="member", **known), TODAY).startswith(said)


# roles over time


def test_each_change_ends_one_line_and_begins_the_next(store: Store) -> None:
    someone = person(store, "Ana", joined_on=date(2020, 1, 1))
    for role, day in (("selector", date(2024, 3, 1)), ("processor", date(2025, 6, 1))):
        someone.role = role
        role_history.keep(store, someone, day)
    lines = [(each.role, each.began_on, each.ended_on) for each in store.all(PersonRole)]
    assert sorted(lines, key=lambda each: each[1]) == [
        ("member", date(2020, 1, 1), date(2024, 2, 29)), ("selector", date(2024, 3, 1), date(2025, 5, 31)),
        ("processor", date(2025, 6, 1), None)]
    someone.status = "left"
    role_history.keep(store, someone, date(2025, 9, 1))
    assert [each for each in store.all(PersonRole) if each.ended_on is None] == []


def test_an_office_held_runs_on_beside_the_role(store: Store) -> None:
    someone = person(store, "Ana", joined_on=date(2020, 1, 1))
    office = make(store, "person_role", person=someone.id, office="Tesorera", ended_on=None)
    someone.role = "staff"
    role_history.keep(store, someone, date(2025, 6, 1))
    assert store.get(PersonRole, office.id).ended_on is None  # type: ignore[union-attr]  # it is there


# counted by sex and age


def test_a_course_counts_each_person_once_and_names_nobody_linked(store: Store) -> None:
    ana, bea = (person(store, name, sex="F", birth_year=year) for name, year in (("Ana", 1990), ("Bea", 2009)))
    ciro = person(store, "Ciro")
    course = make(store, "training", date=date(2025, 6, 1))
    for someone, present in ((ana, True), (ana, True), (bea, True), (ciro, True)):
        make(store, "training_attendance", training=course.id, person=someone.id, present=present)
    make(store, "training_attendance", training=course.id, person=person(store, "Dora").id, present=False)
    make(store, "training_attendance", training=course.id, person=None, person_as_written="Quién sabe")
    counted = breakdown.of_record(store, course)
    assert counted is not None and (counted.total, counted.loose, counted.minors) == (3, 1, 1)
    assert counted.by_sex == {"F": 2, "M": 0, "X": 0, "unknown": 1}
    assert counted.by_band["unknown"] == 1 and counted.cross["F", "15_17"] == 1
    assert counted.line() == "Woman 2 · Not stated 1 · under 18: 1 · age not known: 1 · names not linked: 1"
    assert breakdown.of_list(store, Query(type(course)), date(2025, 6, 1)).total == 3
    assert breakdown.of_record(store, ana) is None


def test_a_crew_says_who_belongs_to_it_now(store: Store) -> None:
    crew = make(store, "crew", leader=None)
    person(store, "Ana", sex="F", crew=crew.id, birth_year=1990)
    person(store, "Bea", sex="F", crew=crew.id, status="left")
    counted = breakdown.of_group(store, crew, TODAY)
    assert counted is not None and counted.line() == "Woman 1"
