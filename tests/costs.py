"""What each file of tests costs, in processor seconds: with --costs, or a busy computer would blame the wrong ones."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

_COST = "processor seconds"
_SHOWN = 40


def _spent() -> float:
    """Processor seconds of this process and of those it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


class Costs:
    """Notes what each test spent, in whichever process it runs, and adds up by file at the end."""

    def __init__(self) -> None:
        self._before = 0.0

    def pytest_runtest_logstart(self) -> None:
        """A test begins, with the fixtures that nobody needed before it."""
        self._before = _spent()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Iterator[None]:
        """Hand the cost on with the last report of the test, which goes to the process that prints."""
        yield
        item.user_properties.append((_COST, _spent() - self._before))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """A row per file, the dearest first."""
        files: dict[str, list[float]] = defaultdict(list)
        for reports in terminalreporter.stats.values():
            for report in reports:
                if getattr(report, "when", "") == "teardown":
                    files[report.nodeid.split("::")[0]] += [value for name, value in report.user_properties
                                                            if name == _COST]
        terminalreporter.section("processor seconds by file")
        rows = sorted(((sum(each), len(each), name) for name, each in files.items()), reverse=True)
        for spent, count, name in [*rows[:_SHOWN], (sum(row[0] for row in rows), sum(row[1] for row in rows), "all")]:
            terminalreporter.write_line(f"{spent:8.1f} {count:6} {name}")
