"""Books of other offices: other languages, units, orders and shapes than the sample box, each with its recipe."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from armdesk.errors import Cancelled, RecipeError
from armdesk.importers.read import LinkText, ReadRow, read
from armdesk.importers.recipe import load_recipe, read_recipe
from armdesk.importers.workbook import open_book

PRODUCTION = {"date": "day", "gross_mg": "weight", "site": "site"}
COLUMNS = {"day": "Date", "weight": "Weight", "site": "Site"}


def _recipe(table: dict[str, Any] | list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    tables = table if isinstance(table, list) else [table]
    return {"armdesk_recipe": 1, "tables": tables, **more}


def _production(
    fields: dict[str, Any] | None = None, columns: dict[str, Any] | None = None, **table: Any
) -> dict[str, Any]:
    record = {"type": "production", "fields": fields or PRODUCTION}
    return {"columns": columns or COLUMNS, "records": [record], **table}


def _read(folder: Path, recipe: dict[str, Any], sheets: dict[str, list[list[Any]]]) -> list[ReadRow]:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "book.xlsx")
    return list(read(read_recipe(json.dumps(recipe), "test"), open_book(folder / "book.xlsx")))


def _values(rows: list[ReadRow]) -> list[dict[str, Any]]:
    return [record.values for row in rows for record in row.records]


def _sentences(rows: list[ReadRow]) -> list[tuple[int, str, str]]:
    return [
        (row.number, each.column, each.sentence) for row in rows for record in row.records for each in record.problems
    ]


def test_an_english_office_with_ounces_american_dates_and_headings_in_row_seven(tmp_path: Path) -> None:
    rows = [
        ["Umoja Mining Group"], [], ["kept by", "J. Mushi"], [], [], ["Gold handed in"],
        ["Date", "Pit", "Weight (oz)", "Karat", "Date", "Remarks"],
        ["03/04/2025", "Pit A", 1, 22, "03/05/2025", "first"],
        ["12/31/2025", "Pit B", "2.5", 18, "01/02/2026", None],
        ["13/04/2025", "Pit B", "2 tola", 18, "", None],
        ["TOTAL", None, 3.5],
    ]  # fmt: skip
    table = _production(
        {"date": "day", "site": "pit", "gross_mg": {"column": "oz", "unit": "oz"}, "note": "note",
         "fineness": {"column": "karat", "unit": "karat"}},
        {"day": "Date", "pit": "Pit", "oz": "Weight (oz)", "karat": "Karat", "note": "Remarks",
         "melted": {"heading": "Date", "nth": 2}},
        header={"words": ["Pit", "Karat"]}, skip={"pattern": "^TOTAL", "reason": "total"},
    )  # fmt: skip
    found = _read(tmp_path, _recipe(table, date_order="mdy", decimal_mark="."), {"Gold": rows})
    assert [row.number for row in found] == [8, 9, 10, 11] and found[-1].skipped == "total"
    first, second, refused = [row.records[0] for row in found[:3]]
    assert first.values["date"] == date(2025, 3, 4) and first.values["gross_mg"] == 31_103
    assert first.values["fineness"] == 9167 and first.values["note"] == "first"
    assert second.values["date"] == date(2025, 12, 31) and second.values["gross_mg"] == 77_759
    assert refused.refused and refused.problems[0].shows == "13/04/2025" and refused.values["gross_mg"] == 23_328


def test_a_french_office_with_its_words_and_decimal_commas(tmp_path: Path) -> None:
    rows = [["Site", "Poids (g)", "Titre", "Date", "Équipe de"],
            ["Fosse Noire", "12,5", "92 %", "4 mars 2025", "nuit"],
            ["Fosse  noire", "1.234", "0,9", "5 août 2025", "jour"]]  # fmt: skip
    table = _production(
        {"date": "d", "site": "s", "gross_mg": "p", "fineness": "t",
         "shift": {"column": "e", "words": {"Nuit": "night", "Jour": "day"}}},
        {"d": "date", "s": "SITE", "p": "poids (g)", "t": "titre", "e": "equipe de"},
    )  # fmt: skip
    first, second = _values(_read(tmp_path, _recipe(table, decimal_mark=","), {"Feuil1": rows}))
    assert first == {"date": date(2025, 3, 4), "site": LinkText("site", "Fosse Noire", ("name",)),
                     "gross_mg": 12_500, "fineness": 9200, "shift": "night",
                     "site_as_written": "Fosse Noire"}  # fmt: skip
    assert (second["gross_mg"], second["fineness"], second["date"]) == (1_234_000, 9000, date(2025, 8, 5))


def test_without_the_office_s_mark_a_doubtful_number_is_asked(tmp_path: Path) -> None:
    rows = [["Date", "Weight", "Site"], [date(2025, 1, 2), "1.234", "A"]]
    ((number, column, sentence),) = _sentences(_read(tmp_path, _recipe(_production()), {"S": rows}))
    assert (number, column) == (2, "Weight") and "1234" in sentence and "1.234" in sentence


def test_two_tables_in_one_sheet_and_the_same_table_on_several(tmp_path: Path) -> None:
    rows = [["Date", "Weight", "Site"], [date(2025, 1, 2), 1, "A"], ["Date", "Weight", "Site"],
            [date(2025, 1, 3), 2, "A"], [], ["VISITORS"], ["Date", "Name"],
            [date(2025, 1, 4), "Inspector"]]  # fmt: skip
    visits = {
        "header": {"words": ["Date", "Name"], "after": "^VISITORS"}, "columns": {"d": "Date", "n": "Name"},
        "records": [{"type": "inspection", "fields": {
            "date": "d", "inspector": "n", "kind": {"constant": "internal"}}}],
    }  # fmt: skip
    recipe = _recipe([_production(stop={"pattern": "^VISITORS"}), visits])
    found = _read(tmp_path, recipe, {"January": rows, "February": rows})
    weights = [record.values.get("gross_mg") for row in found for record in row.records if record.type == "production"]
    assert weights == [1000, 2000] * 2
    assert sum(record.type == "inspection" for row in found for record in row.records) == 2
    assert [row.number for row in found if row.skipped] == [3, 3]


def test_days_across_the_top_become_attendance(tmp_path: Path) -> None:
    rows = [["ATTENDANCE MAY 2025"], ["Name", 1, 2, 3, "Sum"], ["Ana", "P", None, "A", 1], ["Juma", "P", "P", None, 2]]
    table = {
        "header": {"row": 2}, "titles": {"month": {"row": 1, "pattern": r"(?P<month>\w+) (?P<year>\d{4})"}},
        "columns": {"name": "Name", "first": {"at": "B"}, "last": {"at": "D"}},
        "records": [{"type": "attendance", "each": {"from": "first", "to": "last"}, "fields": {
            "date": {"each": "heading", "day_of": "month"}, "person": "name",
            "status": {"each": "value", "words": {"P": "present", "A": "absent"}}}}],
    }  # fmt: skip
    found = _values(_read(tmp_path, _recipe(table), {"S": rows}))
    assert [(each["person"].text, each["date"].day, each["status"]) for each in found] == [
        ("Ana", 1, "present"), ("Ana", 3, "absent"), ("Juma", 1, "present"), ("Juma", 2, "present")]  # fmt: skip
    assert {each["date"].month for each in found} == {5}


def test_block_headings_fill_down_and_several_records_of_one_row(tmp_path: Path) -> None:
    rows = [["Date", "Weight", "Duty", "Transport"], ["PIT: River"], [date(2025, 1, 2), 10, "1,50", None],
            [None, 20, 2, 3], ["PIT: Hill"], [None, 30, None, "-"]]  # fmt: skip
    table = {
        "headings": {"pit": {"pattern": "^PIT: (?P<text>.+)$"}}, "fill_down": ["d"],
        "columns": {"d": "Date", "w": "Weight", "duty": "Duty", "road": "Transport"},
        "records": [
            {"type": "sale", "key": ["code"],
             "fields": {"code": {"join": ["d", "w"], "between": "/"}, "date": "d", "gross_mg": "w",
                        "note": {"heading": "pit"}}},
            {"type": "sale_deduction", "each": {"columns": ["duty", "road"], "empty": "-"}, "fields": {
                "sale": {"join": ["d", "w"], "between": "/", "by": ["code"]}, "currency": {"constant": "USD"},
                "kind": {"each": "heading", "words": {"Duty": "royalty", "Transport": "transport"}},
                "amount": {"each": "value"}}},
        ],
    }  # fmt: skip
    found = _read(tmp_path, _recipe(table, decimal_mark=","), {"S": rows})
    sales = [each for row in found for each in row.records if each.type == "sale"]
    taken = [each.values for row in found for each in row.records if each.type == "sale_deduction"]
    assert [sale.values["note"] for sale in sales] == ["River", "River", "Hill"]
    assert {sale.values["date"] for sale in sales} == {date(2025, 1, 2)} and sales[1].key == ("2025-01-02/20",)
    assert [(each["kind"], each["amount"]) for each in taken] == [
        ("royalty", 150),
        ("royalty", 200),
        ("transport", 300),
    ]


def test_amounts_take_the_currency_of_their_row(tmp_path: Path) -> None:
    rows = [["Amount", "In"], [100.5, "USD"], [100, "cfa"], ["1.000.000", "cfa"]]
    table = {"columns": {"a": "Amount", "c": "In"}, "records": [{"type": "advance", "fields": {
        "amount": "a", "currency": {"column": "c", "words": {"cfa": "XOF"}},
        "date": {"constant": "2025-01-02"}}}]}  # fmt: skip
    found = _values(_read(tmp_path, _recipe(table), {"S": rows}))
    assert [each["amount"] for each in found] == [10_050, 100, 1_000_000]


def test_words_patterns_and_shares(tmp_path: Path) -> None:
    rows = [
        ["No.", "Days", "Done", "Paid", "Time"],
        ["7", "5 days", 0.7, 0.965, time(7, 5)],
        [12, "none", 1, "96,5%", "2:30 pm"],
    ]
    table = {"columns": {"n": "No.", "d": "Days", "p": "Done", "s": "Paid", "t": "Time"}, "records": [
        {"type": "incident", "fields": {
            "number": {"column": "n", "pad": 4},
            "time": "t",
            "lost_days": {"column": "d", "words": {"none": 0}, "pattern": "^[0-9]+"}}},
        {"type": "action", "fields": {"progress": {"column": "p", "times": 100}}},
        {"type": "sale", "fields": {"percent_paid": {"column": "s", "strip": "%", "share_up_to": "1.5"}}},
    ]}  # fmt: skip
    found = _values(_read(tmp_path, _recipe(table, decimal_mark=","), {"S": rows}))
    assert found[0] == {"number": "0007", "lost_days": 5, "time": "07:05"}
    assert found[3] == {"number": "0012", "lost_days": 0, "time": "14:30"}
    assert [each["progress"] for each in (found[1], found[4])] == [70, 100]
    assert [each["percent_paid"] for each in (found[2], found[5])] == [9650, 9650]


def test_identity_numbers_stay_texts_and_shortened_ones_are_refused(tmp_path: Path) -> None:
    rows = [["Name", "ID"], ["Ana", "00123"], ["Eva", 1086128907], ["Isa", "1.03E+09"], ["Oda", 1234567890123456789]]
    table = {"columns": {"n": "Name", "i": "ID"}, "records": [
        {"type": "person", "fields": {"name": "n", "id_number": "i", "role": {"constant": "worker"}}}]}  # fmt: skip
    found = _read(tmp_path, _recipe(table), {"S": rows})
    assert [each.get("id_number") for each in _values(found)] == ["00123", "1086128907", None, None]
    assert [(number, "digits are lost" in sentence) for number, _c, sentence in _sentences(found)] == [
        (4, True),
        (5, True),
    ]


def test_errors_and_formulas_without_result_are_never_read_as_empty(tmp_path: Path) -> None:
    rows = [["Date", "Weight", "Site"], [date(2025, 1, 2), "=1+1", "A"], [date(2025, 1, 3), "#N/A", "A"]]
    found = _read(tmp_path, _recipe(_production()), {"S": rows})
    assert [each.refused for row in found for each in row.records] == [True, True]
    assert [each.problems[0].shows for row in found for each in row.records] == ["(formula without result)", "#N/A"]


def test_doubtful_fields_stay_empty_but_keep_the_row_and_what_was_typed(tmp_path: Path) -> None:
    fields = {**PRODUCTION, "fineness": {"column": "site", "doubtful": True}}
    rows = [["Date", "Weight", "Site"], [date(2025, 1, 2), 3, "Pit"]]
    ((record,),) = [row.records for row in _read(tmp_path, _recipe(_production(fields)), {"S": rows})]
    assert not record.refused and "fineness" not in record.values
    assert record.typed["fineness"] == "Pit" and record.problems[0].doubtful


def test_decisions_skip_rows_and_read_cells_otherwise(tmp_path: Path) -> None:
    rows = [["Date", "Weight", "Site"], [date(2025, 1, 2), "3 or 4", "A"], [date(2025, 1, 3), 5, "A"]]
    decisions = [{"sheet": "S", "row": 2, "column": "weight", "means": "3,5", "why": "asked"},
                 {"sheet": "S", "row": 3, "skip": True, "why": "test row"}]  # fmt: skip
    found = _read(tmp_path, _recipe(_production(), decisions=decisions), {"S": rows})
    assert found[0].records[0].values["gross_mg"] == 3500 and found[1].skipped == "test row"


def test_a_decision_about_an_unknown_column_is_told(tmp_path: Path) -> None:
    decisions = [{"sheet": "S", "row": 2, "column": "colour", "means": "red"}]
    rows = [["Date", "Weight", "Site"], [date(2025, 1, 2), 3, "A"]]
    with pytest.raises(RecipeError, match="colour"):
        _read(tmp_path, _recipe(_production(), decisions=decisions), {"S": rows})


def test_headings_again_truth_values_and_short_rows(tmp_path: Path) -> None:
    rows = [
        ["Date ", "Weight", "Site"],
        [date(2025, 1, 2), True, "A"],
        ["Date", " Weight", "Site"],
        [date(2025, 1, 3), 4],
    ]
    found = _read(tmp_path, _recipe(_production()), {"S": rows})
    assert [row.skipped != "" for row in found] == [False, True, False]
    assert found[0].records[0].refused and found[0].records[0].problems[0].shows == "TRUE"
    assert found[2].records[0].values["gross_mg"] == 4000


def test_dates_outside_the_sheet_s_month_and_days_it_lacks_are_refused(tmp_path: Path) -> None:
    columns = {"day": "Day", "weight": "Weight", "full": "Full"}
    fields = {"date": {"column": "day", "day_of": "m"}, "gross_mg": "weight"}
    titles = {"m": {"pattern": r"(?P<month>\w+) (?P<year>\d{2})"}}
    rows = [["Day", "Weight", "Full"], [28, 1, "1/2/2025"], [30, 1, "2/2/2052"], ["x", 1, "3/2/2025"]]
    found = _read(tmp_path, _recipe(_production(fields, columns, titles=titles)), {"FEB 25": rows})
    assert [each.refused for row in found for each in row.records] == [False, True, True]
    fields["date"] = {"column": "full", "same_month": "m"}
    found = _read(tmp_path, _recipe(_production(fields, columns, titles=titles)), {"FEB 25": rows})
    assert [each.refused for row in found for each in row.records] == [False, True, False]


def test_several_columns_add_up_or_stand_for_each_other(tmp_path: Path) -> None:
    columns = {"day": "Date", "c": "Cast", "t": "Tom", "g": "Grams"}
    weight = {"first_of": [{"sum": [{"column": "c", "unit": "castellano"}, {"column": "t", "unit": "tomin"}]}, "g"]}
    rows = [["Date", "Cast", "Tom", "Grams"], *([date(2025, 1, day), *cells] for day, cells in
            enumerate([(1, 2, 5.75), (None, 3, None), (None, None, 9.1), (None, None, None)], 1))]  # fmt: skip
    found = _read(tmp_path, _recipe(_production({"date": "day", "gross_mg": weight}, columns)), {"S": rows})
    assert [each.get("gross_mg") for each in _values(found)] == [5750, 1725, 9100, None]
    assert found[0].records[0].typed["gross_mg"] == "1 2 5.75"


def test_aliases_give_the_proper_name(tmp_path: Path) -> None:
    rows = [["Date", "Weight", "Site"], [date(2025, 1, 2), 3, "pt. río"]]
    recipe = _recipe(_production(), aliases={"site": {"River pit": ["Pt. Rio"]}})
    (values,) = _values(_read(tmp_path, recipe, {"S": rows}))
    assert values["site"].text == "River pit" and values["site_as_written"] == "pt. río"


def test_a_csv_row_that_slipped_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("Date;Weight;Site\n2025-01-02;3;A\n2025-01-03;4;B;C\n", encoding="utf-8")
    rows = list(read(read_recipe(json.dumps(_recipe(_production())), "test"), open_book(path)))
    assert [row.records[0].refused for row in rows] == [False, True]


class _Stop:
    def step(self, done: int, total: int, text: str = "") -> None:
        raise Cancelled("enough")


def test_reading_stops_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("Date;Weight;Site\n" + "2025-01-02;3;A\n" * 5_000, encoding="utf-8")
    with pytest.raises(Cancelled):
        list(read(read_recipe(json.dumps(_recipe(_production())), "test"), open_book(path), _Stop()))


# recipes that do not fit


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"armdesk_recipe": 2}, "armdesk_recipe"),
        ({"tables": []}, "no tables"),
        ({"surprise": 1}, "surprise"),
        ({"decimal_mark": ";"}, "decimal_mark"),
        ({"date_order": "dym"}, "date_order"),
        ({"two_digit_years_until": "soon"}, "soon"),
        ({"units": {"x": "stone"}}, "stone"),
        ({"tables": [{"records": [{"type": "lotto"}]}]}, "lotto"),
        ({"tables": [{"records": [{"type": "lot", "fields": {"colour": "x"}}]}]}, "colour"),
        ({"tables": [{"records": [{"type": "lot", "fields": {"code": "x"}}]}]}, "x"),
        ({"tables": [{"skip": {"pattern": "("}}]}, "pattern"),
        ({"tables": [3]}, "curly"),
        ({"decisions": [{"sheet": "S"}]}, "row"),
        ({"tables": [{"columns": {"a": {"heading": 3}}}]}, "text"),
        ({"tables": [{"columns": {"a": "A"}, "records": [
            {"type": "lot", "fields": {"gross_mg": {"column": "a", "unit": "pinch"}}}]}]}, "pinch"),
    ],
)  # fmt: skip
def test_a_recipe_with_a_mistake_says_where(change: dict[str, Any], word: str) -> None:
    with pytest.raises(RecipeError) as wrong:
        read_recipe(json.dumps({**_recipe(_production()), **change}), "mine")
    assert word in str(wrong.value) and "mine" in str(wrong.value)


@pytest.mark.parametrize(
    ("table", "word"),
    [
        (_production(sheets="Other"), "Other"),
        (_production(columns={**COLUMNS, "x": "Colour"}), "Colour"),
        (_production(header={"words": ["Nothing"]}), "headings"),
        (_production(header={"row": 900}), "headings"),
        (_production(titles={"m": {"pattern": "(?P<month>x)(?P<year>1)"}}), "title"),
    ],
)
def test_a_recipe_that_does_not_fit_the_file_says_what_is_missing(
    tmp_path: Path, table: dict[str, Any], word: str
) -> None:
    with pytest.raises(RecipeError, match=word):
        _read(tmp_path, _recipe(table), {"S": [["Date", "Weight", "Site"], [date(2025, 1, 2), 3, "A"]]})


def test_recipe_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="cannot be read"):
        load_recipe(tmp_path / "none.json")
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(RecipeError, match="JSON"):
        load_recipe(broken)


def test_a_recipe_knows_its_files_without_minding_capitals_and_accents(tmp_path: Path) -> None:
    recipe = read_recipe(json.dumps(_recipe(_production(), files=["produccion*.xlsx"])), "mine")
    assert recipe.fits("PRODUCCIÓN 2026.xlsx") and not recipe.fits("ventas.xlsx")
