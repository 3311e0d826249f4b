"""Proves what was written since a mark: new entries, the records they tell of, how many rows there are, changed sums.

An answer of None is a doubt: then everything has to be proved, which names what is wrong.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from typing import Any

from armdesk import gold_months, hands, history, replay, sql
from armdesk.errors import DamagedWorkspace
from armdesk.history_blocks import MANY
from armdesk.marks import Mark
from armdesk.models import RECORDS
from armdesk.progress import SILENT, Progress
from armdesk.replay_blocks import alike

_MOST, _MOST_MONTHS = 20_000, 24
"""Records, and months of gold, beyond which proving all of them takes no longer."""
_NEW = ("SELECT type, record, verb, seq, body FROM entry WHERE seq > ? AND type <> 'operation' AND verb {} ? "
        "ORDER BY seq")
_SINGLE, _BLOCKS = _NEW.format("<>"), _NEW.format("=")
_DAYS = ("date", "created_on")
"""Fields that say in which month gold moved."""


class _Doubt(Exception):
    """Something is not as it should be, or more than a moment's work is needed to say."""


def _must(right: bool) -> None:
    if not right:
        raise _Doubt


def rows_by_table(db: Any) -> dict[str, int]:
    """How many rows each register has."""
    names = [type_.type_name() for type_ in RECORDS]
    return {name: int(sql.run(db, f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - our own names
            for name in names}


def records(db: Any, mark: Mark) -> Mark | None:
    """The mark moved to the end of the history; None where anything is not as it should be, or too much changed."""
    alone = not hands.are_free(db)
    try:
        with db.atomic():  # one state of the file, whatever others save meanwhile
            head = history.verify(db, since=mark.head)
            _must(int(sql.run(db, "SELECT count(*) FROM entry").fetchone()[0]) == head.seq)
            touched, rows = _new(db, mark, alone=alone)
            _must(rows_by_table(db) == rows)
            _must(not any(replay.of_records(db, sorted(touched))))
    except (DamagedWorkspace, _Doubt):
        return None
    return Mark(head.seq, head.hash, mark.at, mark.whole, rows)


def _new(db: Any, mark: Mark, *, alone: bool) -> tuple[set[tuple[bytes, str]], dict[str, int]]:
    """Records that new entries tell of, but those of new blocks proved as a whole; and how many rows there must be."""
    rows = Counter({name: int(count) for name, count in mark.told.items()})
    touched: set[tuple[bytes, str]] = set()
    for name, record, verb, _seq, _body in sql.run(db, _SINGLE, (mark.seq, MANY)):
        rows[name] += verb == "create"
        touched.add((bytes(record), name))
        _must(len(touched) <= _MOST)
    found = alike(db, {type_.type_name(): type_ for type_ in RECORDS}, since=mark.seq, alone=alone)
    for name, _record, _verb, seq, body in sql.run(db, _BLOCKS, (mark.seq, MANY)):
        rows[name] += len(history.block_of(seq, body).ids)
        _must(seq in found.left)
        touched.update((bytes.fromhex(id_), name) for id_ in found.left[seq])
        _must(len(touched) <= _MOST)
    return touched, dict(rows)


# sums of gold


def sums_by_month(db: Any) -> dict[str, str]:
    """A print of what is kept of each month.  Shape: "production 2025-03" -> digits."""
    found: dict[str, list[Any]] = defaultdict(list)
    for part, table in ((gold_months.PRODUCTION, "production_month"), (gold_months.GOLD, "gold_month")):
        for row in sql.run(db, f"SELECT month, * FROM {table}").fetchall():  # noqa: S608 - one of two names of ours
            found[f"{part} {row[0]}"].append([each.hex() if isinstance(each, bytes) else each for each in row])
    return {key: hashlib.sha256(json.dumps(sorted(rows, key=str)).encode()).hexdigest()[:16]
            for key, rows in found.items()}


def sums(db: Any, mark: Mark, progress: Progress = SILENT) -> Mark | None:
    """The mark moved to the end of the history; None where a sum may not be that of the registers.

    Counted again are the months whose sums are not those that were proved, and those of which new entries tell.
    """
    gold_months.freshen(db)
    head, kept = history.head(db), sums_by_month(db)
    months = {key for key, _print in kept.items() ^ mark.told.items()} | _told_of(db, mark)
    if len(months) > _MOST_MONTHS:
        return None
    chosen = {(part, month) for part, _space, month in (key.partition(" ") for key in months)}
    if chosen and gold_months.differing(db, progress, chosen):
        return None
    return Mark(head.seq, head.hash, mark.at, mark.whole, kept)


def _told_of(db: Any, mark: Mark) -> set[str]:
    """Months of gold that new entries tell of: where the records are now, and where they were."""
    ids: dict[str, set[bytes]] = defaultdict(set)
    found: set[str] = set()
    for statement in (_SINGLE, _BLOCKS):
        for name, record, verb, seq, body in sql.run(db, statement, (mark.seq, MANY)):
            if name not in gold_months.CONCERNED:
                continue
            ids[name].update(map(bytes.fromhex, history.block_of(seq, body).ids) if verb == MANY else [bytes(record)])
            if verb == "change":
                for old, _new in (pair for field, pair in json.loads(body).items() if field in _DAYS):
                    found |= {f"{part} {(old or '')[:7]}" for part in (gold_months.PRODUCTION, gold_months.GOLD)}
    for name, concerned in ids.items():
        found |= {f"{part} {month}" for part, month in gold_months.concerned(db, name, sorted(concerned))}
    return found
