"""Tables of a pack: columns from the declarations, exact values, prices of others blank, every correction shown."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pack_office
import pytest
from factories import EXAMPLES, make
from pack_office import TODAY, YEAR

from armdesk.catalogues import load
from armdesk.exports.csv_files import field_text
from armdesk.exports.pack_data import DataFiles
from armdesk.exports.pack_table import OneReading, PackTable
from armdesk.exports.pack_tables import MAKERS, REGISTERS, tables, workbook
from armdesk.exports.sheets import Properties
from armdesk.exports.xlsx import write_workbook
from armdesk.i18n import speaking
from armdesk.models import (
    Audit,
    Batch,
    Crew,
    Explanation,
    Finding,
    Inspection,
    Lot,
    Person,
    Production,
    ReagentMovement,
    Sale,
    Site,
    Training,
    TrainingAttendance,
)
from armdesk.services.basis.hiding import MemberCodes, scrubber
from armdesk.services.basis.period import month
from armdesk.services.findings import plausibility
from armdesk.services.packs.edition import EDITIONS, edition_of
from armdesk.services.packs.papers import noted_papers, papers
from armdesk.services.packs.scope import Scope
from armdesk.store import Store


def scope_of(store: Store, kind: str = "craft_full", recipient: str = "", **changes: Any) -> Scope:
    codes, edition, catalogue = MemberCodes(store, recipient), edition_of(kind), load.get("craft-2.0")
    hide = scrubber(store, None if edition.hides_codes else codes)
    scope = Scope(store, catalogue, YEAR, edition, "en", recipient, TODAY, hide, codes, store.head(), **changes)
    scope.papers = papers(store, catalogue, YEAR, edition, hide)
    return scope


def rows_of(table: PackTable, coded: bool = True) -> list[dict[str, Any]]:
    return [dict(zip([column.key for column in table.columns], row, strict=True)) for row in table.make(coded)]


def made(store: Store, code: str, **scope: Any) -> list[dict[str, Any]]:
    with speaking("en"):
        return rows_of(MAKERS[code](scope_of(store, **scope)))


@pytest.fixture
def full(store: Store) -> Store:
    for name in EXAMPLES:
        make(store, name)
    return store


@pytest.mark.parametrize("kind", EDITIONS)
def test_every_table_fits_its_columns_and_hides_what_is_personal(full: Store, kind: str) -> None:
    with speaking("en"):
        for table in tables(scope_of(full, kind)):
            keys = [column.key for column in table.columns]
            assert len(set(keys)) == len(keys) and all(
                key.islower() and column.title for key, column in zip(keys, table.columns, strict=True)
            )
            for coded in (True, False):
                assert {len(row) for row in table.make(coded)} <= {len(keys)}
            assert table.totals is None or len(table.totals) == len(keys)
            type_ = REGISTERS.get(table.code)
            hidden = {field.key for field in type_.declared() if field.personal} if type_ else set()
            assert not hidden & set(keys), table.code


def test_every_number_is_exact_and_codes_stay_codes(store: Store) -> None:
    make(
        store,
        "lot",
        code="L-1",
        created_on=date(2025, 3, 1),
        gross_mg=152_301,
        fineness=8_805,
        status="hold",
        hold_reason="=1+1",
        hs_code="0710812",
    )
    (row,) = [row for row in made(store, "S08") if row["lot_code"] == "L-1"]
    assert (row["gross_g"], row["fineness_permille"], row["fine_g"]) == (
        Decimal("152.301"),
        Decimal("880.5"),
        Decimal("134.101"),
    )
    assert (row["hs_code"], row["status"], row["hold_reason"]) == ("0710812", "hold", "=1+1")
    with speaking("en"):
        (shown,) = [row for row in rows_of(MAKERS["S08"](scope_of(store)), coded=False) if row["lot_code"] == "L-1"]
    assert shown["status"] == "On hold"


def test_rows_of_other_periods_stay_out_and_stock_comes_along(store: Store) -> None:
    for code, day, status in (
        ("old", date(2024, 1, 1), "sold"),
        ("kept", date(2024, 1, 2), "open"),
        ("now", date(2025, 6, 1), "sold"),
    ):
        make(store, "lot", code=code, created_on=day, status=status, hold_reason=None, sale=None)
    assert {row["lot_code"] for row in made(store, "S08")} == {"kept", "now"}
    before = make(store, "sale", code="before", date=date(2024, 12, 31))
    sale = make(store, "sale", code="inside", date=date(2025, 12, 31))
    assert {row["sale_code"] for row in made(store, "S12")} & {"before", "inside"} == {"inside"}
    make(store, "sale_deduction", sale=sale.id)
    make(store, "sale_deduction", sale=before.id)
    assert {row["sale_code"] for row in made(store, "S14")} == {"inside"}


def test_prices_of_other_buyers_are_not_shown(store: Store) -> None:
    mine, other = (
        make(store, "party", name="Kronberg Feingold", code="B1"),
        make(store, "party", name="Andes", code="B2"),
    )
    make(store, "sale", code="V1", date=date(2025, 1, 1), buyer=mine.id, net_value=100, currency="USD")
    sale = make(store, "sale", code="V2", date=date(2025, 1, 2), buyer=other.id, net_value=200, currency="USD")
    make(store, "sale_deduction", sale=sale.id, base=777_00, currency="USD")
    assert "net_value" not in made(store, "S12")[0]
    rows = {row["sale_code"]: row for row in made(store, "S12", recipient="kronberg  FEINGOLD")}
    first, second = rows["V1"], rows["V2"]
    assert (first["net_value"], first["currency"]) == (Decimal("1.00"), "USD")
    assert (second["buyer_code"], second["net_value"], second["currency"]) == ("B2", None, None)
    assert [row["base"] for row in made(store, "S14", recipient="Kronberg Feingold")] == [None]


def test_places_only_where_they_were_agreed(full: Store) -> None:
    assert "lat" not in made(full, "S02")[0]
    assert made(full, "S02", coordinates=True)[0]["lat"] == full.all(Site)[0].field("latitude").exchange(
        full.all(Site)[0].latitude
    )


def test_monthly_production_adds_up(store: Store) -> None:
    site = make(store, "site", code="S-1")
    for gross, fineness in ((1_001, 8_885), (2_002, 9_999), (5_000, None)):
        make(store, "production", date=date(2025, 4, 2), site=site.id, gross_mg=gross, fineness=fineness, ore_kg=1_500)
    make(store, "production", date=date(2025, 5, 2), site=None, gross_mg=5_000, fineness=None, ore_kg=None)
    with speaking("en"):
        table = MAKERS["S06"](scope_of(store))
        april, may = rows_of(table)
    assert (april["site_code"], april["gold_fine_g"], april["without_fineness"]) == ("S-1", Decimal("2.8911883"), 1)
    assert (may["site_code"], may["gold_fine_g"], may["ore_t"]) == ("Not stated", None, None)
    totals = dict(zip([column.key for column in table.columns], table.totals or (), strict=True))
    assert (totals["gold_gross_g"], totals["deliveries"], totals["ore_t"]) == (Decimal("13.003"), 4, Decimal("4.5"))


def test_the_balance_by_stage_and_what_is_not_plausible(store: Store) -> None:
    site = store.save(Site(name="Mina", code="S-1", mining_method="panning"))
    store.save(Production(date=date(2025, 4, 2), site=site.id, gross_mg=10_000, fineness=10_000, persons=4))
    store.save(Sale(code="V-1", date=date(2025, 4, 3), gross_mg=12_000, fineness=10_000))
    april = [row for row in made(store, "S15") if row["month"] == "2025-04"]
    assert {row["stage"] for row in april} == {"all", "stock", "sale"}, "stages where nothing moved are left out"
    whole = next(row for row in april if row["stage"] == "all")
    assert (whole["produced_fine_g"], whole["out_fine_g"], whole["closing_fine_g"], whole["unexplained_fine_g"]) == (
        10, 12, -2, 2)
    assert (whole["unexplained_pct"], whole["tolerance_pct"], whole["status"]) == (20, 3, "hold")
    [flag] = plausibility.site_months(store, month(2025, 4))[0].flags
    store.save(Explanation(rule=flag.rule, target=f"site/{site.id}/2025-04", reason="Bonanza", author="Luz",
                           fact=flag.fact, date=date(2025, 5, 1)))
    [row] = made(store, "S16")
    assert (row["g_per_person_day"], row["band_high"], row["status"]) == (Decimal("2.5"), Decimal("1.4"), "explained")
    assert (row["explanation"], row["approved_by"]) == ("Bonanza", "Luz")
    assert made(store, "S16", kind="craft_public")[0]["approved_by"] == ""


def test_stock_cards_and_mercury_by_month(store: Store) -> None:
    for day, kind, amount in ((1, "opening", 100_000), (2, "use", 30_000), (3, "count", 65_000)):
        store.save(ReagentMovement(date=date(2025, 4, day), item="mercury", kind=kind, quantity=amount, unit="g",
                                   storage_place="Caja"))
    store.save(Batch(code="B-1", date=date(2025, 4, 2), open_burning=True, practice_answer="Se paró"))
    rows = made(store, "S18")
    assert [(row["in_qty"], row["out_qty"], row["balance"], row["difference"]) for row in rows] == [
        (100, None, 100, None), (None, 30, 70, None), (None, None, 70, -5)]
    [month] = made(store, "S19")
    assert (month["mercury_used_g"], month["worst_practice_seen"]) == (30, "Amalgam burnt in the open")


def test_what_was_typed_in_another_unit_is_shown(store: Store) -> None:
    record = make(store, "lot", code="L-1", created_on=date(2025, 3, 1))
    record.typed = '{"gross_mg": "33 cast 1 tom", "note": "secret of Juan"}'
    store.save(record)
    (row,) = [row for row in made(store, "S08") if row["lot_code"] == "L-1"]
    assert row["as_entered"] == "gross_g: 33 cast 1 tom"


def test_a_correction_shows_old_and_new_but_nothing_personal(store: Store) -> None:
    site = make(store, "site", code="S-1", capacity_kg_month=1_000)
    site.capacity_kg_month, site.latitude = 1_500, 7_000_000
    store.save(site, "Weighed again")
    person: Person = make(store, "person", name="Ana Luz Mora")
    person.phone = "999888777"
    store.save(person)
    store.trash([site])
    store.restore([site])
    with speaking("en"):
        rows = rows_of(tables(scope_of(store))[-1])
    by_column = {row["column"]: row for row in rows if row["what"] == "change"}
    assert (
        by_column["capacity_t_month"]["old_value"] == "1.000" and by_column["capacity_t_month"]["new_value"] == "1.500"
    )
    assert by_column["lat"]["new_value"] == "withheld" and by_column["lat"]["reason"] == "Weighed again"
    assert [row["what"] for row in rows if row["what"] != "change"] == ["trash", "restore"]
    assert not [row for row in rows if "999888777" in str(row)]


@pytest.mark.parametrize(("currency", "shown"), [("COP", "1234.56"), ("CLP", "123456")])
def test_a_corrected_amount_is_read_by_its_currency(store: Store, currency: str, shown: str) -> None:
    sale = make(store, "sale", code="V-1", date=date(2025, 3, 3))
    tax = make(store, "sale_deduction", sale=sale.id, amount=1, currency=currency)
    tax.amount = 123_456
    store.save(tax)
    with speaking("en"):
        rows = [row for row in rows_of(tables(scope_of(store))[-1]) if row["column"] == "amount"]
    assert [row["new_value"] for row in rows] == [shown]


def test_a_corrected_price_is_not_told(store: Store) -> None:
    sale = make(store, "sale", code="V-1", date=date(2025, 3, 3), net_value=111_111, currency="USD", gross_mg=1_000)
    sale.net_value, sale.gross_mg = 222_222, 2_000
    store.save(sale)
    with speaking("en"):
        rows = {row["column"]: row for row in rows_of(tables(scope_of(store))[-1]) if row["what"] == "change"}
    assert rows["gross_g"]["new_value"] == "2.000" and rows["net_value"]["new_value"] == "withheld"
    assert "222" not in str(rows["net_value"])


def test_corrections_before_the_period_are_not_of_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lot: Lot = make(store, "lot", code="L-1", created_on=date(2025, 3, 1), note="a")
    now = store.now()
    for days, note in ((800, "long ago"), (10, "lately")):
        monkeypatch.setattr(store, "now", lambda days=days: now - timedelta(days=days))
        lot.note = note
        store.save(lot)
    with speaking("en"):
        rows = rows_of(tables(scope_of(store))[-1])
    assert [(row["old_value"], row["new_value"]) for row in rows] == [("long ago", "lately")]


def test_each_requirement_has_one_row(full: Store) -> None:
    rows, catalogue = made(full, "S34"), load.get("craft-2.0")
    assert [row["criterion_code"] for row in rows] == [each.code for each in catalogue]
    for row, each in zip(rows, catalogue, strict=True):
        assert (row["code_kind"] == "armdesk reference") == ("/P." in each.code)
    (answered,) = [row for row in rows if row["answer"] != "unanswered"]
    assert answered["criterion_code"] == "M.5/1.3/P.1" and answered["answer"] == "in_progress"


def test_groups_of_people_and_grievances(store: Store) -> None:
    plain = {"left_on": None, "birth_year": None, "joined_on": None, "crew": None, "birth_date": date(1985, 1, 1)}
    for number in range(9):
        make(store, "person", sex="F" if number < 6 else "M", role="member", **plain)
    rows = {(row["sex"], row["role"], row["age_band"]): row["count"] for row in made(store, "S32")}
    assert rows["M", "all", "all"] == "<5" and rows["all", "member", "all"] == 9
    assert rows["F", "all", "all"] == "withheld"  # 9 - 6 would tell the other group
    assert [row["registered_pct"] for row in made(store, "S32") if row["role"] == "all" == row["sex"] == row["age_band"]
            and row["site_code"] == "all"] == [0], "nobody is in a register, which says nothing of anybody"
    make(store, "registration", person=store.all(Person)[0].id, valid_from=None, valid_to=None)
    (all_,) = [row for row in made(store, "S32") if all(row[key] == "all" for key in ("site_code", "sex", "role",
                                                                                      "age_band"))]
    assert (all_["registered_pct"], all_["minors_seen"], all_["minors_remediated"]) == (None, 0, 0)
    make(store, "grievance", received_on=date(2025, 5, 5), group="women", status="open")
    assert {row["count"] for row in made(store, "S27")} == {"<5"}


def test_people_by_site_and_their_social_cover(store: Store) -> None:
    plain = {"left_on": None, "birth_year": None, "joined_on": None, "birth_date": date(1985, 1, 1), "sex": "M"}
    pit, plant = make(store, "site", code="BM-1"), make(store, "site", code="PL-1")
    crew = store.save(Crew(name="Turno 1", site=plant.id))
    for number in range(24):
        there = {"site": pit.id, "crew": None} if number < 12 else {"site": None, "crew": crew.id}
        make(store, "person", role="member", **plain, **(there if number < 18 else {"site": None, "crew": None}),
             social_cover="health accidents" if number < 12 else "none" if number < 20 else None)
    rows = made(store, "S32")
    sites = {row["site_code"]: row["count"] for row in rows if row["sex"] == row["role"] == row["age_band"] == "all"}
    assert sites == {"BM-1": 12, "PL-1": 6, "unknown": 6, "all": 24}
    (all_,) = [row for row in rows if all(row[key] == "all" for key in ("site_code", "sex", "role", "age_band"))]
    assert all_["social_cover_pct"] == 50, "12 of 24 by hand; of whom it is not stated, nothing is shown to be there"
    for each in store.all(Person)[:8]:
        each.social_cover = "none"
        store.save(each)
    (all_,) = [row for row in made(store, "S32") if all(row[key] == "all" for key in ("site_code", "sex", "role",
                                                                                      "age_band"))]
    assert all_["social_cover_pct"] is None, "four people"
    for each in store.all(Person):
        each.social_cover = None
        store.save(each)
    assert {row["social_cover_pct"] for row in made(store, "S32")} == {None}, "nobody stated it: not nought"


def test_papers_are_named_left_out_and_never_twice_alike(workspace: Any) -> None:
    pack_office.fill(workspace)
    scope = scope_of(workspace.store)
    names = [paper.name for paper in scope.papers if paper.name]
    assert len({name.casefold() for name in names}) == len(names) > 2
    assert [paper.number for paper in scope.papers] == list(range(1, len(scope.papers) + 1))
    assert all(bool(paper.name) != bool(paper.left_out) for paper in scope.papers)
    assert all(" " not in name and name.startswith(tuple("0123456789")) for name in names)
    with speaking("en"):
        rows = rows_of(MAKERS["S35"](scope))
    closed = [row for row in rows if row["left_out"] == "It is marked as restricted and stays in the office."]
    assert closed and {row["title"] for row in closed} == {"withheld"}


def test_papers_say_what_they_prove_where_they_stand_and_which_pages_are_cited(store: Store) -> None:
    paper = make(store, "document", title="Libro", confidentiality="partners", same_as=None, binder_no="4-017")
    file = make(store, "revision", document=paper.id, risk=None, number=3, pages=9)
    shut = make(store, "document", title="Historia", confidentiality="restricted", same_as=None)
    for document, revision in ((paper.id, file.id), (shut.id, None)):
        make(store, "citation", document=document, revision=revision, target="requirement/craft-2.0/M.5/1.3/P.3",
             page="3, 5-7", note="Lista firmada", period_from=date(2025, 4, 1), period_to=None)
    scope = scope_of(store)
    with speaking("en"):
        rows = {row["title"]: row for row in rows_of(MAKERS["S35"](scope))}
    told = rows["Libro"]
    assert (told["binder_no"], told["revision"], told["proves_from"]) == ("4-017", 3, date(2025, 4, 12))
    assert told["linked_to"].endswith("(page 3, 5-7; Lista firmada; for 2025-04-01)")
    assert "Lista firmada" not in rows["withheld"]["linked_to"], "what a restricted paper shows stays in the office"
    noted = json.loads(noted_papers(scope.papers))
    [place] = [each.number for each in scope.papers if each.document.id == paper.id]
    assert noted == [{"number": place, "revision": file.id}]


def _lines(path: Path) -> io.StringIO:
    return io.StringIO(path.read_text("utf-8-sig"), newline="")


def test_workbook_and_data_files_hold_the_same(full: Store, tmp_path: Path) -> None:
    with speaking("en"):
        found = tables(scope_of(full))
        data = DataFiles(tmp_path / "tables")
        data.write(found)
        write_workbook(
            workbook(scope_of(full), found, "CRAFT Report", ["a note"], data),
            tmp_path / "book.xlsx",
            properties=Properties("CRAFT Report"),
        )
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames[0] == "Read me" and len(book.sheetnames) == len(found) + 1
    for table, name in zip(found, book.sheetnames[1:], strict=True):
        sheet = book[name]
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref
        lines = list(csv.reader(_lines(tmp_path / "tables" / table.file)))
        assert lines[0] == [column.key for column in table.columns]
        rows = sheet.max_row - 1 - (table.totals is not None)
        assert len(lines) - 1 == data.counts[table.file] == rows
        with speaking("en"):
            assert lines[1:] == [[field_text(value) for value in row] for row in table.make(True)]
    meanings = list(csv.DictReader(_lines(tmp_path / "tables" / "columns.csv")))
    assert {(row["file"], row["column"]) for row in meanings} == {
        (table.file, column.key) for table in found for column in table.columns
    }
    assert any(row["codes"].startswith("open = Open") for row in meanings)


def test_registers_say_the_same_in_one_reading(full: Store) -> None:
    with speaking("en"):
        registers = [table for table in tables(scope_of(full)) if isinstance(table.make, OneReading)]
        assert {"S08", "S10", "S12", "S14"} <= {table.code for table in registers}
        for table in registers:
            assert isinstance(table.make, OneReading)
            pairs = list(table.make.both())
            assert [coded for coded, _shown in pairs] == list(table.make(True))
            assert [shown for _coded, shown in pairs] == list(table.make(False))
            for column in table.choices.keys() & {column.key for column in table.columns}:
                place = [column.key for column in table.columns].index(column)
                for coded, shown in pairs:
                    assert shown[place] == table.choices[column].get(coded[place], coded[place])


def test_a_read_that_stops_leaves_no_data_file(full: Store, tmp_path: Path) -> None:
    data = DataFiles(tmp_path / "tables")
    with speaking("en"):
        table = next(each for each in tables(scope_of(full)) if each.code == "S12")
        rows = data.along(table)
        assert rows is not None and next(iter(rows))
        rows.close()
    assert not list((tmp_path / "tables").iterdir()) and not data.counts


def test_payments_name_people_by_code_and_say_what_is_above_the_limit(store: Store) -> None:
    make(store, "rate", kind="cash_limit", value=1_000 * 10**6, unit="COP", currency="COP", country=None,
         valid_from=date(2025, 1, 1), valid_to=None)
    who = make(store, "person", name="Xiomara Zuluaga")
    plain = {"person": who.id, "party": None, "currency": "COP", "approved_by": "Xiomara Zuluaga", "settlement": None}
    make(store, "payment", code="1", amount=99_999, **plain)
    make(store, "payment", code="2", amount=100_000, **plain)
    make(store, "payment", code="3", amount=100_000, **{**plain, "currency": "USD"})
    make(store, "payment", code="4", direction="in", **plain)
    rows = {row["receipt_no"]: row for row in made(store, "S13")}
    assert {code: row["above_threshold"] for code, row in rows.items()} == {"1": False, "2": True, "3": None}
    assert rows["1"]["payee"].startswith("M-") and rows["1"]["amount"] == Decimal("999.99")
    assert "xiomara" not in str(rows).lower() and "person_as_written" not in rows["1"]


def test_no_price_of_another_buyer_is_told_by_a_new_column(store: Store) -> None:
    make(store, "sale")
    [row] = made(store, "S12")
    assert not {"reference_value", "pct_of_reference", "difference", "provisional_net_value", "fx_source"} & set(row)
    assert "connect_ref" in row and "stage" in row


def test_courses_and_talks_with_who_held_them_and_how_many_came(store: Store) -> None:
    talk = store.save(Training(date=date(2025, 5, 2), subject="Techo", form="talk", hours=25, trainer="Brigada",
                               certificate_ref="C-1"))
    for place in range(12):
        someone = store.save(Person(name=f"P{place}", role="worker", sex="F" if place % 2 else "M"))
        store.save(TrainingAttendance(training=talk.id, person=someone.id))
    (row,) = made(store, "S23")
    assert (row["form"], row["hours"], row["trainer"], row["certificate_ref"]) == (
        "talk", Decimal("0.25"), "Brigada", "C-1")
    assert (row["attendees"], row["women"]) == (12, 6)
    (public,) = made(store, "S23", kind="craft_public")
    assert "trainer" not in public and "certificate_ref" not in public


def test_inspections_of_the_period_without_what_stays_in_the_office(store: Store) -> None:
    inside = {"date", "kind", "body", "inspector", "position", "scope", "result", "status_after", "findings",
              "report_ref", "next_due"}
    store.save(Inspection(date=date(2024, 12, 31), kind="audit", body="Antes"))
    store.save(Inspection(date=date(2025, 3, 1), kind="government", body="Agencia", own_crew_reason="Sola"))
    (row,) = made(store, "S24")
    assert row["body"] == "Agencia" and inside <= row.keys() and "own_crew_reason" not in row


def test_audits_of_the_period_stand_among_the_inspections_with_counts_only(store: Store) -> None:
    for day, status in ((date(2025, 9, 17), "findings"), (date(2024, 9, 17), "closed"), (date(2025, 12, 1), "frozen")):
        audit = store.save(Audit(code=f"V-{day}", title="Visita", kind="assurer", standard="craft-2.0", visit_on=day,
                                 status=status, auditor="Verificadora", result="Aceptada", team="Rosalba Quintín",
                                 lessons="Secreto"))
        store.save(Finding(audit=audit.id, finding_class="major", text="Rosalba no firma", cause="Secreto"))
    (row,) = made(store, "S24")
    assert (row["kind"], row["body"], row["result"]) == ("certification", "Verificadora", "Aceptada")
    assert row["findings"] == "Major: 1; 1 is open" and row["scope"] == "craft-2.0"
    assert "Rosalba" not in str(row) and "Secreto" not in str(row)


def test_of_an_action_in_confidence_no_words_leave_the_office(store: Store) -> None:
    sealed = make(store, "grievance", sensitive=True)
    make(store, "action", number="A-1", measure="Apartar a Plantada", origin=f"grievance/{sealed.id}")
    make(store, "action", number="A-2", measure="Entibar", origin=None)
    rows = {row["action_no"]: row for row in made(store, "S26")}
    assert rows["A-2"]["measure"] == "Entibar" and "Plantada" not in str(rows)
    assert rows["A-1"]["measure"].startswith("Confidential") and rows["A-1"]["due_on"] == rows["A-2"]["due_on"]
    assert rows["A-2"]["effect"] and not rows["A-1"]["effect"]


def test_each_incident_stands_once_without_names_and_with_the_code_of_its_sealed_part(store: Store) -> None:
    for _place in range(5):
        make(store, "person", sex="M", role="worker", status="active")
    first = make(store, "incident", date=date(2025, 3, 4), same_as=None, number="I-1", reported_on=None,
                 closed_on=None, status="open", lost_days=None, persons=None, person_as_written="Planted")

    def row_of_first() -> dict[str, Any]:
        rows = {row["incident_no"]: row for row in made(store, "S20")}
        assert "I-2" not in rows, "the same event in another book counts once"
        return rows["I-1"]

    make(store, "incident", date=date(2025, 3, 4), same_as=first.id, number="I-2", reported_on=None, closed_on=None)
    make(store, "injured_person", incident=first.id, sex="M", employment="worker", lost_days=4)
    make(store, "injured_person", incident=first.id, sex="M", employment="worker", lost_days=3)
    make(store, "action", number="A-7", origin=f"incident/{first.id}")
    row = row_of_first()
    assert (row["incident_no"], row["lost_days"], row["persons"], row["action_no"]) == ("I-1", 7, 2, "A-7")
    assert (row["sex"], row["employment"]) == ("Man 2", "Worker 2")
    assert len(row["sealed_part_code"]) == 64 and "Planted" not in str(row)
    for _place in range(4):
        make(store, "person", sex="F", role="worker", status="active")
    make(store, "injured_person", incident=first.id, sex="F", employment="worker")
    row = row_of_first()
    assert row["sex"] == row["employment"] == "[withheld]", "one of four women at work is soon found"
    wanted = {"incident_no", "occurred_at", "place", "type", "severity", "persons", "sex", "employment", "cause",
              "lost_days", "reported_to_authority_on", "investigation_on", "root_cause", "action_no", "closed_on"}
    assert wanted <= set(row)
    assert {"month", "severity", "incidents"} == set(made(store, "S20", kind="craft_public")[0])


def test_grievances_leave_as_totals_of_five_and_more(store: Store) -> None:
    for place in range(12):
        make(store, "grievance", number=f"Q-{place}", received_on=date(2025, 7, 1), answered_on=date(2025, 7, 11),
             topic="harassment" if place < 3 else "pay" if place < 6 else "safety", author="Planted")
    rows = made(store, "S27")
    assert "Planted" not in str(rows)
    counted = {(row["counted_by"], row["value"]): row["count"] for row in rows}
    assert counted["topic", "harassment"] == counted["topic", "pay"] == "<5" and counted["topic", "safety"] == 6
    assert counted["all", "all"] == 12 and counted["open_days", "all"] == 10
