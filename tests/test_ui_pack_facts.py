"""The list of packs says which facts of a pack the registers tell otherwise since it was made."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from fact_cases import YEAR, Office
from factories import make
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.exports.pack import PackOptions, build_pack
from ui.pages.packs import PacksPage
from ui.session import Session, Visit


def test_a_pack_is_compared_with_the_registers(session: Session, qtbot: Any, tmp_path: Path) -> None:  # noqa: F811
    make(session.store, "organisation")
    office = Office(session.store)
    office.put("drill")
    build_pack(session.workspace, PackOptions(YEAR, tmp_path / "packs", language="en", made_on=date(2026, 1, 20),
                                              zipped=False))
    page = PacksPage(session)
    qtbot.addWidget(page)
    page.resize(1180, 600)
    page.show()
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 1, timeout=20_000)
    page.views.choose(1)
    page.table.selectRow(0)
    page.compare_listed()
    qtbot.waitUntil(lambda: "still tell all facts" in page.since.words.text(), timeout=20_000)
    assert page.since.table.isHidden()
    office.put("drill")
    page.compare_listed()
    qtbot.waitUntil(lambda: not page.since.table.isHidden(), timeout=20_000)
    assert page.since.words.text() == (
        "Since pack 1 was made on 2026-01-20, the source of 1 fact has changed. The pack stays as it was.")
    model = page.since.table.model()
    assert [model.data(model.index(0, column)) for column in range(4)] == ["Drills held", "1", "2", "the value"]
    went: list[Visit] = []
    session.went.connect(went.append)
    page.since.table.activated.emit(model.index(0, 0))
    assert went[-1].page == "drill" and went[-1].filters
