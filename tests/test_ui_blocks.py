"""Small pieces of pages."""

from __future__ import annotations

from typing import Any

from ui.way import Way


def test_a_link_without_room_keeps_its_beginning_and_its_end(qtbot: Any) -> None:
    went: list[bool] = []
    way = Way("DOC-0015 · Acta & anexos de la asamblea ordinaria · p. 12", lambda: went.append(True))
    qtbot.addWidget(way)
    way.resize(160, 30)
    way.show()
    assert way.shown().startswith("DOC") and way.shown().endswith("p. 12") and "…" in way.shown()
    assert way.accessibleName().endswith("ordinaria · p. 12") and way.minimumWidth() < 160
    way.resize(900, 30)
    assert way.shown() == way.accessibleName()
    way.click()
    assert went
