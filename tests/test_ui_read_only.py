"""Every page opens over a workspace that may only be read, and neither it nor the upkeep writes anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pack_office
import pytest
from conftest import NOW
from ui_fixtures import config, english  # noqa: F401 - fixtures

from armdesk import workspace as workspaces
from armdesk.settings import PersonSettings
from ui import measuring, places, problems, tending, text_reading, theme
from ui.session import Session

PAGES = {page.key: page for page in places.PAGES}
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled office."""
    made = tmp_path_factory.mktemp("read") / "workspace"
    with workspaces.create(made, author="tester", now=lambda: NOW) as workspace:
        pack_office.fill(workspace)
    return made


@pytest.fixture
def reader(folder: Path, qapp: Any, config: Path, english: None,  # noqa: F811
           monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Somebody who may only read; what goes wrong is raised."""
    def raised(error: Exception, *_more: Any) -> None:
        raise error

    monkeypatch.setattr(problems, "show", raised)
    with workspaces.open_workspace(folder, author="tester", now=lambda: NOW, read_only=True) as workspace:
        session = Session(workspace, PersonSettings(language="en", theme="light", author="tester"))
        if not qapp.styleSheet():
            theme.apply(session.theme)
        yield session
        session.close()
        session.deleteLater()


@pytest.mark.parametrize("key", PAGES)
def test_a_page_opens_and_writes_nothing(reader: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch,
                                         key: str) -> None:
    written: list[str] = []
    type_ = type(reader.workspace.db)
    run = type_.execute_sql

    def told(self: Any, question: str, *more: Any, **named: Any) -> Any:
        if question.lstrip().upper().startswith(_WRITES):
            written.append(question)
        return run(self, question, *more, **named)

    monkeypatch.setattr(type_, "execute_sql", told)
    page = PAGES[key].make(reader)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    done: list[bool] = []
    reader.jobs.read(page, lambda: True, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert reader.store.read_only and not written


def test_no_upkeep_is_begun(reader: Session, qtbot: Any) -> None:
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    qtbot.addWidget(window)
    for each in (measuring, tending, text_reading):
        each.attend(reader, window)
    assert not window.children()
