"""Lists of requests of auditors: any headings in four languages in, our answers out in the same layout, states back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import make
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from armdesk.catalogues import load
from armdesk.errors import RefusedFile
from armdesk.exports.request_book import write_back
from armdesk.models import Audit, AuditRequest, Citation, Document, RequestList
from armdesk.services.audit import audit_match, audit_papers, audit_requests
from armdesk.services.audit.audit_requests import CHANGED, NEW, SAME, Choice
from armdesk.store import Store
from armdesk.workspace import Workspace

TODAY = date(2026, 1, 31)
CRAFT = load.get("craft-2.0")

LISTS: dict[str, list[list[Any]]] = {
    "es": [["SOLICITUD DE INFORMACIÓN"], [], ["N.º", "Documentos solicitados", "Requisito", "Responsable",
                                              "Fecha límite", "Estado", "Observaciones del auditor"],
           ["A. Organización"], [1, "Lista de asociados con fecha de nacimiento", "M.3/1.1/P.1", "Gerencia",
                                 date(2026, 2, 20), "Pendiente", ""],
           [2, "Balance de oro de 2025", "", "", "20/02/2026", "Recibido", "Falta marzo"]],
    "en": [["Ref", "Evidence requested", "Clause", "Owner", "Due date", "Status", "Auditor comments"],
           ["R-1", "Birth dates of all workers", "M.3/1.1/P.1", "Office", "2026-02-20", "open", ""],
           ["R-2", "Gold balance 2025", "", "", "2026-02-20", "received", "March is missing"]],
    "fr": [["Réf.", "Pièces demandées", "Exigence", "Responsable", "Échéance", "Statut", "Commentaires"],
           ["1", "Liste des membres avec date de naissance", "M.3/1.1/P.1", "Bureau", "20/02/2026", "en attente", ""],
           ["2", "Bilan d’or 2025", "", "", "20/02/2026", "reçu", "Il manque mars"]],
    "pt": [["Nº", "Documento solicitado", "Requisito", "Responsável", "Prazo", "Situação", "Observações"],
           ["1", "Lista de membros com data de nascimento", "M.3/1.1/P.1", "Diretoria", "20/02/2026", "pendente", ""],
           ["2", "Balanço de ouro 2025", "", "", "20/02/2026", "recebido", "Falta março"]],
}


def written(path: Path, rows: list[list[Any]]) -> Path:
    """A list as an auditor would save it."""
    book = Workbook()
    for cells in rows:
        book.active.append(cells)
    book.save(path)
    return path


def taken(workspace: Workspace, audit: Audit, path: Path) -> tuple[int, int]:
    """All rows of a list taken over, with the requirement that is proposed where it is sure."""
    listed = audit_requests.look(path, [CRAFT], TODAY)
    met = audit_requests.compare(workspace.store, audit, listed, TODAY)
    sure = {place: each.asked.proposed.reference for place, each in enumerate(met)
            if each.asked.proposed is not None and each.asked.proposed.sure}
    return audit_requests.take(workspace.store, workspace.files, audit, listed, Choice(met, range(len(met)), sure),
                               TODAY)


@pytest.mark.parametrize("language", sorted(LISTS))
def test_a_list_in_each_language_is_read_with_its_two_tracks_apart(language: str, workspace: Workspace,
                                                                   tmp_path: Path) -> None:
    store = workspace.store
    audit = make(store, "audit")
    listed = audit_requests.look(written(tmp_path / "lista.xlsx", LISTS[language]), [CRAFT], TODAY)
    assert set(listed.columns) >= {"number", "text", "requirement", "responsible", "due_on", "auditor_status",
                                   "auditor_note"}
    assert len(listed.rows) == 2 and listed.left_out == (language == "es")
    first, second = listed.rows
    assert first.due_on == second.due_on == date(2026, 2, 20)
    assert first.proposed is not None and first.proposed.sure
    assert first.proposed.reference == "requirement/craft-2.0/M.3/1.1/P.1"
    assert (first.auditor_status, second.auditor_status) == ("open", "received") and second.auditor_note
    assert taken(workspace, audit, listed.path) == (2, 0)
    one, two = store.all(AuditRequest, audit=audit.id)
    assert (one.status, one.auditor_status, two.status, two.auditor_status) == ("open", "open", "open", "received")
    assert one.requirement == first.proposed.reference and two.requirement is None
    [document] = store.all(Document)
    assert document.kind == "list" and workspace.files.path(store.all(RequestList)[0].sha256).is_file()


def test_a_request_without_code_is_matched_by_words_and_nonsense_by_nothing() -> None:
    found = audit_match.propose("Prueba de edad de las personas menores de 18 años: trabajo infantil", [CRAFT])
    assert found is not None and not found.sure and "M.3" in found.reference
    assert audit_match.propose("xyz", [CRAFT]) is None and audit_match.propose("", []) is None
    assert audit_match.propose("Ver 2025", [CRAFT]) is None
    code = audit_match.propose("Según M.5/1.3/P.6 y otros", [CRAFT])
    assert code is not None and code.sure and code.reference == "requirement/craft-2.0/M.5/1.3/P.6"


def test_the_auditors_answers_come_back_and_our_track_stays(workspace: Workspace, tmp_path: Path) -> None:
    store = workspace.store
    audit = make(store, "audit")
    path = written(tmp_path / "lista.xlsx", LISTS["es"])
    taken(workspace, audit, path)
    one, two = store.all(AuditRequest, audit=audit.id)
    audit_requests.set_status(store, [one.id], "ready", TODAY)
    listed = audit_requests.look(path, [CRAFT], TODAY)
    assert [each.state for each in audit_requests.compare(store, audit, listed, TODAY)] == [SAME, SAME]
    rows = [list(each) for each in LISTS["es"]]
    rows[4][5], rows[5][5], rows[5][6] = "Aceptado", "Más información", "Falta abril"
    rows.append([3, "Recibos de regalías", "", "", "", "algo raro", ""])
    listed = audit_requests.look(written(tmp_path / "vuelta.xlsx", rows), [CRAFT], TODAY)
    met = audit_requests.compare(store, audit, listed, TODAY)
    assert [each.state for each in met] == [CHANGED, CHANGED, NEW]
    assert ("auditor_status", "Open", "Accepted") in met[0].changes and "algo raro" in listed.rows[2].problems[0]
    assert audit_requests.take(store, workspace.files, audit, listed, Choice(met, {0, 2}), TODAY) == (1, 1)
    one, two, three = store.all(AuditRequest, audit=audit.id)
    assert (one.status, one.auditor_status, one.auditor_on) == ("ready", "accepted", TODAY)
    assert two.auditor_status == "received" and three.auditor_status == "open"
    store.undo()
    assert len(store.all(AuditRequest, audit=audit.id)) == 2


def test_the_list_goes_out_in_the_auditors_own_layout(workspace: Workspace, tmp_path: Path) -> None:
    store = workspace.store
    audit = make(store, "audit")
    book = Workbook()
    sheet = book.active
    sheet.title = "Pedido 2026"
    for cells in LISTS["es"]:
        sheet.append(cells)
    sheet["A1"].font = Font(bold=True, size=20)
    sheet["H5"] = "=1+1"
    book.save(tmp_path / "lista.xlsx")
    taken(workspace, audit, tmp_path / "lista.xlsx")
    one, _two = store.all(AuditRequest, audit=audit.id)
    one.status, one.answer, one.responsible = "sent", "=HYPERLINK(\"x\") & <b>", "Ana"
    store.save(one)
    document = store.save(Document(title="Planilla firmada", number="D-9", binder_no="C2-14"))
    store.save(Citation(document=document.id, target=f"audit_request/{one.id}", page="3"))
    store.save(AuditRequest(audit=audit.id, number="X", text="Pedido de palabra"))
    [listing] = store.all(RequestList)
    requests = store.all(AuditRequest, audit=audit.id)
    proofs = audit_papers.proofs_of(store, [f"audit_request/{each.id}" for each in requests])
    lines = {each.id: proofs.get(f"audit_request/{each.id}", []) for each in requests}
    write_back(listing, workspace.files.path(listing.sha256), requests, lines, tmp_path / "fuera.xlsx", "es")
    out = load_workbook(tmp_path / "fuera.xlsx")["Pedido 2026"]
    assert out["A1"].font.size == 20 and out["B5"].value == LISTS["es"][4][1] and out["H5"].value == "=1+1"
    heads = [cell.value for cell in out[3]]
    answer = heads.index("Answer") if "Answer" in heads else heads.index("Respuesta")
    assert out.cell(5, 4).value == "Ana" and out.cell(5, answer + 1).data_type == "s"
    assert out.cell(5, answer + 1).value.startswith("=HYPERLINK")
    assert "D-9 Planilla firmada" in str(out.cell(5, answer + 2).value)
    assert out.cell(7, 2).value == "Pedido de palabra" and out.cell(6, answer + 1).value is None
    listed = audit_requests.look(tmp_path / "fuera.xlsx", [CRAFT], TODAY)
    met = audit_requests.compare(store, audit, listed, TODAY)
    assert [each.state for each in met] == [SAME, SAME, SAME]


def test_lists_of_other_kinds_go_out_as_workbooks(workspace: Workspace, tmp_path: Path) -> None:
    audit = make(workspace.store, "audit")
    path = tmp_path / "lista.csv"
    path.write_text("No;Solicitud;Estado\n1;Lista de asociados;Pendiente\n2;Actas;Recibido\n", encoding="utf-8")
    assert taken(workspace, audit, path) == (2, 0)
    [listing] = workspace.store.all(RequestList)
    write_back(listing, workspace.files.path(listing.sha256), workspace.store.all(AuditRequest), {},
               tmp_path / "fuera.xlsx", "en")
    out = load_workbook(tmp_path / "fuera.xlsx").active
    assert [cell.value for cell in out[1]] == ["No", "Solicitud", "Estado", "Responsible", "Our state", "Answer",
                                               "Evidence"]
    assert out.cell(3, 5).value.startswith("Not begun")


def test_without_a_list_requests_go_out_in_our_own_layout(store: Store, tmp_path: Path) -> None:
    audit = make(store, "audit")
    store.save(AuditRequest(audit=audit.id, number="1", text="Actas", requirement="requirement/craft-2.0/M.3/1.1/P.1",
                            due_on=date(2026, 2, 2), status="open"))
    write_back(None, None, store.all(AuditRequest), {}, tmp_path / "propia.xlsx", "en")
    listed = audit_requests.look(tmp_path / "propia.xlsx", [CRAFT], TODAY)
    assert [(each.number, each.text, each.due_on) for each in listed.rows] == [("1", "Actas", date(2026, 2, 2))]
    assert listed.rows[0].proposed is not None and listed.rows[0].proposed.sure


def test_hostile_and_useless_files_are_refused_with_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "rota.xlsx"
    broken.write_bytes(b"PK\x03\x04" + b"\x00" * 50)
    picture = tmp_path / "foto.xlsx"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + b"\x00" * 50)
    for path in (broken, picture, written(tmp_path / "vacia.xlsx", []),
                 written(tmp_path / "otra.xlsx", [["Fecha", "Gramos"], [date(2025, 1, 1), 3]])):
        with pytest.raises(RefusedFile) as refusal:
            audit_requests.look(path, [CRAFT], TODAY)
        assert path.name in str(refusal.value)


def test_strange_cells_are_told_row_by_row_and_lose_nothing(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["No", "Solicitud", "Fecha límite"], [1, "Actas", "pronto"], ["", "", ""],
                             [None, "+cmd|'/C calc'!A0", date(1902, 1, 1)], [3, "x" * 9_000, None]]
    listed = audit_requests.look(written(tmp_path / "rara.xlsx", rows), [CRAFT], TODAY)
    assert [bool(each.problems) for each in listed.rows] == [True, False, False]
    assert listed.rows[0].due_on is None and len(listed.rows[2].text) == 4_000
    again = audit_requests.look(listed.path, [CRAFT], TODAY, {"text": 1}, listed.sheet)
    assert [each.number for each in again.rows] == ["1", "2", "3"] and not again.rows[0].problems


def test_a_state_moves_on_one_track_only(store: Store) -> None:
    request = store.save(AuditRequest(audit=make(store, "audit").id, text="Actas", status="open",
                                      auditor_status="open"))
    assert audit_requests.set_status(store, [request.id], "sent", TODAY) == 1
    assert audit_requests.set_status(store, [request.id], "sent", TODAY) == 0
    assert audit_requests.set_status(store, [request.id], "accepted", TODAY, auditor=True) == 1
    kept = store.get(AuditRequest, request.id)
    assert kept is not None and (kept.status, kept.status_on, kept.auditor_status, kept.auditor_on) == (
        "sent", TODAY, "accepted", TODAY)
    assert audit_requests.set_status(store, [], "open", TODAY) == 0
