"""Importing with preview: how a book is read, corrected and remembered; a cancelled import leaves nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.importers import office
from armdesk.models import ImportRun, Person, Production, Site
from ui import files, import_reading
from ui.import_reading import look, pattern_of, recipe_name
from ui.importing import ImportDialog
from ui.session import Session


def _book(path: Path, rows: list[list[Any]], title: str = "Hoja1") -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """An office's list with two good rows, one without a name and a column nobody knows."""
    return _book(tmp_path / "socios 2025.xlsx", [
        ["Cooperativa, lista de socios"], [], ["Nombre completo", "Sexo", "Apodo", "Fecha de ingreso"],
        ["Ana Quispe", "F", "Anita", "15/01/2020"], ["Luis Mamani", "M", "Lucho", "01/06/2019"],
        ["", "M", "Nadie", "01/06/2019"]])


def _dialog(session: Session, qtbot: Any, *paths: Path, register: str = "") -> ImportDialog:  # noqa: F811
    dialog = ImportDialog(session, list(paths), register)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.work.busy and bool(dialog.files.count()), timeout=20_000)
    return dialog


def test_a_proposal_becomes_a_recipe_that_reads_the_same_again(people: Path, tmp_path: Path) -> None:
    first = look(people, tmp_path / "recipes", "person")
    (sheet,) = first.sheets
    assert (sheet.included, sheet.register, sheet.header_row) == (True, "person", 3)
    assert {column.heading: column.field for column in sheet.columns}["Nombre completo"] == "name"
    assert next(column for column in sheet.columns if column.heading == "Apodo").samples == ("Anita", "Lucho", "Nadie")
    first.keep(tmp_path / "recipes")
    again = look(people, tmp_path / "recipes")
    assert again.known and again.kept is None and again.content() == first.content()
    assert look(_book(tmp_path / "socios 2026.xlsx", [["x"]]), tmp_path / "recipes").known


def test_a_richer_recipe_is_used_as_it_is(people: Path, tmp_path: Path) -> None:
    made = look(people, tmp_path / "none", "person")
    content = made.content()
    content["aliases"] = {"site": {"La Perla": ["perla"]}}
    (tmp_path / "rich").mkdir()
    import json

    (tmp_path / "rich" / "kept.json").write_text(json.dumps(content), encoding="utf-8")
    again = look(people, tmp_path / "rich")
    assert again.kept is not None and again.recipe().aliases


@pytest.mark.parametrize(("name", "pattern"), [
    ("ventas 2024.xls", "ventas *.xls"), ("lista [final].xlsx", "lista ?final?.xlsx"), ("socios.csv", "socios.csv")])
def test_next_years_file_is_read_by_the_same_recipe(name: str, pattern: str) -> None:
    assert pattern_of(name) == pattern


@pytest.mark.parametrize("name", ["../../x.xlsx", "CON.xlsx", "....xlsx", "a/b.csv"])
def test_a_recipe_is_kept_under_a_harmless_name(name: str) -> None:
    made = recipe_name(Path(name))
    assert made and "/" not in made and not made.startswith(".") and made.upper() != "CON"


def test_a_trial_writes_nothing_and_cancel_leaves_nothing(session: Session, people: Path, qtbot: Any) -> None:  # noqa: F811
    before = session.store.head()
    dialog = _dialog(session, qtbot, people, register="person")
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
    plan = dialog.files.entries[0].plan
    assert plan is not None
    assert {kind: count for kind, count in plan.counts().items() if count}["new"] == 2
    assert dialog.trial.preview.buttons["refused"].text() == "Refused 1"
    dialog.reject()
    assert session.store.head() == before and not list(session.workspace.backups.glob("*.db"))


def test_accepting_backs_up_imports_as_one_operation_and_undo_takes_it_back(
    session: Session, people: Path, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    said: list[Any] = []
    session.said.connect(said.append)
    dialog = _dialog(session, qtbot, people, register="person")
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
    dialog.trial.mapping.keep.setChecked(True)
    dialog.accept_one()
    qtbot.waitUntil(lambda: dialog.files.entries[0].state == "done", timeout=20_000)
    assert sorted(each.name for each in session.store.all(Person)) == ["Ana Quispe", "Luis Mamani"]
    assert len(list(session.workspace.backups.glob("*-import.db"))) == 1
    assert [path.name for path in (session.workspace.folder / office.RECIPES).iterdir()] == ["socios-2025.json"]
    target = tmp_path / "refused.xlsx"
    monkeypatch.setattr(files, "ask_target", lambda *_what: target)
    dialog.trial.save_refused()
    qtbot.waitUntil(target.exists, timeout=20_000)
    rows = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 2 and "Full name" in str(rows[1][-1])
    assert said and said[-1].action == "Undo"
    said[-1].run()
    qtbot.waitUntil(lambda: not session.store.all(Person), timeout=20_000)
    assert not session.store.all(ImportRun)


def test_the_letters_of_a_text_table_are_shown_and_can_be_chosen(
    session: Session, people: Path, qtbot: Any, tmp_path: Path  # noqa: F811
) -> None:
    book = tmp_path / "socios.csv"
    book.write_bytes("Nombre completo;Cédula;Sexo\nJosé Peña;123;M\nMaría Núñez;456;F\n".encode("mac_roman"))
    dialog = _dialog(session, qtbot, book, register="person")
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
    mapping = dialog.trial.mapping
    assert mapping.letters.currentData() == "mac_roman" and not mapping.letters.isHidden()
    assert "Macintosh" in dialog.files.entries[0].reading.cautions[0].sentence
    assert "text" not in dialog.files.entries[0].reading.content(), "found anew for the next file"
    mapping.letters.setCurrentIndex(mapping.letters.findData("cp850"))
    qtbot.waitUntil(lambda: dialog.files.entries[0].reading.encoding == "cp850", timeout=20_000)
    assert not dialog.files.entries[0].reading.cautions
    mapping.letters.setCurrentIndex(mapping.letters.findData("utf-8"))
    qtbot.waitUntil(lambda: mapping.letters.currentData() == "cp850", timeout=20_000)
    assert dialog.files.entries[0].reading.encoding == "cp850", "what does not fit is not taken"
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
    mapping.letters.setCurrentIndex(mapping.letters.findData("mac_roman"))
    entry = dialog.files.entries[0]
    qtbot.waitUntil(lambda: entry.reading.encoding == "mac_roman" and entry.plan is not None, timeout=20_000)
    assert [each.values["name"] for each in dialog.files.entries[0].plan.new] == ["José Peña", "María Núñez"]
    kept = dialog.files.entries[0].reading
    kept.keep(session.workspace.folder / office.RECIPES)
    again = look(book, session.workspace.folder / office.RECIPES)
    assert again.kept is None and again.letters_chosen and again.content()["text"] == {"encoding": "mac_roman"}
    workbook = _dialog(session, qtbot, people, register="person")
    qtbot.waitUntil(workbook.accept_button.isEnabled, timeout=20_000)
    assert workbook.trial.mapping.letters.isHidden()


def test_a_wrong_guess_is_corrected_column_by_column(session: Session, qtbot: Any, tmp_path: Path) -> None:  # noqa: F811
    book = _book(tmp_path / "raro.xlsx", [["Quien", "Cuando", "Cuanto"], ["Mina", "04/03/2025", "12,5"]])
    dialog = _dialog(session, qtbot, book)
    assert not dialog.accept_button.isEnabled() and dialog.trial.tabs.place() == 1
    mapping = dialog.trial.mapping
    mapping.register.setCurrentIndex(mapping.register.findData("production"))
    mapping.fields[1].setCurrentIndex(mapping.fields[1].findData("date"))
    mapping.fields[2].setCurrentIndex(mapping.fields[2].findData("gross_mg"))
    sheet = mapping.current()
    assert sheet is not None
    next(column for column in sheet.columns if column.heading == "Cuanto").unit = "g"
    mapping.mark.setCurrentIndex(mapping.mark.findData(","))
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
    dialog.accept_one()
    qtbot.waitUntil(lambda: bool(session.store.all(Production)), timeout=20_000)
    (made,) = session.store.all(Production)
    assert (str(made.date), made.gross_mg) == ("2025-03-04", 12_500)


def test_one_field_belongs_to_one_column(session: Session, qtbot: Any, people: Path) -> None:  # noqa: F811
    dialog = _dialog(session, qtbot, people, register="person")
    mapping = dialog.trial.mapping
    headings = [column.heading for column in (mapping.current() or import_reading.SheetReading("", [])).columns]
    nickname = headings.index("Apodo")
    mapping.fields[nickname].setCurrentIndex(mapping.fields[nickname].findData("name"))
    shown = mapping.current()
    assert shown is not None
    assert [column.heading for column in shown.columns if column.field == "name"] == ["Apodo"]


def test_import_all_takes_no_guess_that_nobody_has_seen(session: Session, qtbot: Any, people: Path,  # noqa: F811
                                                       tmp_path: Path) -> None:
    other = _book(tmp_path / "ventas.xlsx", [["Nombre completo", "Sexo"], ["Rosa Huanca", "F"]])
    (tmp_path / "foto.txt").write_text("nota", encoding="utf-8")
    dialog = _dialog(session, qtbot, people, other, tmp_path / "foto.txt")
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
    assert [entry.path.suffix for entry in dialog.files.entries][-1] == ".txt"
    assert len(dialog.files.trusted()) == 1 and not dialog.all_button.isEnabled()
    dialog.files.setCurrentRow(1)
    qtbot.waitUntil(lambda: len(dialog.files.trusted()) == 2 and dialog.all_button.isEnabled(), timeout=20_000)
    dialog.accept_all()
    qtbot.waitUntil(lambda: dialog.files.entries[-1].state == "done", timeout=20_000)
    assert len(session.store.all(Person)) == 3


def test_going_back_to_an_imported_file_still_offers_its_refused_rows(
    session: Session, qtbot: Any, people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    (tmp_path / "foto.txt").write_text("nota", encoding="utf-8")
    dialog = _dialog(session, qtbot, people, tmp_path / "foto.txt", register="person")
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
    dialog.accept_one()
    qtbot.waitUntil(lambda: dialog.files.entries[0].state == "done", timeout=20_000)
    assert dialog.files.currentRow() == 1 and dialog.trial.stack.currentWidget() is dialog.trial.note
    assert dialog.state.text() == ""
    dialog.files.setCurrentRow(0)
    assert dialog.trial.stack.currentWidget() is dialog.trial.tabs and dialog.trial.preview.save_button.isVisible()
    assert "2 new" in dialog.state.text() and "1 refused" in dialog.state.text()
    target = tmp_path / "refused.xlsx"
    monkeypatch.setattr(files, "ask_target", lambda *_what: target)
    dialog.trial.preview.save_button.click()
    qtbot.waitUntil(target.exists, timeout=20_000)
    dialog.files.setCurrentRow(1)
    assert dialog.state.text() == ""
    dialog.accept_one()
    qtbot.waitUntil(lambda: dialog.files.entries[1].state == "done", timeout=20_000)
    assert "Importing" not in dialog.state.text()
    assert dialog.isVisible()
    dialog.files.setCurrentRow(0)
    assert dialog.trial.preview.save_button.isVisible()


def test_a_file_that_is_no_book_says_so(session: Session, qtbot: Any, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "no.xlsx").write_bytes(b"this is no workbook")
    dialog = _dialog(session, qtbot, tmp_path / "no.xlsx")
    assert dialog.files.entries[0].state == "fault" and dialog.files.entries[0].remark in dialog.trial.note.text()


def test_files_dropped_on_the_window_are_imported(session: Session, people: Path, qtbot: Any) -> None:  # noqa: F811
    from PySide6.QtCore import QMimeData, QPointF, QUrl
    from PySide6.QtGui import QDropEvent
    from PySide6.QtWidgets import QWidget

    from ui import attached

    window = QWidget()
    qtbot.addWidget(window)
    attached.attach(session, window)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(people))])
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    # Qt hands a drop on only after it has seen the drag come in, which needs a real pointer.
    (drops,) = window.findChildren(attached._Drops)
    assert window.acceptDrops() and drops.eventFilter(window, event)
    (dialog,) = window.findChildren(ImportDialog)
    qtbot.waitUntil(lambda: dialog.files.entries[0].state == "ready", timeout=20_000)
    dialog.reject()


def test_sites_and_crews_a_book_names_are_added_on_the_way_and_taken_back(session: Session, tmp_path: Path,  # noqa: F811
                                                                          qtbot: Any) -> None:
    rows = [["Fecha", "Mina", "Cuadrilla", "Entregó", "Oro bruto (g)"],
            ["2026-03-02", "La Ñapa", "Los Tigres", "Ana", 12], ["2026-03-03", "El Filo", "Los Tigres", "Ana", 13],
            ["2026-03-04", "La Ñapa", "Los Tigres", "Eva", "doce"]]
    dialog = _dialog(session, qtbot, _book(tmp_path / "marzo.xlsx", rows), register="production")
    preview = dialog.trial.preview
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    preview.choose("doubtful")
    assert preview.names_button.text() == "Add 2 sites, 1 crew" and preview.names_button.isVisible()
    preview.names_button.click()
    qtbot.waitUntil(lambda: dialog.accept_button.isEnabled() and not preview.names)
    assert {each.name for each in session.store.all(Site)} == {"La Ñapa", "El Filo"}
    assert preview.names_button.isHidden() and dialog.trial.messages.texts() == ["Added: 2 sites, 1 crew."]
    assert all(each.values["site"] and each.values["crew"] and each.values["person_as_written"]
               for each in preview.plan.new)  # type: ignore[union-attr]  # it was shown
    bar = dialog.trial.messages.findChildren(QPushButton, options=Qt.FindChildOption.FindChildrenRecursively)
    next(each for each in bar if each.text() == "Undo").click()
    qtbot.waitUntil(lambda: dialog.accept_button.isEnabled() and bool(preview.names))
    assert not session.store.all(Site)


def test_what_became_of_a_file_leaves_the_dialog_as_wide_as_it_was(session: Session, people: Path,  # noqa: F811
                                                                   qtbot: Any) -> None:
    dialog = _dialog(session, qtbot, people, register="person")
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    before = dialog.minimumSizeHint().width()
    dialog.state.setText("Importado. Nuevas: 100.000, cambiadas: 100.000, rechazadas: 100.000, dudosas: 100.000. " * 2)
    assert dialog.minimumSizeHint().width() == before
