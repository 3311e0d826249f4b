"""One fact is told once: where two rules found it, the more precise sentence stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from armdesk.services.findings.finding import SEVERITIES, Finding

MORE_PRECISE: dict[str, tuple[str, str]] = {
    "lapsed": ("said_to_be_valid", "document"),  # it ended, and its list says that it holds
    "handed_over_early": ("sale_before_lot", "lot"),  # the same day of making is wrong; sold goes before given
}
"""What a finding calls itself -> the more precise one, and the kind of record both have to name."""


def once(found: Iterable[Finding]) -> list[Finding]:
    """Findings without those that another tells more precisely of the same record.

    Shape: the one that stays bears the graver of the two severities.
    """
    kept = list(found)
    precise: dict[tuple[str, str], list[int]] = defaultdict(list)
    better = {name for name, _kind in MORE_PRECISE.values()}
    for place, each in enumerate(kept):
        if each.rule in better:
            for reference in each.where:
                precise[each.rule, reference].append(place)
    dropped: set[int] = set()
    for place, each in enumerate(kept):
        name, kind = MORE_PRECISE.get(each.rule, ("", ""))
        named = [reference for reference in each.where if reference.startswith(f"{kind}/")] if name else []
        if named and all((name, reference) in precise for reference in named):
            dropped.add(place)
            for other in {other for reference in named for other in precise[name, reference]}:
                grave = min(each.severity, kept[other].severity, key=SEVERITIES.index)
                kept[other] = replace(kept[other], severity=grave)
    return [each for place, each in enumerate(kept) if place not in dropped]
