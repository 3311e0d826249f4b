"""A test of the screens that fails is tried once more, openly: what passed only then is named at the end."""

from __future__ import annotations

from typing import Any

import pytest

_SCREENS = {"qtbot", "qapp"}
"""Whose tests depend on when a window is drawn and work in its background ends."""
_NO_MATTER_OF_TIME = "reached for the network"
_AT_MOST = 5
"""In one run; more is no accident."""


def allow(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the tests of the screens be tried twice, unless the run is strict or looks for those that look too early."""
    strict = not config.pluginmanager.hasplugin("rerunfailures") or config.getoption("reruns") == 0
    if strict or any(config.getoption(name) for name in ("--early", "--late", "usepdb")):
        return
    if config.option.max_suite_reruns is None:
        config.option.max_suite_reruns = _AT_MOST
    for item in items:
        if _SCREENS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.flaky(reruns=1, rerun_except=[_NO_MATTER_OF_TIME]))


def forbid(config: pytest.Config) -> None:
    """Let nothing be tried again from here on: what kills its process is no matter of when a window is drawn."""
    config.option.max_suite_reruns = 0


def name(terminal: Any) -> None:
    """Name what passed only at the second try, with what had failed."""
    stats = terminal.stats
    bad = {report.nodeid for kind in ("failed", "error") for report in stats.get(kind, ())}
    first = [report for report in stats.get("rerun", ()) if report.nodeid not in bad]
    if not first:
        return
    terminal.section("passed only at the second try: mend these", yellow=True)
    for report in first:
        terminal.write_line(f"passed only at the second try: {report.nodeid} ({report.when})", yellow=True)
    for report in first:
        terminal.section(f"first try of {report.nodeid}", sep="_")
        report.toterminal(terminal._tw)
