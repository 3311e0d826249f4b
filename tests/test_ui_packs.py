"""Packs on the screen: looked into, made, stopped, verified, copied; and the backups that make themselves."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import make
from PySide6.QtWidgets import QWidget
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk import backup
from armdesk.errors import ExportError, PackError
from armdesk.exports.pack import PackOptions, build_pack
from armdesk.exports.verify import verify_pack
from armdesk.models import CatalogueUse, Pack
from armdesk.services.basis.period import Period
from ui import backing_up, files, packing
from ui.blocks import in_groups, size_text
from ui.pack_verify import VerifyView, verdict_lines
from ui.pages.backups import BackupsPage
from ui.pages.packs import PacksPage
from ui.session import Session


@pytest.fixture
def page(session: Session, qtbot: Any, tmp_path: Path) -> PacksPage:  # noqa: F811
    """The page of packs of a small cooperative."""
    make(session.store, "organisation")
    make(session.store, "production")
    made = PacksPage(session)
    qtbot.addWidget(made)
    made.resize(1180, 600)
    made.show()
    made.form.target.setText(str(tmp_path / "packs"))
    made.form.recipient.setText("Compradora")
    return made


def test_what_is_inside_is_shown_before_it_is_made(page: PacksPage, qtbot: Any) -> None:
    page.look_inside()
    qtbot.waitUntil(lambda: page.contents.branches.rowCount() > 0, timeout=30_000)
    texts = [page.contents.branches.item(row).text() for row in range(page.contents.branches.rowCount())]
    assert any(text.startswith("Workbook and tables:") for text in texts)
    assert any("codes in place of names" in text for text in texts)
    assert any("remark" in text for text in texts)
    assert not page.session.store.all(Pack)


def test_restricted_papers_are_said_to_stay_out(session: Session) -> None:  # noqa: F811
    kept = make(session.store, "document", title="Denuncia", confidentiality="restricted")
    make(session.store, "citation", document=kept.id, revision=None)
    options = PackOptions(Period.of_year(2025), session.workspace.folder)
    found = packing.look_inside(session.workspace, options)
    assert "Denuncia" in [each.title for each in found.left_out]
    assert "Denuncia" not in [each.title for each in found.kept]


def test_the_report_by_requirement_asks_of_which_standard(page: PacksPage, qtbot: Any) -> None:
    for key in ("craft-2.0", "fairmined-2.0"):
        page.session.store.save(CatalogueUse(catalogue=key))
    form = page.form
    wide = form.minimumSizeHint().width()
    form.kind.setCurrentIndex(form.kind.findData("requirements"))
    assert [form.catalogue.itemData(place) for place in range(form.catalogue.count())] == [
        "craft-2.0", "fairmined-2.0"]
    assert form.catalogue_row.isVisibleTo(form) and form.minimumSizeHint().width() == wide, "long names are not cut"
    form.catalogue.setCurrentIndex(1)
    wanted = form.options()
    assert wanted is not None and (wanted.kind, wanted.catalogue) == ("requirements", "fairmined-2.0")
    form.kind.setCurrentIndex(form.kind.findData("craft_public"))
    assert form.catalogue.currentData() == "craft-2.0" and not form.catalogue_row.isVisibleTo(form)


@pytest.mark.parametrize(("begins", "ends", "target"), [
    ("2025-12-31", "2025-01-01", "/x"), ("31/02/2025", "2025-12-31", "/x"), ("2025-01-01", "2025-12-31", "packs")])
def test_a_wrong_wish_is_said_in_the_form(page: PacksPage, begins: str, ends: str, target: str) -> None:
    page.form.begins.setText(begins)
    page.form.ends.setText(ends)
    page.form.target.setText(target)
    assert page.form.options() is None and page.form.problem.text()
    page.make()
    assert page._job is None


def test_a_pack_is_made_verified_copied_and_listed(page: PacksPage, qtbot: Any, tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    page.make()
    qtbot.waitUntil(lambda: page.made is not None, timeout=60_000)
    assert page.made is not None and in_groups(page.made.root_hash) in page.root.text()
    page.verify_made()
    qtbot.waitUntil(lambda: page.verify_view.verdict is not None, timeout=30_000)
    assert page.verify_view.head.text() == "The pack is whole."
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(files, "ask_folder", lambda *_what: tmp_path / "stick")
    page.copy_made()
    qtbot.waitUntil(lambda: any("copy is whole" in text for text in page.messages.texts()), timeout=30_000)
    assert {path.name for path in (tmp_path / "stick").iterdir()} == {path.name for path in
                                                                     (tmp_path / "packs").iterdir()}
    qtbot.waitUntil(lambda: page.table.rows.count == 1, timeout=20_000)
    assert page._listed() == page.made.folder
    assert page.session.person.columns["packs"] == [str(tmp_path / "packs")]


def test_a_stopped_pack_leaves_nothing(page: PacksPage, qtbot: Any, tmp_path: Path) -> None:
    page.make()
    assert page._job is not None
    page._job.cancel()
    qtbot.waitUntil(lambda: page._job is None, timeout=60_000)
    assert page.state.text() == "Stopped; nothing of the pack is left."
    assert not page.session.store.all(Pack) and not list((tmp_path / "packs").glob("*"))
    assert page.go.isVisibleTo(page) and not page.stop.isVisibleTo(page)


def test_a_changed_pack_is_named_in_words(session: Session, qtbot: Any, tmp_path: Path) -> None:  # noqa: F811
    make(session.store, "organisation")
    made = build_pack(session.workspace, PackOptions(Period.of_year(2025), tmp_path / "packs"))
    page = made.folder / "data" / "index.html"
    page.write_bytes(page.read_bytes() + b" ")
    view = VerifyView(session)
    qtbot.addWidget(view)
    view.verify(made.folder)
    qtbot.waitUntil(lambda: view.verdict is not None, timeout=30_000)
    assert view.head.text() == "The pack is NOT as it was made."
    assert "data/index.html was changed." in view.words.text()
    view.verify(tmp_path / "nothing")
    qtbot.waitUntil(view.go.isEnabled, timeout=30_000)
    assert view.verdict is not None and not view.verdict.ok


def test_a_copy_refuses_what_is_there_and_leaves_nothing_half(session: Session, tmp_path: Path) -> None:  # noqa: F811
    make(session.store, "organisation")
    made = build_pack(session.workspace, PackOptions(Period.of_year(2025), tmp_path / "packs"))
    pieces = packing.pieces_of(made.folder)
    assert len(pieces) == 3
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / made.cover.name).touch()
    with pytest.raises(ExportError):
        packing.copy_pack(pieces, tmp_path / "full", "en")
    assert [path.name for path in (tmp_path / "full").iterdir()] == [made.cover.name]
    with pytest.raises(ExportError):
        packing.copy_pack(pieces, tmp_path / "full" / made.cover.name, "en")
    with pytest.raises(PackError):
        packing.pieces_of(tmp_path / "gone")
    assert "Root hash" in "\n".join(verdict_lines(verify_pack(made.folder)))


def test_codes_and_sizes_are_read_easily(english: None) -> None:  # noqa: F811
    assert in_groups("0123456789ab") == "0123 4567 89ab"
    assert [size_text(count) for count in (0, 1, 2_400, 999_000, 3_460_000)] == ["0 kB", "1 kB", "2 kB", "999 kB",
                                                                                "3.5 MB"]


# backups


def test_a_backup_is_due_after_thirty_minutes_of_changes(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    space, now = session.workspace, session.workspace.now()
    assert not backing_up.is_due(space, now - timedelta(hours=2))
    make(session.store, "person")
    assert backing_up.behind(space)
    assert backing_up.is_due(space, now - timedelta(minutes=30))
    assert not backing_up.is_due(space, now - timedelta(minutes=29))
    backup.make(space, "asked")
    assert not backing_up.behind(space)
    make(session.store, "person")
    assert backing_up.behind(space) and not backing_up.is_due(space, now - timedelta(hours=2))
    monkeypatch.setattr(space, "now", lambda: now + timedelta(minutes=31))
    assert backing_up.is_due(space, now - timedelta(hours=2))


def test_a_window_closes_when_its_backup_is_made(session: Session, qtbot: Any) -> None:  # noqa: F811
    window = QWidget()
    qtbot.addWidget(window)
    backing_up.attend(session, window)
    assert backing_up.attend(session, window) is session.findChild(backing_up.BackingUp)
    make(session.store, "person")
    window.show()
    assert not window.close() and window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert [each.reason for each in backup.listed(session.workspace.backups)] == ["closing"]


def test_a_window_without_changes_closes_at_once(session: Session, qtbot: Any) -> None:  # noqa: F811
    window = QWidget()
    qtbot.addWidget(window)
    backing_up.attend(session, window)
    window.show()
    assert window.close() and not backup.listed(session.workspace.backups)


def test_a_failed_backup_asks_before_the_window_closes(session: Session, qtbot: Any, answers: list[Any],  # noqa: F811
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    backing_up.attend(session, window)
    make(session.store, "person")

    def fail(*_what: object) -> None:
        raise ExportError("The disk is full.")

    monkeypatch.setattr(backup, "make", fail)
    window.show()
    answers[:] = ["stay"]
    window.close()
    qtbot.waitUntil(lambda: "The disk is full." in str(answers[-1]), timeout=20_000)
    assert window.isVisible()
    answers[:] = ["close"]
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)


def test_the_page_of_backups_makes_lists_proves_and_confirms(session: Session, qtbot: Any, tmp_path: Path,  # noqa: F811
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    make(session.store, "person")
    session.workspace.settings.frozen_backups = True
    page = BackupsPage(session)
    qtbot.addWidget(page)
    page.show()
    assert any("restored from a backup" in text for text in page.messages.texts())
    page.confirm()
    assert not session.workspace.settings.frozen_backups
    page.make()
    qtbot.waitUntil(lambda: page.table.rows.count == 1, timeout=20_000)
    assert page.table.rows.cell(0, 6) == "proved"
    page.verify()
    qtbot.waitUntil(lambda: any("is whole" in text for text in page.messages.texts()), timeout=20_000)
    monkeypatch.setattr(files, "ask_folder", lambda *_what: tmp_path / "stick")
    page.make_elsewhere()
    qtbot.waitUntil(lambda: page.disk_button.isEnabled() and bool(backup.listed(tmp_path / "stick")), timeout=20_000)
    path = session.workspace.backups / f"{page.backups[0].name}.db"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-4096] + bytes(4096))
    page.table.selectRow(0)
    page.verify()
    qtbot.waitUntil(lambda: any("damaged" in text for text in page.messages.texts()), timeout=20_000)
