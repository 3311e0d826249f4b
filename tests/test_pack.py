"""Evidence packs: whole, sealed, the same bytes twice, every link alive, and nobody to be found in them."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bagit
import openpyxl
import pack_office
import pytest
from conftest import NOW
from factories import make
from pack_office import NAMES, SECRETS, TODAY, YEAR, every_byte

from armdesk import workspace as workspaces
from armdesk.catalogues.load import load_catalogue
from armdesk.errors import Cancelled, CatalogueError, DiskFull, ExportError, ReadOnlyWorkspace
from armdesk.evidence.pdfs import text_of
from armdesk.exports import pack as packs
from armdesk.exports.bag import HISTORY_HEAD, PREVIOUS_ROOT, read_labels
from armdesk.exports.pack import PackMade, PackOptions, build_pack, signing_key
from armdesk.exports.verify import verify_pack
from armdesk.models import (
    Answer,
    CatalogueUse,
    Citation,
    Document,
    OfficialText,
    OwnCatalogue,
    OwnRequirement,
    Pack,
    Person,
    Revision,
    Sale,
)
from armdesk.query import Query
from armdesk.services.basis.hiding import MemberCodes
from armdesk.workspace import Workspace


def options(target: Path, **changes: Any) -> PackOptions:
    return replace(PackOptions(YEAR, target, language="en", made_on=TODAY, recipient="Kronberg"), **changes)


def _now() -> datetime:
    return NOW


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a filled office, whose keys exist already; copied by whoever changes it."""
    folder = tmp_path_factory.mktemp("office") / "workspace"
    with workspaces.create(folder, author="tester", now=_now) as workspace:
        pack_office.fill(workspace)
        signing_key(workspace.store)
        MemberCodes(workspace.store, "")
    return folder


@pytest.fixture(scope="module")
def made(office: Path, tmp_path_factory: pytest.TempPathFactory) -> PackMade:
    """A pack of the filled office."""
    return _built(office, tmp_path_factory.mktemp("made"))


def _built(office: Path, folder: Path, **changes: Any) -> PackMade:
    shutil.copytree(office, folder / "workspace")
    with workspaces.open_workspace(folder / "workspace", author="tester", now=_now) as workspace:
        return build_pack(workspace, options(folder / "out", **changes))


def test_other_tools_find_the_pack_whole(made: PackMade) -> None:
    assert bagit.Bag(str(made.folder)).validate()
    for tool in (
        ["sha256sum", "--strict", "-c", "tagmanifest-sha256.txt", "manifest-sha256.txt"],
        ["minisign", "-Vm", "tagmanifest-sha256.txt", "-p", "armdesk.pub"],
    ):
        if shutil.which(tool[0]):
            done = subprocess.run(tool, cwd=made.folder, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
    assert verify_pack(made.folder).ok
    verdict = verify_pack(made.zip) if made.zip else None
    assert verdict is not None and verdict.ok and verdict.root_hash == made.root_hash


def test_the_pack_holds_what_it_promises(made: PackMade) -> None:
    data = made.folder / "data"
    for name in (
        "index.html",
        "report.pdf",
        "workbook.xlsx",
        "manifest.csv",
        "tables/columns.csv",
        "tables/S34_requirements.csv",
    ):
        assert (data / name).stat().st_size > 100, name
    assert [path.suffix for path in sorted((data / "evidence").iterdir())].count(".jpg") == 2
    assert not list(made.folder.parent.glob(".*"))


def test_made_twice_from_the_same_state_it_is_the_same(office: Path, made: PackMade, tmp_path: Path) -> None:
    again = _built(office, tmp_path)
    assert again.root_hash == made.root_hash
    assert again.zip is not None and made.zip is not None
    assert again.zip.read_bytes() == made.zip.read_bytes()
    assert again.cover.read_bytes() == made.cover.read_bytes()
    assert _built(office, tmp_path / "es", language="es").root_hash != made.root_hash


def test_the_workspace_remembers_the_pack(office: Path, tmp_path: Path) -> None:
    shutil.copytree(office, tmp_path / "workspace")
    with workspaces.open_workspace(tmp_path / "workspace", author="tester", now=_now) as workspace:
        head, store = workspace.store.head(), workspace.store
        newest = max(pack.number for gone in (False, True) for pack in store.find(Query(Pack, trashed=gone)))
        first = build_pack(workspace, options(tmp_path / "out"))
        second = build_pack(workspace, options(tmp_path / "out"))
        assert len(workspace.store.operations()) >= 2 and workspace.store.operations(limit=1)[0].kind == "edit"
        kept = workspace.store.get(Pack, first.record.id)
    assert kept is not None and (kept.root_hash, kept.history_seq, kept.history_head) == (
        first.root_hash,
        head.seq,
        head.hash,
    )
    assert '"revision":' in (kept.papers or "")
    assert (kept.number, kept.files, kept.period_from) == (newest + 1, len(list(_files(first.folder))), YEAR.begins)
    labels = read_labels((second.folder / "bag-info.txt").read_bytes())
    assert labels[PREVIOUS_ROOT] == first.root_hash == second.record.previous_hash
    assert labels[HISTORY_HEAD] != f"{head.seq} {head.hash}"  # the record of the first pack is an entry, too
    assert verify_pack(second.folder, previous=first.folder).ok


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_cover_and_report_print_their_codes(made: PackMade) -> None:
    def plain(text: str) -> str:
        return "".join(text.split())

    cover, report = plain(text_of(made.cover)), plain(text_of(made.folder / "data" / "report.pdf"))
    key = (made.folder / "VERIFY.txt").read_text("utf-8")
    assert made.root_hash in cover and made.record.history_head in cover
    assert made.root_hash not in report and made.record.history_head in report
    for name in ("manifest.csv", "workbook.xlsx"):
        lines = (made.folder / "manifest-sha256.txt").read_text("utf-8").splitlines()
        code = next(line[:64] for line in lines if line.endswith(f"data/{name}"))
        assert code in cover and code in report
    assert made.record.signed_by in key


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("href", "src", "action", "data") and value:
                self.targets.append(value)
            if name == "id" and value:
                self.ids.add(value)


@pytest.mark.parametrize("page", ["data/index.html", "START.html"])
def test_every_link_leads_somewhere_inside(made: PackMade, page: str) -> None:
    found = _Links()
    found.feed((made.folder / page).read_text("utf-8"))
    assert found.targets and "script" not in found.tags
    for target in found.targets:
        name, _mark, anchor = target.partition("#")
        assert ":" not in name or name.startswith("data:"), target
        if name and not name.startswith("data:"):
            inside = ((made.folder / page).parent / unquote(name)).resolve()
            assert inside.is_file() and made.folder.resolve() in inside.parents, target
        elif anchor:
            assert unquote(anchor) in found.ids, target


def test_requirements_lead_to_their_evidence(made: PackMade) -> None:
    index = (made.folder / "data" / "index.html").read_text("utf-8")
    for path in (made.folder / "data" / "evidence").iterdir():
        assert f'href="evidence/{path.name}"' in index
    assert "It is marked as restricted and stays in the office." in index


@pytest.mark.parametrize("kind", ["craft_full", "craft_public"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_nobody_is_found_in_a_pack_for_others(office: Path, tmp_path: Path, kind: str, language: str) -> None:
    pack = _built(office, tmp_path, kind=kind, language=language)
    for name, content in every_byte(pack.folder).items():
        lower = content.lower()
        for secret in SECRETS:
            assert secret.encode() not in lower and secret.encode("utf-16-be") not in lower, (name, secret)
        assert b"1.234567" not in content and b"0.1234567" not in content, name  # a planted place
    for path in (pack.folder / "data" / "evidence").glob("*.jpg"):
        assert b"Exif" not in path.read_bytes()


def test_the_search_for_people_would_find_them(office: Path, made: PackMade, tmp_path: Path) -> None:
    shutil.copytree(made.folder, tmp_path / "pack")
    (tmp_path / "pack" / "data" / "note.txt").write_text("Xiomara", "utf-8")
    assert any(b"xiomara" in content.lower() for content in every_byte(tmp_path / "pack").values())


def test_two_recipients_get_other_codes(office: Path, made: PackMade, tmp_path: Path) -> None:
    other = _built(office, tmp_path, recipient="Someone else")

    def codes(pack: PackMade) -> set[str]:
        table = (pack.folder / "data" / "tables" / "S05_registration.csv").read_text("utf-8-sig")
        return {line.split(",")[0] for line in table.splitlines()[1:]}

    assert codes(made) and not codes(made) & codes(other)
    with workspaces.open_workspace(tmp_path / "workspace", author="tester", now=_now) as workspace:
        person = MemberCodes(workspace.store, "kronberg").person(min(codes(made)))
        assert person in {each.id for each in workspace.store.all(Person)}


def test_typed_text_is_never_a_formula(made: PackMade) -> None:
    book = openpyxl.load_workbook(made.folder / "data" / "workbook.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 500 and not [cell.coordinate for cell in cells if cell.data_type == "f"]
    for path in (made.folder / "data" / "tables").glob("*.csv"):
        assert not [line for line in path.read_text("utf-8-sig").split("\r\n") if line[:1] in "=+@" and line]


def test_the_public_edition_holds_no_codes_lots_and_prices(office: Path, tmp_path: Path) -> None:
    pack = _built(office, tmp_path, kind="craft_public")
    names = {path.name[:3] for path in (pack.folder / "data" / "tables").iterdir()}
    assert not names & {"S04", "S05", "S08", "S10", "S12", "S13", "S14", "S36"}
    assert not list(pack.folder.glob("data/evidence/*"))  # the papers are for partners
    assert not [name for name, content in every_byte(pack.folder).items() if b"M-" in content and name.endswith(".csv")]


class _Stop:
    """Asks to stop at a share of the work."""

    def __init__(self, percent: int) -> None:
        self.percent, self.seen = percent, 0

    def step(self, done: int, total: int, text: str = "") -> None:
        self.seen = 100 * done // total if total else self.seen
        if self.seen >= self.percent:
            raise Cancelled("stopped")


@pytest.mark.parametrize("percent", [0, 10, 30, 40, 60, 80, 90, 96])
def test_stopped_at_any_point_nothing_is_left(office: Path, tmp_path: Path, percent: int) -> None:
    shutil.copytree(office, tmp_path / "workspace")
    with workspaces.open_workspace(tmp_path / "workspace", author="tester", now=_now) as workspace:
        head = workspace.store.head()
        with pytest.raises(Cancelled):
            build_pack(workspace, options(tmp_path / "out"), _Stop(percent))
        assert workspace.store.head() == head
        assert not workspace.db.in_transaction()
    assert list((tmp_path / "out").iterdir()) == []


def test_what_a_killed_run_left_is_swept_away(workspace: Workspace, tmp_path: Path) -> None:
    """And only that: another workspace may make its pack in the same folder just now."""
    with packs._scratch(tmp_path / "out", workspace.folder) as own:
        left = tmp_path / "out" / own.name
    others = tmp_path / "out" / ".armdesk-pack-0123456789ab.part"
    for folder in (left, others):
        (folder / "half").mkdir(parents=True)
    pack = build_pack(workspace, options(tmp_path / "out"))
    assert not left.exists() and others.exists() and verify_pack(pack.folder).ok


def test_the_number_of_a_pack_is_never_given_again(workspace: Workspace, tmp_path: Path) -> None:
    pack_office.small(workspace)
    first = build_pack(workspace, options(tmp_path / "out"))
    workspace.store.undo()
    second = build_pack(workspace, options(tmp_path / "out"))
    assert (first.record.number, second.record.number) == (1, 2)
    assert verify_pack(second.folder, previous=first.folder).ok


@pytest.mark.parametrize("ending", ["", ".zip", ".cover.pdf"])
def test_the_taken_name_is_kept_and_the_pack_gets_another(workspace: Workspace, tmp_path: Path, ending: str) -> None:
    pack_office.small(workspace)
    name = f"Coopalisos_craft-full_2025_001{ending}"
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_bytes(b"mine")
    made = build_pack(workspace, options(tmp_path / "out"))
    assert (tmp_path / "out" / name).read_bytes() == b"mine"
    assert made.folder.name == "Coopalisos_craft-full_2025_001_2" and verify_pack(made.folder).ok
    assert len(list((tmp_path / "out").iterdir())) == 4


def test_a_target_that_is_a_file_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    pack_office.small(workspace)
    (tmp_path / "out").write_text("mine", "utf-8")
    with pytest.raises(ExportError, match="cannot be written"):
        build_pack(workspace, options(tmp_path / "out"))
    assert (tmp_path / "out").read_text("utf-8") == "mine" and workspace.store.all(Pack) == []


def test_a_full_disk_leaves_nothing_and_says_so(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_office.small(workspace)

    def full(*_given: object, **_named: object) -> str:
        raise OSError(28, "No space left on device")

    for name in ("zip_bag", "write_pdf"):
        with monkeypatch.context() as patched:
            patched.setattr(packs, name, full)
            with pytest.raises(DiskFull, match=r"disk of the folder .*out"):
                build_pack(workspace, options(tmp_path / "out"))
        assert list((tmp_path / "out").iterdir()) == [] and workspace.store.all(Pack) == []


def test_a_target_that_cannot_be_written_is_named(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_office.small(workspace)

    def refuse(*_given: object, **_named: object) -> str:
        raise PermissionError(13, "Permission denied")

    for place, name in ((packs, "zip_bag"), (packs.pack_files, "add_evidence"), (packs.atomic, "move")):
        with monkeypatch.context() as patched:
            patched.setattr(place, name, refuse)
            with pytest.raises(ExportError, match=r"cannot be written in the folder .*out"):
                build_pack(workspace, options(tmp_path / "out"))
        assert list((tmp_path / "out").iterdir()) == [] and workspace.store.all(Pack) == []


def test_a_path_longer_than_windows_allows_is_told_and_leaves_no_paper_out(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So Windows answers as it is installed: it finds no such file."""
    pack_office.small(workspace)
    pack_office.cite(workspace, "M.1/5.2.3/R.1", 7)

    def long(_source: Path, target: Path, *_given: object) -> tuple[str, int]:
        raise FileNotFoundError(2, "No such file or directory", f"{target}{'x' * 248}")

    monkeypatch.setattr(packs.pack_files.bag, "copy_hashed", long)
    monkeypatch.setattr(packs.pack_files, "draw_copy", long)
    with pytest.raises(ExportError, match="nearer to the disk"):
        build_pack(workspace, options(tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == [] and workspace.store.all(Pack) == []


def test_a_record_that_cannot_be_kept_takes_the_files_back(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_office.small(workspace)

    def refuse(*_given: object) -> None:
        raise DiskFull("full")

    monkeypatch.setattr(workspace.store, "save", refuse)
    with pytest.raises(DiskFull):
        build_pack(workspace, options(tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


def test_wrong_choices_are_refused_before_any_work(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no pack of the kind"):
        build_pack(workspace, options(tmp_path / "out", kind="nothing"))
    with pytest.raises(CatalogueError):
        build_pack(workspace, options(tmp_path / "out", catalogue="nothing-1.0"))
    assert not (tmp_path / "out").exists()


def test_a_workspace_that_can_only_be_read_makes_no_pack(workspace_folder: Path, tmp_path: Path) -> None:
    with workspaces.open_workspace(workspace_folder, read_only=True) as workspace, pytest.raises(ReadOnlyWorkspace):
        build_pack(workspace, options(tmp_path / "out"))


def test_an_empty_workspace_makes_a_pack_that_says_how_little_there_is(workspace: Workspace, tmp_path: Path) -> None:
    pack = build_pack(workspace, options(tmp_path / "out"))
    assert verify_pack(pack.folder).ok
    assert "The organisation is not described." in (pack.folder / "data" / "index.html").read_text("utf-8")
    assert {finding.rule for finding in pack.findings} >= {"profile", "unanswered"}


def test_a_changed_file_in_the_workspace_does_not_pass_as_evidence(
    office: Path, made: PackMade, tmp_path: Path
) -> None:
    shutil.copytree(office, tmp_path / "workspace")
    with workspaces.open_workspace(tmp_path / "workspace", author="tester", now=_now) as workspace:
        document = pack_office.cite(workspace, "M.1/5.2.3/R.1", 7)
        revision = workspace.store.all(Revision, document=document.id)[0]
        path = workspace.files.path(revision.sha256)
        path.chmod(0o600)
        path.write_bytes(b"something else")
        pack = build_pack(workspace, options(tmp_path / "out"))
    rules = [[finding.rule for finding in each.findings].count("files") for each in (pack, made)]
    assert rules[0] == rules[1] + 1
    assert "something else" not in str(every_byte(pack.folder))
    assert "was changed there" in (pack.folder / "data" / "index.html").read_text("utf-8")


def test_records_changed_outside_are_told_without_a_name(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("Nadia Ñahui", "Nicanor Ñahui"):
        make(workspace.store, "person", name=name)
    workspace.db.execute_sql("UPDATE person SET note = 'other'")
    made = build_pack(workspace, options(tmp_path))
    assert [finding.rule for finding in made.findings].count("rows") == 2, "the office reads which"
    told = (made.folder / "data" / "index.html").read_text("utf-8")
    assert told.count("Records are not as the history left them.") == 1
    assert "Changed outside" not in told


def test_the_state_of_one_moment_is_packed(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves while the pack is made: it is not in it, neither in part nor in a total."""
    shutil.copytree(office, tmp_path / "workspace")
    with workspaces.open_workspace(tmp_path / "workspace", author="tester", now=_now) as workspace:
        plain = packs.pack_files.add_tables

        def late(*given: Any) -> None:
            import threading

            def save() -> None:
                make(workspace.store, "sale", code="LATE-1", date=YEAR.begins)
                workspace.db.close()

            other = threading.Thread(target=save)
            other.start()
            other.join()
            plain(*given)

        monkeypatch.setattr(packs.pack_files, "add_tables", late)
        pack = build_pack(workspace, options(tmp_path / "out"))
        assert any(sale.code == "LATE-1" for sale in workspace.store.all(Sale))
    assert not [name for name, content in every_byte(pack.folder).items() if b"LATE-1" in content]


@pytest.mark.parametrize(("kind", "signed"), [("craft_full", True), ("craft_public", False)])
def test_what_was_explained_is_told_with_reason_day_and_author(workspace: Workspace, tmp_path: Path, kind: str,
                                                               signed: bool) -> None:
    make(workspace.store, "explanation", rule="profile", target="register/organisation", reason="Acta 12",
         author="Tesorera", date=TODAY, fact=None)
    pack = build_pack(workspace, options(tmp_path / "target", kind=kind))
    told = (pack.folder / "data" / "index.html").read_text("utf-8")
    assert (f"Acta 12 – Tesorera, {TODAY}" in told) == signed
    assert f"Acta 12 – {TODAY}" in told or signed


def test_the_catalogue_that_is_answered_goes_along_with_own_rows_and_reads_back(office: Path, tmp_path: Path) -> None:
    shutil.copytree(office, tmp_path / "workspace")
    with workspaces.open_workspace(tmp_path / "workspace", author="tester", now=_now) as workspace:
        store = workspace.store
        store.save(OwnRequirement(catalogue="craft-2.0", code="OWN-9", module="4", title_es="Mapa de la ruta",
                                  text_es=f"La ruta la dibuja {NAMES[0]}."))
        store.save(Answer(catalogue="craft-2.0", requirement="OWN-9", result="pass", answered_on=date(2026, 1, 10),
                          statement="Hay mapa."))
        store.save(OfficialText(catalogue="craft-2.0", requirement="M.1/5.2/P.1", official_code="5.2",
                                wording="The very words."))
        store.save(OwnCatalogue(catalogue="buyer-2026", title="Lista del comprador"))
        store.save(CatalogueUse(catalogue="buyer-2026"))
        store.save(OwnRequirement(catalogue="buyer-2026", code="B-1", module="Origen", title_es="Sello",
                                  text_es="Cada bolsa tiene sello."))
        store.save(Answer(catalogue="buyer-2026", requirement="B-1", result="partly", statement="Casi todas."))
        paper = store.save(Document(title="Foto del sello", confidentiality="partners"))
        store.save(Citation(document=paper.id, target="requirement/buyer-2026/B-1"))
        full = build_pack(workspace, options(tmp_path / "full"))
        public = build_pack(workspace, options(tmp_path / "public", kind="craft_public"))
    kept = load_catalogue(full.folder / "data" / "catalogue" / "craft-2.0.json")
    row, numbered = kept.requirement("OWN-9"), kept.requirement("M.1/5.2/P.1")
    assert row.own and NAMES[0] not in row.text["es"] and "dibuja" in row.text["es"]
    assert (numbered.official_code, numbered.wording) == ("5.2", "The very words.")
    open_one = load_catalogue(public.folder / "data" / "catalogue" / "craft-2.0.json").requirement("M.1/5.2/P.1")
    assert (open_one.official_code, open_one.wording) == ("5.2", ""), "wording is the office's own copy"
    with (full.folder / "data" / "tables" / "S34_requirements.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = {line["criterion_code"]: line for line in csv.DictReader(lines)}
    assert rows["OWN-9"]["code_kind"] == "own requirement" and rows["OWN-9"]["confidence"] == "own"
    assert rows["OWN-9"]["answer"] == "pass" and rows["M.1/5.2/P.1"]["official_no"] == "5.2"
    assert (rows["B-1"]["standard"], rows["B-1"]["answer"]) == ("buyer", "partly") and rows["B-1"]["evidence_refs"]
    assert load_catalogue(full.folder / "data" / "catalogue" / "buyer-2026.json").own
    assert [path.name for path in (public.folder / "data" / "catalogue").iterdir()] == ["craft-2.0.json"]
    page = (full.folder / "data" / "index.html").read_text("utf-8")
    assert "OWN-9 (requirement of our own)" in page and "official no. 5.2" in page and "The very words." in page
    assert "The very words." not in (public.folder / "data" / "index.html").read_text("utf-8")
    listed = (full.folder / "data" / "manifest.csv").read_text("utf-8-sig")
    assert "catalogue/craft-2.0.json,catalogue" in listed
