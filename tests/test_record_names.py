"""Names of linked records in packs: the same whether a register is short or too long to be held in memory."""

from __future__ import annotations

import pytest
from factories import make

from armdesk.i18n import speaking
from armdesk.services.basis.hiding import MemberCodes, scrubber
from armdesk.services.packs import record_names
from armdesk.services.packs.record_names import RecordNames
from armdesk.store import Store


def test_long_registers_are_named_like_short_ones(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    make(store, "person", name="Ana Ruiz Mora")
    lots = [make(store, "lot", code=f"L-{number}", sale=None).id for number in range(7)]
    lots.append(make(store, "lot", code="Ana Ruiz Mora", sale=None).id)
    asked = [*lots, "ab" * 16, lots[3], lots[0]]
    with speaking("en"):
        hide = scrubber(store, MemberCodes(store, ""))
        whole = RecordNames(store, hide, "lot")
        short = whole.of(asked)
        assert short[:7] == [f"L-{number}" for number in range(7)]
        assert short[7].startswith("M-") and short[8:] == ["", "L-3", "L-0"]
        monkeypatch.setattr(record_names, "_HELD", 3)
        monkeypatch.setattr(record_names, "_PER_QUERY", 2)
        long = RecordNames(store, hide, "lot")
        assert long.of(asked) == short
        assert [long.of([id_])[0] for id_ in reversed(asked)] == short[::-1]
