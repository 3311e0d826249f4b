"""Which standard an edition reports on."""

from __future__ import annotations

import pytest

from armdesk.services.packs.edition import standards_for


@pytest.mark.parametrize(("keys", "expected"), [
    (["fairmined-2.0", "craft-2.0"], ["craft-2.0"]),
    (["craft-2.0", "craft-3.0", "oecd-annex2"], ["craft-2.0", "craft-3.0"]),
    (["fairmined-2.0"], ["craft-2.0"]),
    ([], ["craft-2.0"]),
])
def test_a_craft_report_is_of_the_craft_code(keys: list[str], expected: list[str]) -> None:
    assert standards_for("craft_full", keys) == expected
