"""Imports carried out: what is new, changed, the same and missing, in one operation that can be taken back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from armdesk.errors import Cancelled, InvalidRecord, ReadOnlyWorkspace, RefusedFile, StaleRecord
from armdesk.evidence.files import FileStore
from armdesk.importers import office as offices
from armdesk.importers.apply import apply_import
from armdesk.importers.plan import ImportPlan, plan_import
from armdesk.importers.recipe import read_recipe
from armdesk.importers.refused import write_refused
from armdesk.models import Crew, Document, ImportRun, Lot, Party, Person, Production, Revision, Sale, Site
from armdesk.progress import SILENT
from armdesk.query import Query
from armdesk.services import closing
from armdesk.store import Store

TODAY = date(2026, 1, 31)
DELIVERIES = {
    "columns": {"day": "Date", "site": "Site", "who": "Who", "weight": "Weight"},
    "records": [{"type": "production", "fields": {
        "date": "day", "site": "site", "person": "who", "gross_mg": {"column": "weight", "required": True}}}],
}  # fmt: skip
BUYERS = {
    "columns": {"name": "Name", "tax": "Tax no.", "city": "City"},
    "records": [{"type": "party", "key": ["name"], "fields": {
        "name": "name", "tax_id": "tax", "address": "city", "role": {"constant": "buyer"}}}],
}  # fmt: skip
DAYS = [["Date", "Site", "Who", "Weight"], [date(2025, 1, 2), "River", "Ana", 1.5],
        [date(2025, 1, 2), "River", "Ana", 1.5],
        [date(2025, 1, 3), "Hill", "Juma", "2,25 g"]]  # fmt: skip
LIST = [["Name", "Tax no.", "City"], ["Gold & Co", "1-2", "Lima"], ["Oro SA", "3-4", "Quito"]]


class Office:
    """One office's folder, workspace and kept files."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.store, self.files = folder, store, FileStore(folder / "files")

    def plan(
        self, table: dict[str, Any] | list[dict[str, Any]], rows: list[list[Any]], file: str = "book.xlsx", **more: Any
    ) -> ImportPlan:
        """The plan for a book of these rows."""
        book = openpyxl.Workbook()
        book.active.title = "S"
        for row in rows:
            book.active.append(row)
        book.save(self.folder / file)
        tables = table if isinstance(table, list) else [table]
        text = json.dumps({"armdesk_recipe": 1, "tables": tables, **more})
        return plan_import(read_recipe(text, "mine"), self.folder / file, self.store)

    def bring(self, table: dict[str, Any] | list[dict[str, Any]], rows: list[list[Any]], **more: Any) -> ImportPlan:
        """Plan and carry out."""
        plan = self.plan(table, rows, **more)
        apply_import(plan, self.store, self.files, TODAY)
        return plan


@pytest.fixture
def office(tmp_path: Path, store: Store) -> Office:
    return Office(tmp_path, store)


def _counts(plan: ImportPlan) -> tuple[int, int, int, int]:
    counts = plan.counts()
    return counts["new"], counts["changed"], counts["unchanged"], counts["missing"]


def test_a_plan_alone_writes_nothing(office: Office) -> None:
    head = office.store.head()
    plan = office.plan(DELIVERIES, DAYS)
    assert _counts(plan) == (3, 0, 0, 0) and not plan.empty
    assert office.store.head() == head and not list(office.files.hashes())


def test_rows_that_are_alike_are_all_kept(office: Office) -> None:
    office.bring(DELIVERIES, DAYS)
    kept = office.store.all(Production)
    assert sorted(record.gross_mg for record in kept) == [1500, 1500, 2250]
    assert {record.source_row for record in kept} == {"S!2", "S!3", "S!4"}


def test_links_that_are_not_found_keep_the_row_and_what_was_written(office: Office) -> None:
    river = office.store.save(Site(name="River"))
    plan = office.bring(DELIVERIES, DAYS)
    by_row = {record.source_row: record for record in office.store.all(Production)}
    assert by_row["S!2"].site == river.id and by_row["S!4"].site is None
    assert by_row["S!4"].site_as_written == "Hill" and by_row["S!4"].typed_texts() == {
        "site": "Hill", "person": "Juma", "gross_mg": "2,25 g"}  # fmt: skip
    assert [(each.row, each.problem.shows) for each in plan.doubtful] == [
        (2, "Ana"),
        (3, "Ana"),
        (4, "Hill"),
        (4, "Juma"),
    ]


def test_certified_gold_that_was_not_there_is_refused_row_by_row(office: Office) -> None:
    office.store.save(Production(date=date(2025, 1, 2), gross_mg=10_000, fineness=10_000, gold_class="certified"))
    sales = {"columns": {"no": "No.", "day": "Date", "weight": "Weight", "law": "Fineness"},
             "records": [{"type": "sale", "key": ["code"], "fields": {
                 "code": "no", "date": "day", "gross_mg": "weight", "fineness": "law",
                 "gold_class": {"constant": "certified"}}}]}
    sold = (("1", 1, 1), ("2", 3, 6), ("3", 4, 5), ("4", 5, 4))
    rows = [["No.", "Date", "Weight", "Fineness"],
            *([number, date(2025, 1, day), grams, 1000] for number, day, grams in sold)]
    plan = office.bring(sales, rows)
    assert sorted(sale.code for sale in office.store.all(Sale)) == ["2", "4"]
    assert [(row.number, problems[0].field) for row, problems in plan.refused] == [(2, "gross_mg"), (4, "gross_mg")]
    assert "4.000 g" in plan.refused[1][1][0].sentence


def test_sales_of_books_that_never_tell_a_class_apart_are_taken_in(office: Office) -> None:
    office.store.save(Production(date=date(2025, 1, 2), gross_mg=10_000, fineness=10_000))
    sales = {"columns": {"no": "No.", "day": "Date", "weight": "Weight", "law": "Fineness"},
             "records": [{"type": "sale", "key": ["code"], "fields": {
                 "code": "no", "date": "day", "gross_mg": "weight", "fineness": "law",
                 "gold_class": {"constant": "certified"}}}]}
    plan = office.bring(sales, [["No.", "Date", "Weight", "Fineness"], ["1", date(2025, 1, 5), 4, 1000]])
    assert plan.refused == [] and [sale.code for sale in office.store.all(Sale)] == ["1"]
    with pytest.raises(InvalidRecord, match="Under the standard"):
        office.store.save(Sale(code="2", date=date(2025, 1, 6), gross_mg=1_000, fineness=9_990,
                               gold_class="certified"))


def test_two_of_the_same_name_are_never_guessed(office: Office) -> None:
    for _time in range(2):
        office.store.save(Person(name="Ana", role="member"))
    plan = office.bring(DELIVERIES, DAYS)
    assert all(record.person is None for record in office.store.all(Production))
    assert "2" in plan.doubtful[1].problem.sentence


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    office.bring(DELIVERIES, DAYS)
    head = office.store.head()
    plan = office.plan(DELIVERIES, DAYS)
    assert _counts(plan) == (0, 0, 3, 0) and apply_import(plan, office.store, office.files, TODAY) is None
    assert office.store.head() == head and len(office.store.all(ImportRun)) == 1


def test_one_row_changed_changes_one_record(office: Office) -> None:
    office.bring(DELIVERIES, DAYS)
    changed = [*DAYS[:3], [date(2025, 1, 3), "Hill", "Juma", 2.5]]
    plan = office.bring(DELIVERIES, changed)
    assert _counts(plan) == (0, 1, 2, 0) and set(plan.changed[0].differences) == {"gross_mg"}
    (record,) = [each for each in office.store.all(Production) if each.source_row == "S!4"]
    assert record.gross_mg == 2500 and record.version == 2
    (changed_entry, _created) = office.store.history_of(record)
    assert changed_entry[0].kind == "import"
    assert _counts(office.plan(DELIVERIES, changed)) == (0, 0, 3, 0)


def test_a_row_put_in_above_is_one_new_record(office: Office) -> None:
    office.bring(DELIVERIES, DAYS)
    plan = office.bring(DELIVERIES, [DAYS[0], [date(2025, 1, 1), "Hill", "Eva", 9], *DAYS[1:]])
    assert _counts(plan) == (1, 0, 3, 0) and len(office.store.all(Production)) == 4


def test_another_row_in_the_same_place_is_another_record(office: Office) -> None:
    office.bring(DELIVERIES, DAYS)
    plan = office.bring(DELIVERIES, [*DAYS[:3], [date(2025, 2, 9), "Pit", "Eva", 7]])
    assert _counts(plan) == (1, 0, 2, 1) and len(office.store.all(Production)) == 4


def test_a_row_taken_out_is_reported_missing_and_kept(office: Office) -> None:
    office.bring(DELIVERIES, DAYS)
    plan = office.bring(DELIVERIES, [*DAYS[:2], DAYS[3]])
    assert _counts(plan) == (0, 0, 2, 1) and plan.missing[0][0] == "production"
    assert len(office.store.all(Production)) == 3


def test_a_key_names_a_record_wherever_its_row_stands(office: Office) -> None:
    office.bring(BUYERS, LIST)
    plan = office.bring(BUYERS, [LIST[0], ["Oro SA", "3-4", "Guayaquil"], ["New", "5", "Cusco"], LIST[1]])
    assert _counts(plan) == (1, 1, 1, 0)
    assert {party.name: party.address for party in office.store.all(Party)} == {
        "Gold & Co": "Lima", "Oro SA": "Guayaquil", "New": "Cusco"}  # fmt: skip


def test_a_record_typed_by_hand_is_recognised_by_its_key(office: Office) -> None:
    hand = office.store.save(Party(name="oro sa", role="buyer"))
    plan = office.bring(BUYERS, LIST)
    assert _counts(plan) == (1, 1, 0, 0) and plan.changed[0].id == hand.id
    again = office.store.get(Party, hand.id)
    assert again is not None and (again.tax_id, again.name) == ("3-4", "Oro SA")


def test_what_the_office_corrected_since_stays_when_the_file_did_not_change(office: Office) -> None:
    office.bring(BUYERS, LIST)
    (party,) = [each for each in office.store.all(Party) if each.name == "Oro SA"]
    party.address = "Cuenca"
    office.store.save(party)
    assert _counts(office.plan(BUYERS, LIST)) == (0, 0, 2, 0)
    office.store.trash([party])
    assert _counts(office.plan(BUYERS, LIST)) == (0, 0, 2, 0)


def test_the_same_key_twice_is_refused_unless_somebody_decided(office: Office) -> None:
    rows = [*LIST, ["GOLD & CO", "9-9", "Piura"]]
    plan = office.plan(BUYERS, rows)
    ((row, problems),) = plan.refused
    assert row.number == 4 and "2" in problems[0].sentence
    decisions = [{"sheet": "S", "row": 2, "same_as": {"row": 4}, "why": "the same firm"}]
    plan = office.bring(BUYERS, rows, decisions=decisions)
    assert not plan.refused and plan.merged == [("S", 2)]
    assert {party.name: party.tax_id for party in office.store.all(Party)} == {"GOLD & CO": "9-9", "Oro SA": "3-4"}
    wrong = [{"sheet": "S", "row": 4, "same_as": {"row": 99}}]
    assert len(office.plan(BUYERS, rows, decisions=wrong).refused) == 1


def test_merged_records_come_once_and_fill_only_what_is_empty(office: Office) -> None:
    crews = {"columns": {"crew": "Crew", "site": "Site"}, "records": [
        {"type": "site", "key": ["name"], "merge": True, "fields": {"name": "site"}},
        {"type": "crew", "key": ["name"], "merge": True, "fields": {"name": "crew", "site": "site"}}]}  # fmt: skip
    office.store.save(Site(name="River", municipality="San Isidro"))
    plan = office.bring(
        crews, [["Crew", "Site"], ["Night", "River"], ["Day", "River"], ["Night", None], [None, "Hill"]]
    )
    assert len(office.store.all(Site)) == 2 and len(office.store.all(Crew)) == 2
    assert office.store.one(Site, name="River", municipality="San Isidro") is not None
    assert not plan.refused, "a row without a crew says nothing about crews"


def test_records_of_one_book_find_each_other_in_both_directions(office: Office) -> None:
    lots = {"columns": {"lot": "Lot", "sale": "Sale", "g": "Grams"}, "records": [
        {"type": "lot", "key": ["code"], "fields": {"code": "lot", "sale": {"column": "sale", "by": ["code"]}}},
        {"type": "sale", "key": ["code"], "fields": {
            "code": "sale", "lot": {"column": "lot", "by": ["code"]}, "gross_mg": "g",
            "date": {"constant": "2025-01-02"}}},
    ]}  # fmt: skip
    plan = office.bring(lots, [["Lot", "Sale", "Grams"], ["B-1", "S-1", 5], ["B-2", "S-2", None]])
    (sale,), kept = office.store.all(Sale), {lot.code: lot for lot in office.store.all(Lot)}
    assert kept["B-1"].sale == sale.id and sale.lot == kept["B-1"].id
    assert kept["B-2"].sale is None, "its sale was refused for want of a weight"
    assert [row.number for row, _problems in plan.refused] == [3]


def test_a_record_that_needs_a_refused_one_is_refused_too(office: Office) -> None:
    sales = {"columns": {"sale": "Sale", "g": "Grams", "tax": "Tax"}, "records": [
        {"type": "sale", "key": ["code"], "fields": {
            "code": "sale", "gross_mg": "g", "date": {"constant": "2025-01-02"}}},
        {"type": "sale_deduction", "fields": {"sale": {"column": "sale", "by": ["code"]}, "amount": "tax",
         "kind": {"constant": "royalty"}, "currency": {"constant": "USD"}}}]}  # fmt: skip
    plan = office.plan(sales, [["Sale", "Grams", "Tax"], ["1", 5, 7], ["2", "?", 8]])
    assert [each.type for each in plan.new] == ["sale", "sale_deduction"]
    assert {row.number for row, _problems in plan.refused} == {3}


def test_links_to_records_refused_by_a_rule_are_cut_one_after_the_other(office: Office) -> None:
    sales = {"columns": {"sale": "Sale", "g": "Grams", "net": "Net", "tax": "Tax", "lot": "Lot"}, "records": [
        {"type": "lot", "key": ["code"], "fields": {"code": "lot", "sale": {"column": "sale", "by": ["code"]}}},
        {"type": "sale", "key": ["code"], "fields": {
            "code": "sale", "gross_mg": "g", "net_value": "net", "date": {"constant": "2025-01-02"}}},
        {"type": "sale_deduction", "fields": {"sale": {"column": "sale", "by": ["code"]}, "amount": "tax",
         "kind": {"constant": "royalty"}, "currency": {"constant": "USD"}}}]}  # fmt: skip
    rows = [["Sale", "Grams", "Net", "Tax", "Lot"], ["1", 5, None, 7, "B-1"], ["2", 6, 99, 8, "B-2"]]
    plan = office.bring(sales, rows)
    assert {row.number for row, _problems in plan.refused} == {3}, "amounts without a currency"
    assert sorted(problems[0].field for _row, problems in plan.refused) == ["currency", "sale"]
    assert [(each.type, each.row) for each in plan.doubtful] == [("lot", 3)]
    kept = {lot.code: lot.sale for lot in office.store.all(Lot)}
    assert kept["B-1"] and kept["B-2"] is None and len(office.store.all(Sale)) == 1


def test_a_changed_record_does_not_link_to_a_refused_one(office: Office) -> None:
    lots = {"columns": {"lot": "Lot", "sale": "Sale", "seal": "Seal", "net": "Net"}, "records": [
        {"type": "lot", "key": ["code"], "fields": {
            "code": "lot", "seal_no": "seal", "sale": {"column": "sale", "by": ["code"]}}},
        {"type": "sale", "key": ["code"], "when": {"filled": "sale"}, "fields": {
            "code": "sale", "net_value": "net", "gross_mg": {"constant": 5},
            "date": {"constant": "2025-01-02"}}}]}  # fmt: skip
    office.bring(lots, [["Lot", "Sale", "Seal", "Net"], ["B-1", None, "old", None]])
    plan = office.bring(lots, [["Lot", "Sale", "Seal", "Net"], ["B-1", "S-1", "new", 70]])
    assert set(plan.changed[0].differences) == {"seal_no"} and len(plan.refused) == 1
    (lot,) = office.store.all(Lot)
    assert (lot.seal_no, lot.sale) == ("new", None)


def test_what_the_recipe_leaves_out_but_the_register_needs_is_refused(office: Office) -> None:
    undated = {"columns": {"w": "Weight"}, "records": [{"type": "production", "fields": {"gross_mg": "w"}}]}
    plan = office.plan(undated, [["Weight"], [3]])
    assert "Date" in plan.refused[0][1][0].sentence and plan.empty


def test_rules_between_fields_and_numbers_used_twice_are_checked_before_writing(office: Office) -> None:
    office.store.save(Lot(code="B-9"))
    people = {"columns": {"n": "Name", "b": "Born", "j": "Joined"}, "records": [{"type": "person", "fields": {
        "name": "n", "birth_date": "b", "joined_on": "j", "role": {"constant": "member"}}}]}  # fmt: skip
    plan = office.plan(people, [["Name", "Born", "Joined"], ["Ana", date(2000, 1, 1), date(1999, 1, 1)]])
    assert "before the person was born" in plan.refused[0][1][0].sentence
    lots = {"columns": {"c": "Code"}, "records": [{"type": "lot", "fields": {"code": "c"}}]}
    plan = office.plan(lots, [["Code"], ["B-8"], ["B-9"], ["B-8"]])
    assert [row.number for row, _problems in plan.refused] == [3, 4]


def test_the_source_file_is_kept_as_evidence_once(office: Office) -> None:
    plan = office.bring(DELIVERIES, DAYS)
    (run,) = office.store.all(ImportRun)
    assert (run.created, run.refused, run.sha256) == (3, 0, plan.sha256) and office.files.verify(plan.sha256)
    (document,) = office.store.all(Document)
    assert run.document == document.id
    (revision,) = office.store.all(Revision)
    assert (revision.document, revision.file_name, revision.sha256) == (document.id, "book.xlsx", plan.sha256)
    assert all(record.source == run.id for record in office.store.all(Production))


def test_an_import_is_one_operation_taken_back_as_one(office: Office) -> None:
    office.bring(DELIVERIES, DAYS)
    operation = office.store.undoable()
    assert operation is not None and operation.kind == "import" and "book.xlsx" in operation.title
    office.store.undo()
    assert office.store.count(Query(Production)) == 0 and office.store.count(Query(ImportRun)) == 0
    assert _counts(office.plan(DELIVERIES, DAYS)) == (3, 0, 0, 0)


class _StopAt:
    """Progress that stops the job at its n-th step."""

    def __init__(self, step: int) -> None:
        self._left = step

    def step(self, done: int, total: int, text: str = "") -> None:
        self._left -= 1
        if self._left <= 0:
            raise Cancelled("enough")


def test_a_stopped_import_leaves_nothing(office: Office) -> None:
    plan = office.plan(DELIVERIES, DAYS)
    head = office.store.head()
    with pytest.raises(Cancelled):
        apply_import(plan, office.store, office.files, TODAY, _StopAt(1))
    assert office.store.head() == head and office.store.count(Query(Production)) == 0
    assert apply_import(plan, office.store, office.files, TODAY, SILENT) is not None


def test_a_file_changed_after_the_preview_is_not_imported(office: Office) -> None:
    plan = office.plan(DELIVERIES, DAYS)
    office.plan(DELIVERIES, DAYS[:2])
    with pytest.raises(RefusedFile, match="changed since"):
        apply_import(plan, office.store, office.files, TODAY)
    assert office.store.count(Query(Production)) == 0


def test_a_read_only_workspace_is_planned_but_not_written(office: Office) -> None:
    plan = office.plan(DELIVERIES, DAYS)
    office.store.read_only = True
    with pytest.raises(ReadOnlyWorkspace):
        apply_import(plan, office.store, office.files, TODAY)


def test_refused_rows_come_back_as_a_workbook_with_their_reasons(office: Office) -> None:
    rows = [*DAYS, [date(2025, 1, 4), '=HYPERLINK("x")', "@Ana", "two"], [date(2025, 1, 5), "River", "Eva", None]]
    plan = office.plan(DELIVERIES, rows)
    target = office.folder / "refused.xlsx"
    assert write_refused(plan, target) == 2
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    head, *listed = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head == [*DAYS[0], "Sheet", "Row", "Reason"] and sheet.title == "S"
    assert [row[4:6] for row in listed] == [["S", 5], ["S", 6]]
    assert listed[0][0].date() == date(2025, 1, 4) and listed[0][2:4] == ["@Ana", "two"]
    assert "two" in listed[0][-1] and "needed" in listed[1][-1]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_refused_rows_are_corrected_in_their_own_file_and_imported_from_it(office: Office) -> None:
    rows = [*DAYS, [date(2025, 1, 4), "Hill", "Ana", "two"], [date(2025, 1, 5), "River", "Eva", None]]
    target = office.folder / "refused.xlsx"
    write_refused(office.bring(DELIVERIES, rows), target)
    book = openpyxl.load_workbook(target)
    sheet: Any = book.active
    sheet["D2"], sheet["D3"] = 2, "3 g"
    book.save(target)
    recipe = json.dumps({"armdesk_recipe": 1, "tables": [DELIVERIES]})
    apply_import(plan_import(read_recipe(recipe, "mine"), target, office.store), office.store, office.files, TODAY)
    assert sorted(each.gross_mg for each in office.store.all(Production)) == [1500, 1500, 2000, 2250, 3000]
    again = office.plan(DELIVERIES, [*rows[:4], [*rows[4][:3], "2"], [*rows[5][:3], "3 g"]])
    assert again.counts()["refused"] == 0


def test_refused_rows_of_several_tables_stand_under_their_own_headings(office: Office) -> None:
    buyers = {**BUYERS, "sheets": ["T*"], "records": [{**BUYERS["records"][0], "fields": {
        **BUYERS["records"][0]["fields"], "name": {"column": "name", "required": True}}}]}  # fmt: skip
    book = openpyxl.Workbook()
    first: Any = book.active
    first.title = "S"
    for row in [*DAYS, [date(2025, 1, 4), "Hill", "Ana", "two"]]:
        first.append(row)
    second = book.create_sheet("T" * 31)
    for row in [*LIST, ["", "5-6", "Cali"]]:
        second.append(row)
    book.save(office.folder / "two.xlsx")
    tables = [{**DELIVERIES, "sheets": ["S"]}, buyers]
    plan = plan_import(read_recipe(json.dumps({"armdesk_recipe": 1, "tables": tables}), "mine"),
                       office.folder / "two.xlsx", office.store)
    assert write_refused(plan, office.folder / "refused.xlsx") == 2
    made = openpyxl.load_workbook(office.folder / "refused.xlsx")
    assert [next(cell.value for cell in page[1]) for page in made] == ["Date", "Name"]


def test_the_list_of_refused_rows_is_written_though_the_book_is_gone(office: Office) -> None:
    plan = office.plan(DELIVERIES, [*DAYS, [date(2025, 1, 4), "Hill", "Ana", "two"]])
    (office.folder / "book.xlsx").unlink()
    assert write_refused(plan, office.folder / "refused.xlsx") == 1


def test_no_list_is_written_when_nothing_was_refused(office: Office) -> None:
    target = office.folder / "refused.xlsx"
    assert write_refused(office.plan(DELIVERIES, DAYS), target) == 0 and not target.exists()


def test_the_same_recipe_reads_next_year_s_file_as_new(office: Office) -> None:
    office.bring(DELIVERIES, DAYS)
    later = [DAYS[0], [date(2026, 1, 2), "River", "Ana", 4]]
    plan = office.plan(DELIVERIES, later, file="next.xlsx")
    assert _counts(plan) == (1, 0, 0, 0)


def test_a_site_trashed_after_the_preview_stops_the_import(workspace, tmp_path):
    store = workspace.store
    site = store.save(Site(name="Mina Alta", code="MA"))
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["Fecha", "Mina", "Gramos"], [date(2025, 3, 1), "Mina Alta", 4]):
        sheet.append(row)
    book.save(tmp_path / "oro.xlsx")
    plan = plan_import(offices.proposed_recipe(tmp_path / "oro.xlsx", "production")[0], tmp_path / "oro.xlsx", store)
    store.trash([site])
    head = store.head()
    with pytest.raises(StaleRecord, match="since the preview"):
        apply_import(plan, store, workspace.files, date(2026, 1, 31))
    assert store.head() == head


def test_rows_of_a_closed_month_come_back_with_the_reason_and_the_rest_is_imported(office: Office) -> None:
    office.bring(DELIVERIES, DAYS)
    closing.close(office.store, "2025-01", TODAY, [], by="Rosa")
    assert _counts(office.plan(DELIVERIES, DAYS)) == (0, 0, 3, 0), "what says nothing new is no trouble"
    late = [*DAYS, [date(2025, 1, 9), "River", "Ana", 3], [date(2025, 2, 1), "River", "Ana", 3]]
    plan = office.bring(DELIVERIES, late)
    assert [problems[0].sentence for _row, problems in plan.refused] == [
        "January 2025 is closed. Take a day of an open month, and name what this corrects."]
    assert _counts(plan)[0] == 1


def test_a_row_refused_after_all_were_read_still_shows_its_cells(office: Office) -> None:
    table = {**DELIVERIES, "records": [{"type": "production", "fields": {
        "date": "day", "site": "site", "person": "who", "gross_mg": "weight"}}]}  # fmt: skip
    plan = office.plan(table, [*DAYS[:2], [date(2025, 1, 4), "Hill", "Ana", None], DAYS[3]])
    [(row, [problem])] = plan.refused
    assert (row.number, list(row.cells[:3])) == (3, [date(2025, 1, 4), "Hill", "Ana"])
    assert "Write the weight" in problem.sentence and len(plan.new) == 2
