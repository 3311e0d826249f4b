"""The report by requirement: a pack of any standard, in the words of its own results, with what an audit looks at."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW
from factories import make
from pack_office import FULL, NAMES, NUMBERS, SECRETS, TODAY, every_byte
from test_audit_room import bare
from test_pack import _Links, options

from armdesk import workspace as workspaces
from armdesk.catalogues import load
from armdesk.errors import CatalogueError
from armdesk.evidence.pdfs import text_of
from armdesk.exports import audit_freeze
from armdesk.exports.pack import PackMade, build_pack, signing_key
from armdesk.exports.verify import verify_pack
from armdesk.models import Answer, CatalogueUse, Citation, CitedFact, Document, OwnCatalogue, OwnRequirement, Person
from armdesk.services.audit import audit_changes, audit_room
from armdesk.services.basis.hiding import MemberCodes
from armdesk.services.packs.edition import kind_for, standards_for
from armdesk.services.period_facts.frozen_facts import since_pack
from armdesk.store import Store
from armdesk.workspace import Workspace

FM, OECD = load.get("fairmined-2.0"), load.get("oecd-annex2")
ENTRY = next(each for each in FM if "people" in each.facts)
FIRST = next(iter(OECD))
OWN = "Lista de Refinería Aurum"


def answered(store: Store, key: str, code: str, result: str, **more: Any) -> Answer:
    return store.save(Answer(catalogue=key, requirement=code, result=result, applies=True,
                             answered_on=date(2026, 1, 10), **more))


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """An office that answers Fairmined, the guidance and a list of its buyer, and CRAFT not at all."""
    store = workspace.store
    make(store, "organisation", legal_name="Asociación Río Claro", short_name="Río Claro", legitimacy_reason=None)
    for name, number in zip(NAMES, (*NUMBERS[:2], None), strict=True):
        store.save(Person(name=name, role="member", id_number=number, phone=NUMBERS[2]))
    store.save(OwnCatalogue(catalogue="aurum-2026", title=OWN, words="conformance"))
    store.save(OwnRequirement(catalogue="aurum-2026", code="AU-01", module="Origen", title_es="Guía de cada lote",
                              text_es="Cada lote viaja con su guía."))
    store.save(CatalogueUse(catalogue="fairmined-2.0"))
    given = answered(store, "fairmined-2.0", ENTRY.code, "partly", nc_class="minor", statement=f"Dicho por {FULL}.")
    answered(store, "oecd-annex2", FIRST.code, OECD.results_for(FIRST)[0].code, statement="Nadie los ha visto.")
    answered(store, "aurum-2026", "AU-01", "conforms", statement="Las guías están en la carpeta 3.")
    paper = store.save(Document(title="Estatutos", kind="contract", state="filed"))
    store.save(Citation(document=paper.id, target=f"requirement/fairmined-2.0/{ENTRY.code}"))
    store.save(CitedFact(answer=given.id, fact="people", sentence="In 2025, 3 people.", value="3",
                         period_from=date(2025, 1, 1), period_to=date(2025, 12, 31), computed_on=date(2026, 1, 10)))
    return workspace


def built(office: Workspace, target: Path, **more: Any) -> PackMade:
    return build_pack(office, options(target, **{"kind": "requirements", "catalogue": "fairmined-2.0",
                                                 "also": ("oecd-annex2", "aurum-2026"), **more}))


def rows_of(made: PackMade, name: str) -> list[dict[str, str]]:
    [path] = (made.folder / "data" / "tables").glob(f"*{name}*.csv")
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def test_each_standard_is_told_in_its_own_words(office: Workspace, tmp_path: Path) -> None:
    made = built(office, tmp_path)
    assert verify_pack(made.folder).ok and made.record.kind == "requirements"
    assert made.record.catalogue == "fairmined-2.0 oecd-annex2 aurum-2026"
    assert {path.stem for path in (made.folder / "data" / "catalogue").iterdir()} == {
        "fairmined-2.0", "oecd-annex2", "aurum-2026"}
    index = (made.folder / "data" / "index.html").read_text("utf-8")
    assert "Partly met." in index and "Las guías están en la carpeta 3." in index
    assert "Results by chapter" in index and "Results by module" not in index and "Report by requirement" in index
    assert index.index(f'id="r-{ENTRY.code}"') < index.index(f'id="r-oecd-annex2-{FIRST.code}"')
    found = _Links()
    found.feed(index)
    assert not [each for each in found.targets if each.startswith("#") and each[1:] not in found.ids]
    pages = " ".join(text_of(made.folder / "data" / "report.pdf").split())
    assert "Fairmined Standard 2.0 for gold" in pages and OWN in pages
    assert "CRAFT Report" not in pages and "CRAFT Report" not in index
    asked = rows_of(made, "requirements")
    assert {row["standard"] for row in asked} == {"fairmined", "oecd", "aurum"}
    assert len(asked) == len(list(FM)) + len(list(OECD)) + 1
    [entry] = [row for row in asked if row["criterion_code"] == ENTRY.code]
    assert (entry["answer"], entry["nc_class"], entry["evidence_refs"]) == ("partly", "minor", "0001")
    assert [row["criterion_codes"] for row in rows_of(made, "facts") if row["kind"] in ("cited", "changed")] == [
        ENTRY.code]
    assert "people" in json.loads(made.record.facts or "")


def test_nobody_is_found_in_it(office: Workspace, tmp_path: Path) -> None:
    one = built(office, tmp_path / "a")
    for name, content in every_byte(one.folder).items():
        assert not [each for each in SECRETS if each.encode() in content.lower()], name


def test_made_twice_from_the_same_state_it_is_the_same(office: Workspace, tmp_path: Path) -> None:
    signing_key(office.store), MemberCodes(office.store, "")
    roots = set()
    for name in ("a", "b"):
        shutil.copytree(office.folder, tmp_path / name)
        with workspaces.open_workspace(tmp_path / name, author="tester", now=lambda: NOW) as copied:
            roots.add(built(copied, tmp_path / f"{name} out").root_hash)
    assert len(roots) == 1


def test_a_standard_that_is_not_here_is_refused_before_any_work(office: Workspace, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
        built(office, tmp_path / "out", also=("iso-9001",))
    assert not (tmp_path / "out").exists()


def test_which_edition_serves_which_standards() -> None:
    assert [kind_for(keys) for keys in (("craft-2.0",), ("craft-2.0", "craft-2.1"), ("craft-2.0", "fairmined-2.0"),
                                        ("oecd-annex2",))] == ["craft_full", "craft_full", *["requirements"] * 2]
    keys = ["fairmined-2.0", "craft-2.0"]
    assert standards_for("craft_public", keys) == ["craft-2.0"] and standards_for("requirements", keys) == keys
    assert standards_for("requirements", []) == standards_for("craft_full", keys[:1]) == ["craft-2.0"]


@pytest.mark.parametrize(("standards", "kind"), [
    (("fairmined-2.0", "oecd-annex2 gone-1.0"), "requirements"), (("aurum-2026", None), "requirements"),
    (("craft-2.0", None), "craft_full"), ((None, None), "craft_full")])
def test_an_audit_freezes_its_own_standards(office: Workspace, tmp_path: Path, standards: Any, kind: str) -> None:
    store = office.store
    audit = bare(store, standard=standards[0], more_standards=standards[1], period_from=date(2025, 1, 1),
                 period_to=date(2025, 12, 31))
    made = audit_freeze.freeze(office, audit, audit_freeze.options_for(office, audit, tmp_path, "es", NOW), NOW)
    assert made.record.kind == kind
    wanted = [key for key in " ".join(filter(None, standards)).split() if key != "gone-1.0"] or ["craft-2.0"]
    told = {f"{row['standard']}-{row['version']}" for row in rows_of(made, "requirements")}
    assert told >= set(wanted)
    audit = store.get(type(audit), audit.id)  # type: ignore[assignment]  # it is there
    titles = audit_room.read(store, audit, TODAY).standards
    assert len(titles) == (1 if kind == "craft_full" else len(wanted))
    assert audit.pack == made.record.id and audit_changes.since(store, audit).total == 0
    assert since_pack(store, made.record) == []


def test_what_changes_of_another_standard_after_the_freeze_is_told(office: Workspace, tmp_path: Path) -> None:
    store = office.store
    audit = bare(store, standard="fairmined-2.0", period_from=date(2025, 1, 1), period_to=date(2025, 12, 31))
    made = audit_freeze.freeze(office, audit, audit_freeze.options_for(office, audit, tmp_path, "es", NOW), NOW)
    audit = store.get(type(audit), audit.id)  # type: ignore[assignment]  # it is there
    [given] = store.all(Answer, catalogue="fairmined-2.0")
    given.result = "met"
    store.save(given)
    store.save(Person(name="Nuevo Socio", role="member", joined_on=date(2025, 3, 1)))
    assert audit_changes.since(store, audit).records == {"answer": 1, "person": 1}
    assert "people" in {each.fact for each in since_pack(store, made.record)}
    [kept] = [row for row in rows_of(made, "requirements") if row["criterion_code"] == ENTRY.code]
    assert kept["answer"] == "partly"
