"""Whole boxes of offices without a recipe: all rows are read, what is planted is found, and little beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import NOW
from office_box import make_box

from armdesk import workspace as workspaces
from armdesk.cli import main
from armdesk.models import record_type
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check_workspace

TODAY, PERIOD, MOST_FALSE = date(2026, 1, 31), Period(date(2025, 1, 1), date(2025, 12, 31)), 3


@pytest.mark.parametrize("seed", [1, 2])
def test_a_box_is_read_whole_and_its_problems_are_found(tmp_path: Path, seed: int,
                                                        capsys: pytest.CaptureFixture[str]) -> None:
    box_folder, space = tmp_path / "box", tmp_path / "space"
    box_folder.mkdir()
    box = make_box(box_folder, seed)
    main(["import", str(space), str(box_folder), "--new", "--proposals", "--language", "en"])
    assert "refused" in capsys.readouterr().out
    with workspaces.open_workspace(space, author="tester", now=lambda: NOW) as opened:
        assert {name: len(opened.store.all(record_type(name))) for name in box.rows} == box.rows
        found = check_workspace(opened, TODAY, language="en", period=PERIOD)
    told = {each.rule for each in found}
    missed = [name for name, rules in box.planted.items() if not told & set(rules)]
    assert not missed
    known = {rule for rules in box.planted.values() for rule in rules}
    false = [each.sentence for each in found
             if each.contradicts and each.severity != "note" and each.rule not in known]
    assert len(false) <= MOST_FALSE, false
