"""The standards of an audit are those the office knows: chosen by name, read by key or name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_audit_room import bare
from test_import_apply import Office
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk import standard_names
from armdesk.fields import Reading
from armdesk.models import Audit, CatalogueUse, OwnCatalogue, OwnRequirement
from armdesk.reports import audit_paper
from armdesk.services.audit import audit_papers, audit_room
from armdesk.store import Store
from ui.choices_editor import ChoicesEditor
from ui.forms import Form
from ui.session import Session
from ui.standard_editors import StandardEditor

TODAY = date(2026, 1, 31)
BOOK = {
    "columns": {"no": "No.", "title": "Title", "one": "Standard", "more": "Other standards"},
    "records": [{"type": "audit", "key": ["code"], "fields": {
        "code": "no", "title": "title", "kind": {"constant": "assurer"},
        "standard": {"column": "one", "doubtful": True}, "more_standards": {"column": "more", "doubtful": True}}}],
}  # fmt: skip
OECD = "Guia da OCDE de Devida Diligência, terceira edição: Anexo II e suplemento sobre ouro"
OWN = "Lista de Refinería Aurum"


@pytest.fixture
def listed(store: Store) -> Store:
    """An office that works with a list of its buyer beside CRAFT."""
    store.save(OwnCatalogue(catalogue="aurum-2026", title=OWN, words="conformance"))
    store.save(OwnRequirement(catalogue="aurum-2026", code="AU-01", module="Origen", title_es="Guía de cada lote",
                              text_es="Cada lote viaja con su guía.", evidence_es="Guía de movilización"))
    for key in ("craft-2.0", "fairmined-2.0", "aurum-2026"):
        store.save(CatalogueUse(catalogue=key))
    return store


def test_a_book_names_standards_by_key_or_by_name_in_any_language(tmp_path: Path, listed: Store) -> None:
    rows = [["No.", "Title", "Standard", "Other standards"],
            ["1", "a", "craft-2.0", "fairmined-2.0 aurum-2026"],
            ["2", "b", "Estándar Fairmined 2.0 para oro y metales preciosos asociados", f"craft; {OWN.upper()}"],
            ["3", "c", "Fairmined", None], ["4", "d", OWN, OECD],
            ["5", "e", "ISO 9001", "craft; ISO 9001"]]
    plan = Office(tmp_path, listed).bring(BOOK, rows)
    found = {each.code: (each.standard, each.more_standards) for each in listed.all(Audit)}
    assert found == {
        "1": ("craft-2.0", "fairmined-2.0 aurum-2026"), "2": ("fairmined-2.0", "craft-2.0 aurum-2026"),
        "3": ("fairmined-2.0", None), "4": ("aurum-2026", "oecd-annex2"), "5": (None, None)}
    doubts = " ".join(doubt.problem.sentence for doubt in plan.doubtful)
    assert "“ISO 9001” is no standard that is known here" in doubts and "aurum-2026" in doubts


def test_a_name_of_two_editions_stands_for_none(listed: Store) -> None:
    listed.save(OwnCatalogue(catalogue="aurum-2027", title=OWN, words="conformance"))
    names = standard_names.by_name(listed)
    assert "lista de refineria aurum" not in names and names["aurum-2027"] == "aurum-2027"


def test_where_nobody_looked_what_stands_there_is_taken() -> None:
    field = Audit.field("more_standards")
    assert field.take("craft-2.0; aurum-2026", Reading()) == "craft-2.0 aurum-2026"
    with pytest.raises(ValueError, match="no standard"):
        field.take("craft-2.0 other-1", Reading(standards={"craft-2.0": "craft-2.0"}))


def test_a_list_of_our_own_is_audited_as_any_standard(listed: Store) -> None:
    audit = bare(listed, standard="aurum-2026", more_standards="gone-1.0")
    assert [each.key for each in audit_room.standards_of(listed, audit)] == ["aurum-2026"]
    (line,) = audit_papers.checklist(listed, audit, TODAY)
    assert (line.code, line.state) == ("AU-01", audit_papers.MISSING) and "Guía de movilización" in line.wanted
    assert audit_room.titles_of(listed, audit, "es") == [OWN, "gone-1.0"]
    paper = audit_paper.agenda(listed, audit, [], TODAY, "es")
    assert f"{OWN}; gone-1.0" in str(paper.blocks)
    assert f"Standards: {OWN}; gone-1.0" in audit_room.read(listed, audit, TODAY).stages[0].has


def test_the_scope_is_chosen_by_name(session: Session, qtbot: Any) -> None:  # noqa: F811
    session.store.save(OwnCatalogue(catalogue="aurum-2026", title=OWN, words="conformance"))
    for key in ("craft-2.0", "aurum-2026"):
        session.store.save(CatalogueUse(catalogue=key))
    form = Form(session, Audit, only=("title", "kind", "standard", "more_standards"))
    qtbot.addWidget(form)
    form.begin({"title": "Visita", "kind": "buyer", "standard": "craft-2.0"})
    one, more = form.rows["standard"].editor, form.rows["more_standards"].editor
    assert isinstance(one, StandardEditor) and isinstance(more, ChoicesEditor)
    shown = [one.combo.itemText(place) for place in range(one.combo.count())]
    assert shown == ["", "CRAFT Code 2.0, with the additions of 2.1", OWN]
    one.combo.setCurrentIndex(2)
    more.tick("craft-2.0")
    assert form.save()
    [kept] = session.store.all(Audit)
    assert (kept.standard, kept.more_standards) == ("aurum-2026", "craft-2.0")
    kept.standard, kept.more_standards = "old-1.0", "older-0.9 craft-2.0"  # used no more: it stays as it was
    form.put(session.store.save(kept))
    assert (one.take(), set(str(more.take()).split())) == ("old-1.0", {"older-0.9", "craft-2.0"})
