"""Books of courses: a matrix of people and marks, a list of who took part, a sheet for each course."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from armdesk.fields import fold
from armdesk.importers import headings as heads
from armdesk.importers import matching
from armdesk.importers.layout import TOTALS
from armdesk.importers.shape import Seen, alias

ATTENDANCE = "training_attendance"
_LEAST, _MOST = 2, 0.8
_TOTAL = re.compile(TOTALS)
_LABELLED = re.compile(r"^\W*([^\W\d_][^:]{2,40}?)\s*:\s*\S")
_DATE = r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}"


def marks(seen: Seen) -> list[str]:
    """The headings of a sheet of people under which nothing but marks of attendance stands."""
    said = said_by([cell for text in dict.fromkeys(seen.headings) if text for cell in seen.cells(text)])
    known = matching.names(ATTENDANCE)
    found = []
    for text in dict.fromkeys(seen.headings):
        if not text or text in seen.matched or heads.plain(text) in known or _TOTAL.search(fold(text)):
            continue
        filled = [fold(cell) for cell in seen.cells(text) if cell and not re.search(_DATE, cell)]
        told = sum(cell in said for cell in filled)
        if filled and told >= len(filled) * _MOST and any(said.get(cell) == "yes" for cell in filled):
            found.append(text)
    return found if len(found) >= _LEAST else []


def said_by(cells: Iterable[str]) -> dict[str, str]:
    """Mark -> whether somebody was there; beside P for present, A is for absent."""
    listed = heads.words()["marks"]
    said = {mark: told for told in ("yes", "no") for mark in listed[told]}
    if {"p", "a"} <= set(map(fold, cells)):
        said["a"] = "no"
    return said


def matrix(table: dict[str, Any], seen: Seen, courses: Sequence[str]) -> bool:
    """Read a matrix of courses and people: each heading a course, each mark somebody who was there.

    Returns whether the courses of it have a day, in their headings or in a row beside them.
    """
    said = said_by(cell for text in courses for cell in seen.cells(text))
    shorts = [alias(table, text) for text in courses]
    attended = table["records"][0]
    person = attended["fields"].pop("person", None)
    dated = _dates(seen, courses)
    attended.pop("key", None)
    each = {"columns": shorts}
    attended["each"] = each
    subject: dict[str, Any] = {"each": "heading"}
    made: dict[str, Any] = {"subject": subject}
    if dated == "heading":
        made["date"] = {"each": "heading", "pattern": f"({_DATE})"}
        subject["pattern"] = rf"^\W*(.*?)[\s(:,\-–]*(?:{_DATE})"
    elif dated:
        made["date"] = {"each": f"row {dated}"}
    attended["fields"] = {
        **attended["fields"], "person": person,
        "training": {**subject, "by": ["subject"]}, "mark": {"each": "value"},
        "present": {"each": "value", "doubtful": True, "words": said}}
    if dated:
        table["records"].insert(0, {"type": "training", "key": ["subject"], "merge": True, "each": each,
                                    "fields": made})
    if isinstance(dated, int) and dated > seen.number:
        table["first_row"] = dated + 1
    name = person["column"] if isinstance(person, dict) and "column" in person else person
    if isinstance(name, str):
        table["skip"].append({"reason": "", "empty": [name]})
    return bool(dated)


def _dates(seen: Seen, courses: Sequence[str]) -> int | str:
    """Where the days of courses stand: "heading", the number of the row above or below, or 0."""
    if all(re.search(_DATE, text) for text in courses):
        return "heading"
    places = [seen.headings.index(text) for text in courses]
    for number in (seen.first_row, seen.number - 1, seen.first_row + 1):
        row = seen.rows[number - 1] if 0 < number <= len(seen.rows) else ()
        cells = [row[place] if place < len(row) else "" for place in places]
        if sum(bool(re.search(rf"{_DATE}|[0-9].*[^\W\d_]{{3}}", cell)) for cell in cells) > len(cells) // 2:
            return number
    return 0


def titled(table: dict[str, Any], seen: Seen) -> None:
    """Read a list of who was at one course, which the rows above the headings name: "Topic: first aid"."""
    words, titles = heads.words()["course_titles"], {}
    for row, text in seen.titles():
        told = _LABELLED.match(text)
        name = next((name for name, known in words.items() if told and fold(told[1]) in known), "")
        if row and told and name and name not in titles:
            titles[name] = {"row": row, "pattern": rf"^\W*{re.escape(told[1])}\s*:\s*(?P<text>.+?)\s*$"}
    attended = table["records"][0]
    if not {"subject", "date"} <= titles.keys() or "person" not in attended["fields"]:
        return
    table["titles"] = titles
    made = {name: {"title": name} for name in titles}
    table["records"].insert(0, {"type": "training", "key": ["subject", "date"], "merge": True, "fields": made})
    attended["fields"]["training"] = {"title": "subject", "by": ["subject"]}
    attended["fields"].setdefault("present", {"constant": "yes"})


def listed(table: dict[str, Any], seen: Seen) -> None:
    """Read a list with a row for each who took part: the course is made once, and who was there hangs on it."""
    course = table["records"][0]
    fields = course["fields"]
    taken = matching.match(ATTENDANCE, [text for text in seen.headings if text and text not in seen.matched])
    people = {text: name for text, name in taken.items() if name in ("person", "certificate_no", "present")}
    if "person" not in people.values() or not {"subject", "date"} <= fields.keys():
        return
    columns = [given if isinstance(given := fields[name], str) else given["column"] for name in ("subject", "date")]
    for name in ("certificate_ref", "certificate_on"):
        fields.pop(name, None)
    course.update(key=["subject", "date"], merge=True)
    more: dict[str, Any] = {name: alias(table, text) for text, name in people.items()}
    if "present" in more:
        more["present"] = {"column": more["present"], "doubtful": True, "words": said_by(())}
    table["records"].append({
        "type": ATTENDANCE, "fields": {"training": {"column": columns[0], "by": ["subject"]}, **more}})
