"""The CRAFT Report as a neutral document: what stands in it, what is marked, and what is never said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factories import EXAMPLES, make
from test_pack_tables import scope_of

from armdesk.exports.links import anchors_of, targets_of
from armdesk.i18n import speaking
from armdesk.reports.craft import craft_report
from armdesk.reports.document import Bullets, Chart, Document, Facts, Heading, Link, Paragraph, Photos, Table
from armdesk.services.findings.finding import Finding
from armdesk.store import Store

FILES = {"S06": "tables/S06_production_by_month.csv", "S32": "tables/S32_people_summary.csv"}


def report_of(store: Store, *, language: str = "en", findings: Iterable[Finding] = (), **scope: Any) -> Document:
    made = scope_of(store, **scope)
    made.language = language
    made.table_files = dict(FILES)
    pictures = {paper.number: Path("x.jpg") for paper in made.papers if paper.is_photo and paper.name}
    with speaking(language):
        return craft_report(
            made, pictures, [("Content hash", "ab" * 32)], (Link("Workbook", "workbook.xlsx"),), list(findings)
        )


def texts(thing: Any) -> Iterable[str]:
    """Every text of a document, wherever it stands."""
    if isinstance(thing, str):
        yield thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts(getattr(thing, field.name))
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from texts(part)


def after(report: Document, anchor: str) -> list[Any]:
    """The blocks between a heading and the next of its level or above."""
    places = [number for number, block in enumerate(report.blocks) if isinstance(block, Heading)]
    start = next(number for number in places if report.blocks[number].anchor == anchor)  # type: ignore[union-attr]
    level = report.blocks[start].level  # type: ignore[union-attr]
    ends = [number for number in places if number > start and report.blocks[number].level <= level]  # type: ignore[union-attr]
    return report.blocks[start : ends[0] if ends else None]


@pytest.fixture
def full(store: Store) -> Store:
    for name in EXAMPLES:
        make(store, name)
    return store


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", ["craft_full", "craft_public"])
def test_every_link_inside_has_its_place(full: Store, language: str, kind: str) -> None:
    report = report_of(full, language=language, kind=kind)
    assert targets_of(report) <= anchors_of(report) | {heading.anchor for heading in report.headings()}
    assert report.language == language and report.cover is not None and report.foot_code


def test_the_parts_stand_in_their_order(full: Store) -> None:
    anchors = [heading.anchor for heading in report_of(full).headings() if heading.level == 1]
    assert anchors == [
        "about",
        "standing",
        "producer",
        "figures",
        "module-1",
        "module-2",
        "module-3",
        "module-4",
        "module-5",
        "risks",
        "commitments",
        "grievances",
        "evidence",
        "checked",
        "attribution",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_word_certified_never_stands_there(full: Store, language: str) -> None:
    said = " ".join(texts(report_of(full, language=language)))
    assert not re.search(r"\bcertified|\bcertificad[oa]s? (por|CRAFT)|certificate of CRAFT", said, re.IGNORECASE)
    if language == "en":
        assert "not a certificate" in said


def test_own_codes_and_assumptions_are_marked(store: Store) -> None:
    report = report_of(store)
    for heading in report.headings():
        if heading.code:
            assert ("armdesk reference" in heading.code) == ("/P." in heading.code)
    inferred = after(report, "r-M.1/5.2.3/R.3")[1]
    assert isinstance(inferred, Paragraph) and "working assumption" in inferred.text
    assert "working assumption" not in after(report, "r-M.1/5.2.3/R.1")[1].text


def test_a_requirement_shows_result_statement_figures_evidence_and_actions(store: Store) -> None:
    code = "M.1/5.2/P.5"
    make(store, "production", date=date(2025, 2, 2), gross_mg=1_000_000, fineness=9_000)
    make(
        store,
        "answer",
        requirement=code,
        result="met",
        statement="Lo pesamos.",
        gap="Falta mayo",
        period_from=None,
        period_to=None,
    )
    document = make(store, "document", title="Libro", confidentiality="partners", same_as=None)
    revision = make(store, "revision", document=document.id, risk=None, file_name="libro.pdf", pages=6)
    target = f"requirement/craft-2.0/{code}"
    make(
        store,
        "citation",
        document=document.id,
        revision=revision.id,
        target=target,
        page="4",
        note="mayo",
        period_from=None,
        period_to=None,
    )
    make(
        store,
        "action",
        origin=target,
        measure="Pesar mayo",
        number="A-9",
        status="open",
        due_on=date(2026, 3, 1),
        adopted_on=None,
    )
    blocks = after(report_of(store), f"r-{code}")
    said = " | ".join(texts(blocks))
    for part in (
        "Precondition met.",
        "Lo pesamos.",
        "Still missing: Falta mayo",
        "900.00 g",
        "0001 Libro, revision 2, page 4: mayo (proves 2025-04-12 – 2026-04-12; binder no. 2-143)",
        "A-9 Pesar mayo",
        "until 2026-03-01",
    ):
        assert part in said
    links = [link for block in blocks if isinstance(block, Bullets) for entry in block.links for link in entry]
    assert [link.target for link in links] == ["evidence/0001_Libro.pdf"]
    (facts,) = [block for block in blocks if isinstance(block, Facts)]
    assert facts.facts[0].target == FILES["S06"] and "S06" in facts.facts[0].note


def test_an_option_that_was_not_taken_is_not_asked_for(store: Store) -> None:
    plain = {"period_from": None, "period_to": None}
    make(store, "answer", requirement="M.2/5.1/P.3", result="met", **plain)
    anchors = {heading.anchor for heading in report_of(store).headings()}
    assert "r-M.2/5.1/P.3" in anchors and "r-M.2/5.1/P.2" not in anchors


def test_a_time_limit_is_counted_down(store: Store) -> None:
    plain = {"period_from": None, "period_to": None, "result": "mitigation"}
    make(store, "answer", requirement="M.4/5.1/P.1", answered_on=date(2025, 10, 1), **plain)
    make(store, "answer", requirement="M.4/5.1/P.2", answered_on=date(2025, 7, 1), **plain)
    report = report_of(store)
    assert "until 2026-04-01" in " ".join(texts(after(report, "r-M.4/5.1/P.1")))
    late = [block for block in after(report, "r-M.4/5.1/P.2") if isinstance(block, Paragraph) and block.tone == "alarm"]
    assert late and "ran out on 2026-01-01" in late[0].text
    (clocks,) = [
        block for block in after(report, "risks") if isinstance(block, Table) and "time limits" in block.caption
    ]
    assert {row[0]: row[-1] for row in clocks.rows} == {"M.4/5.1/P.1": "running", "M.4/5.1/P.2": "run out"}


def test_charts_show_the_exact_figures(store: Store) -> None:
    for code in "ABCDEFGH":
        site = make(store, "site", code=code, name=f"Site {code}")
        make(
            store, "production", date=date(2025, 3, 1), site=site.id, gross_mg=1_000 * (ord(code) - 64), fineness=10_000
        )
    make(store, "sale", date=date(2025, 4, 1), gross_mg=2_500, fineness=8_000)
    make(store, "reagent_movement", date=date(2025, 3, 2), item="mercury", kind="use", quantity=36_000, unit="g")
    charts = {block.anchor: block for block in report_of(store).blocks if isinstance(block, Chart)}
    stacked = charts["chart-production"]
    assert [series.name for series in stacked.series] == [
        "Site H",
        "Site G",
        "Site F",
        "Site E",
        "Site D",
        "Other sites",
    ]
    assert sum(series.values[2] or 0 for series in stacked.series) == 36
    assert {series.values[0] for series in stacked.series} == {None}  # nothing was written, which is not zero
    assert charts["chart-sales"].series[1].values[3] == 2
    assert charts["chart-mercury"].series[0].values[:4] == (None, None, Decimal(1), None)
    assert "chart-incidents" not in charts


def test_findings_are_said_openly(store: Store) -> None:
    findings = [
        Finding("a", "alarm", "Sold too much."),
        Finding("b", "warn", "Two weights.", (), "The scale was repaired."),
    ]
    blocks = after(report_of(store, findings=findings), "checks")
    assert [(block.text, block.tone) for block in blocks if isinstance(block, Paragraph)][1:] == [
        ("Sold too much.", "alarm"),
        ("Two weights. Explained: The scale was repaired.", "quiet"),
    ]


def test_few_people_are_not_counted_out(store: Store) -> None:
    plain = {"left_on": None, "birth_year": None, "joined_on": None, "crew": None, "hazardous": False}
    for number in range(12):
        make(store, "person", sex="F", role="member", birth_date=date(2010 if number < 3 else 1980, 1, 1), **plain)
    report = report_of(store)
    facts = {fact.label: fact.value for block in report.blocks if isinstance(block, Facts) for fact in block.facts}
    assert facts["People under 18"] == "<5" and facts["People on the roster"] == "12"
    (table,) = [block for block in after(report, "people") if isinstance(block, Table)]
    counts = {row[1]: row[2] for row in table.rows}
    assert counts["15 to 17"] == "<5" and "withheld" in counts.values()
    assert 9 not in counts.values()


def test_few_complaints_are_not_counted_out(store: Store) -> None:
    make(store, "grievance", received_on=date(2025, 3, 3), group="women", status="open", answered_on=None)
    facts = [fact for block in report_of(store).blocks if isinstance(block, Facts) for fact in block.facts]
    shown = {fact.value for fact in facts if fact.label == "Grievances received"}
    assert shown == {"<5"}


def test_photos_carry_day_and_number(store: Store) -> None:
    document = make(store, "document", title="Bocamina", confidentiality="partners", site=None, same_as=None)
    revision = make(
        store, "revision", document=document.id, risk=None, media_type="image/jpeg", taken_on=date(2025, 4, 1)
    )
    make(
        store,
        "citation",
        document=document.id,
        revision=revision.id,
        target="requirement/craft-2.0/M.1/5.2/P.3",
        period_from=None,
        period_to=None,
    )
    (photos,) = [block for block in report_of(store).blocks if isinstance(block, Photos)]
    assert [(photo.caption, photo.target) for photo in photos.photos] == [
        ("0001 Bocamina · 2025-04-01", "evidence/0001_Bocamina.jpg")
    ]


def test_the_owners_of_the_standard_are_named(store: Store) -> None:
    said = " ".join(texts(after(report_of(store), "attribution")))
    for part in ("Alliance for Responsible Mining", "RESOLVE", "CC BY-SA 4.0", "araphrase"):
        assert part in said
