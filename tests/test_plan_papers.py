"""What leaves the plan: calendar file, wall sheet, lists for persons, time line and risk register on paper."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from factories import make
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2 import PdfDocument
from test_action_flow import CHECKED, DAY, action

from armdesk.exports.ics import calendar, escaped, folded
from armdesk.exports.partner_book import write_list
from armdesk.exports.pdf import write_pdf
from armdesk.exports.timeline_pdf import write_timeline
from armdesk.exports.wall_sheet_pdf import write_wall_sheet
from armdesk.i18n import speaking
from armdesk.models import Action
from armdesk.reports.action_lists import person_lists
from armdesk.reports.plan_summary import plan_summary
from armdesk.reports.risk_register import risk_register
from armdesk.services.basis.period import Period
from armdesk.services.plan import action_cards, action_sources, action_work, partner_list, timeline
from armdesk.services.plan.wall import wall
from armdesk.store import Store

TODAY = date(2026, 1, 20)
STAMP = datetime(2026, 1, 20, 22, 30, tzinfo=timezone(timedelta(hours=-5)))
MEASURE = "Comprar; reparar, y limpiar\nla \\ retorta"


def words(path: Path) -> list[str]:
    with PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def parsed(text: str) -> list[dict[str, str]]:
    """Events of a calendar, read as the standard says and as no writer of ours does: unfold, part, unescape."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and not line.startswith("END:"):
            plain = re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
            assert name not in events[-1]
            events[-1][name] = plain
    return events


@given(st.text(st.characters(codec="utf-8"), max_size=300) | st.text("aé€𝄞,;", min_size=60, max_size=200))
def test_any_text_is_folded_and_comes_back(text: str) -> None:
    line = "SUMMARY:" + escaped(text)
    written = folded(line)
    pieces = written.removesuffix("\r\n").split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces) and all(piece[0] == " " for piece in pieces[1:])
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line
    value = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], line.removeprefix("SUMMARY:"))
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    assert value == "".join(mark for mark in kept if mark == "\n" or (mark >= " " and mark != "\x7f"))


def test_a_calendar_says_each_action_once_and_the_same_way_again(store: Store) -> None:
    one = action(store, number="A-1", measure=MEASURE, due_on=date(2026, 2, 28), owner="Rosalba", owner_person=None)
    gone = action(store, number="A-2", status="cancelled", note="x", due_on=date(2026, 3, 1))
    done = action(store, number="A-3", status="done", done_on=DAY, due_on=date(2025, 12, 31))
    action(store, number="A-4", due_on=None)
    with speaking("en"):
        text = calendar(action_cards.cards(store, TODAY), "Plan, de acción", STAMP)
        again = calendar(action_cards.cards(store, TODAY), "Plan, de acción", STAMP)
    assert text == again
    events = {event["UID"]: event for event in parsed(text)}
    assert set(events) == {f"action-{each.id}@armdesk" for each in (one, gone, done)}
    first = events[f"action-{one.id}@armdesk"]
    assert first["DTSTAMP"] == "20260121T033000Z", "moments are told in UTC"
    assert (first["DTSTART;VALUE=DATE"], first["DTEND;VALUE=DATE"]) == ("20260228", "20260301")
    assert first["SUMMARY"] == "A-1 · Comprar; reparar, y limpiar la \\ retorta"
    assert first["DESCRIPTION"] == "Responsible: Rosalba\nState: Open\nProgress: 0 %" and first["SEQUENCE"] == "0"
    assert [events[f"action-{each.id}@armdesk"]["STATUS"] for each in (one, gone)] == ["CONFIRMED", "CANCELLED"]
    assert events[f"action-{done.id}@armdesk"]["SUMMARY"].startswith("✓ A-3")
    action_work.extend(store, one, date(2026, 4, 1), "Llovió", "Junta", TODAY)
    with speaking("en"):
        moved = {event["UID"]: event for event in parsed(calendar(action_cards.cards(store, TODAY), "", STAMP))}
    assert moved[first["UID"]]["DTSTART;VALUE=DATE"] == "20260401" and moved[first["UID"]]["SEQUENCE"] == "1"
    assert STAMP.astimezone(UTC).hour == 3


def test_the_wall_sheet_is_one_large_page_with_what_matters(store: Store, tmp_path: Path) -> None:
    make(store, "organisation", legal_name="Cooperativa Piedra")
    make(store, "incident", severity="lost_time", date=date(2025, 12, 31), same_as=None, reported_on=None,
         investigated_on=None, authority_on=None, closed_on=None)
    make(store, "permit", title="Permiso de vertimientos", granted_on=None, expires_on=date(2026, 1, 10))
    make(store, "permit", title="Título minero", granted_on=None, expires_on=date(2026, 2, 10), code="P-2")
    make(store, "permit", title="Lejano", granted_on=None, expires_on=date(2027, 2, 10), code="P-3")
    action(store, measure="Atrasada", due_on=date(2025, 12, 1), owner="Rosalba", owner_person=None)
    action(store, measure="De este mes", due_on=date(2026, 1, 31))
    action(store, measure="Del otro mes", due_on=date(2026, 2, 1))
    action(store, measure="Ya cumplida", due_on=date(2026, 1, 15), status="done", done_on=date(2026, 1, 14))
    found = wall(store, TODAY)
    assert [card.measure for card in found.actions] == ["Atrasada", "De este mes"]
    assert (found.days, found.last, found.done) == (20, date(2025, 12, 31), 1)
    target = tmp_path / "wall.pdf"
    write_wall_sheet(found, target, "en")
    before = target.read_bytes()
    write_wall_sheet(found, target, "en")
    assert target.read_bytes() == before
    with PdfDocument(target) as document:
        assert len(document) == 1
        assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [420, 297]
    [text] = words(target)
    for said in ("Action plan: January 2026", "Atrasada", "LATE by 50 days", "Rosalba", "De este mes", "20",
                 "Permiso de vertimientos", "ended on 10 January 2026", "Título minero",
                 "1 action was done this month."):
        assert said in text, (said, text)
    assert "Lejano" not in text
    assert text.index("Coming next") < text.index("Del otro mes")


def test_a_wall_sheet_of_a_full_month_says_what_it_leaves_out(store: Store, tmp_path: Path) -> None:
    for number in range(40):
        action(store, number=f"A-{number}", due_on=date(2026, 1, 25), measure="Una medida larga que pide dos renglones "
               "enteros de la hoja de pared y todavía más palabras")
    write_wall_sheet(wall(store, TODAY), tmp_path / "wall.pdf", "es")
    assert len(words(tmp_path / "wall.pdf")) == 1
    write_wall_sheet(wall(store, date(2024, 1, 1)), tmp_path / "empty.pdf", "en")
    [empty] = words(tmp_path / "empty.pdf")
    assert "Nothing is due this month." in empty and "No incident is written down yet." in empty


def test_everybody_gets_a_page_of_his_own(store: Store, tmp_path: Path) -> None:
    for who, measure in (("Rosalba", "Medir gases"), ("rosalba", "Comprar botas"), (None, "De nadie"),
                         ("Alcaldía", "Arreglar la vía")):
        action(store, measure=measure, owner=who, owner_person=None)
    action(store, measure="Cerrada", owner="Rosalba", owner_person=None, status="closed", done_on=DAY, **CHECKED)
    write_pdf(person_lists(store, TODAY, "en"), tmp_path / "lists.pdf")
    pages = words(tmp_path / "lists.pdf")
    assert len(pages) == 3
    assert "Alcaldía" in pages[0] and "Medir gases" in pages[1] and "Comprar botas" in pages[1]
    assert "Nobody is responsible yet" in pages[2] and not any("Cerrada" in page for page in pages)
    write_pdf(person_lists(store, TODAY, "en", only="Rosalba"), tmp_path / "one.pdf")
    assert len(words(tmp_path / "one.pdf")) == 1


@pytest.mark.parametrize("source", ["grievance", "age_alarm", "person", "calm"])
def test_what_is_done_for_one_person_in_confidence_is_told_nowhere_outside(
        store: Store, tmp_path: Path, source: str) -> None:
    of = make(store, "grievance" if source == "calm" else source,
              **{"sensitive": source == "grievance"} if source in ("grievance", "calm") else {})
    done = action(store, number="A-1", measure="Apartar a Plantada", due_on=date(2026, 1, 31), origin=None,
                  evidence_as_written="Carta de Plantada")
    action_sources.link(store, [done.id], [f"{of.type_name()}/{of.id}"])
    write_wall_sheet(wall(store, TODAY), tmp_path / "wall.pdf", "en")
    write_pdf(person_lists(store, TODAY, "en"), tmp_path / "lists.pdf")
    write_timeline(bars(store), tmp_path / "line.pdf", "Piedra", "en")
    write_pdf(plan_summary(store, Period.of_year(2026), TODAY, "en"), tmp_path / "figures.pdf")
    parcel, found = partner_list.begin(store, [done.id], "Alcaldía", TODAY)
    write_list(parcel, found, {done.id: "Carta de Plantada"}, "Piedra", tmp_path / "list.xlsx", "en")
    cells = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0].iter_rows(values_only=True)
    papers = {path.name: " ".join(words(path)) for path in sorted(tmp_path.glob("*.pdf"))}
    papers |= {"ics": calendar(action_cards.cards(store, TODAY), "Plan", STAMP), "xlsx": str(list(cells))}
    assert not partner_list.read_back(store, tmp_path / "list.xlsx", TODAY).cells, "kept back is not wiped out"
    said = {name: "Plantada" in " ".join(text.split()) for name, text in papers.items()}
    assert set(said.values()) == {source == "calm"}, said
    assert "Plantada" in action_cards.cards(store, TODAY)[0].measure, "the office sees it"


def bars(store: Store) -> Any:
    return timeline.timeline(action_cards.cards(store, TODAY), TODAY)


def test_bars_over_time(store: Store, tmp_path: Path) -> None:
    late = action(store, number="late", adopted_on=date(2025, 1, 10), due_on=date(2025, 12, 1))
    done = action(store, number="done", adopted_on=date(2025, 2, 1), due_on=date(2025, 3, 1), status="done",
                  done_on=date(2025, 3, 11))
    action(store, number="none", adopted_on=None, due_on=None)
    action(store, number="odd", adopted_on=None, due_on=None, status="done", done_on=date(2025, 5, 1))
    line = bars(store)
    assert [bar.card.number for bar in line.bars] == ["late", "done", "odd"]
    assert (line.bars[0].last, line.bars[0].late_until) == (late.due_on, TODAY)
    assert (line.bars[1].last, line.bars[1].late_until) == (done.due_on, date(2025, 3, 11))
    assert (line.first, line.last) == (date(2025, 1, 1), date(2026, 1, 31))
    assert len(list(line.months())) == 13
    write_timeline(line, tmp_path / "line.pdf", "Cooperativa", "en")
    [text] = words(tmp_path / "line.pdf")
    assert "today" in text and "late" in text and "! 50" in text
    for number in range(60):
        action(store, number=f"A-{number}")
    write_timeline(bars(store), tmp_path / "line.pdf", "", "es")
    assert len(words(tmp_path / "line.pdf")) == 2
    write_timeline(timeline.timeline([], TODAY), tmp_path / "line.pdf", "", "es")
    assert len(words(tmp_path / "line.pdf")) == 1


def test_the_risk_register_on_paper(store: Store, tmp_path: Path) -> None:
    risk = make(store, "risk", number="R-9", likelihood="3", impact="4", status="mitigating", requirement=None,
                reassessed_on=date(2025, 11, 1))
    make(store, "risk_review", risk=risk.id)
    action(store, number="A-9", origin=f"risk/{risk.id}")
    write_pdf(risk_register(store, TODAY, "en"), tmp_path / "risks.pdf")
    text = " ".join(words(tmp_path / "risks.pdf"))
    for said in ("(very high risk) R-9", "A-9", "Continue and mitigate", "2026-05-01", "Reassessments",
                 "High / Very high"):
        assert said in text, (said, text)


def test_the_plan_in_figures(store: Store, tmp_path: Path) -> None:
    action(store, number="A-1", due_on=date(2025, 12, 1), donor="Alcaldía", cost=1_000_00, currency="COP")
    action(store, number="A-2", status="done", done_on=date(2025, 2, 1), adopted_on=date(2025, 1, 2), donor="alcaldia",
           due_on=date(2025, 3, 1), cost=500_00, currency="COP")
    action(store, number="A-3", donor=None, cost=7_00, currency="USD")
    write_pdf(plan_summary(store, Period.of_year(2025), TODAY, "en"), tmp_path / "figures.pdf")
    text = " ".join(words(tmp_path / "figures.pdf"))
    for said in ("1 of 1, 2025", "100 %", "30", "Alcaldía 1000.00 COP 500.00 COP 1500.00 COP",
                 "nobody named to pay 7.00 USD", "2 overdue"):
        assert said in text, (said, text)


def test_words_of_people_are_cut_by_their_own_letters(store: Store) -> None:
    action(store, number="Ñ-1", measure="Señalización de la Peña", owner="Álvaro", owner_person=None)
    [card] = action_cards.chosen(action_cards.cards(store, TODAY), "senalizacion ALVARO")
    assert card.number == "Ñ-1" and action_cards.chosen(action_cards.cards(store, TODAY), "nadie") == []
    assert store.all(Action)
