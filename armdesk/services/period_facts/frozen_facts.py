"""Frozen facts: what answers and packs said of the registers, and where the registers say something else since then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from armdesk import history
from armdesk.catalogues.catalogue import Catalogue
from armdesk.db_errors import explained
from armdesk.i18n import _, current, speaking
from armdesk.models import Answer, CitedFact, Pack
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure, ask, written_since
from armdesk.services.basis.period import Period
from armdesk.services.period_facts.fact_reads import READS
from armdesk.services.period_facts.facts import sentence
from armdesk.services.period_facts.figures import FIGURES, Figures
from armdesk.store import Store

_FEW, _BLOCK = 400, 20_000


@dataclass(frozen=True)
class Stamp:
    """What is kept of a fact: its value as Figure.kept, and the state of its rows and of the history.

    Shape: sha256 is over the ids and versions of the rows; seq is that of the history's last entry then.
    """

    value: str
    count: int
    sha256: str
    seq: int


@dataclass(frozen=True)
class Change:
    """A fact that is another one now.

    Shape: then and now as a reader reads them, alike where only the rows behind have changed; figure is the fact now.
    """

    fact: str
    computed_on: date
    then: str
    now: str
    figure: Figure
    cited: CitedFact | None = None

    @property
    def rows_only(self) -> bool:
        """Whether the value is the same."""
        return self.then == self.now

    def words(self) -> str:
        """What has changed, as a sentence."""
        if self.rows_only:
            return _("The source has changed since {day}: the rows behind it are others, the value is still "
                     "{now}.").format(day=self.computed_on, now=self.now)
        return _("The source has changed since {day}: then {then}, now {now}.").format(
            day=self.computed_on, then=self.then, now=self.now)


def rows_sha256(store: Store, rows: Query) -> str:
    """SHA-256 over the ids and versions of the rows of a list: it tells whether any came, went or was changed."""
    type_ = rows.type
    question = type_.select(type_.id, type_.version).where(rows.condition()).order_by(type_.id)
    found = hashlib.sha256()
    with explained():
        cursor = store.db.execute_sql(*question.bind(store.db).sql())
        while block := cursor.fetchmany(_BLOCK):
            found.update(b"".join(b"%b:%d\n" % (bytes(id_), version) for id_, version in block))
    return found.hexdigest()


class Stamps:
    """Stamps of the facts of one state of the registers; rows that several facts share are read once."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self._seq = figures.store.head().seq
        self._known: dict[Query, str] = {}

    def of(self, name: str) -> Stamp:
        """The stamp of one fact.  Errors: KeyError."""
        figure = self.figures.of(name)
        if figure.rows not in self._known:
            self._known[figure.rows] = rows_sha256(self.figures.store, figure.rows)
        return Stamp(figure.kept, figure.count, self._known[figure.rows], self._seq)


def cite(figures: Figures, names: Iterable[str], language: str, today: date, answer: str = "") -> list[CitedFact]:
    """Citations of facts as they stand now, not saved yet; what they say is in a language."""
    stamps = Stamps(figures)
    made = []
    for name in names:
        stamp = stamps.of(name)
        with speaking(language):
            said = sentence(figures.of(name), figures.period, outside=True)
        made.append(CitedFact(
            answer=answer or None, fact=name, value=stamp.value, sentence=said, language=language,
            period_from=figures.period.begins, period_to=figures.period.ends, computed_on=today,
            rows_count=stamp.count, rows_sha256=stamp.sha256, history_seq=stamp.seq))
    return made


def cited_by(store: Store, answer: str) -> list[CitedFact]:
    """The facts an answer cites now, in the order in which they were cited."""
    rows = Query(CitedFact, filters=(Filter("answer", "is", answer), Filter("replaced_on", "empty")), order="id")
    return list(store.find(rows))


def changes(store: Store, cited: Iterable[CitedFact], known: Iterable[Figures] = ()) -> Iterator[Change]:
    """Those of some citations of which the registers say something else now."""
    figures = {each.period: each for each in known}
    wanted = [each for each in cited if each.fact in FIGURES]
    newest = written_since(store, min((each.history_seq or 0 for each in wanted), default=0)) if wanted else {}
    for each in wanted:
        period = Period(each.period_from, each.period_to)
        stamp = Stamp(each.value or "", each.rows_count or 0, each.rows_sha256 or "", each.history_seq or 0)
        of = figures.setdefault(period, Figures(store, period))
        if (figure := _changed(of, each.fact, stamp, newest)) is not None:
            yield Change(each.fact, each.computed_on, retold(figure, stamp.value), figure.shown(), figure, each)


@dataclass(frozen=True)
class Told:
    """A citation as a pack tells it.  Shape: now is the fact where it is another one, None where it is the same."""

    cited: CitedFact
    now: Figure | None
    period: Period

    @property
    def changed(self) -> str:
        """What has changed since, without groups of fewer than five persons; "" where nothing has."""
        if self.now is None:
            return ""
        return _("The source has changed since {day}. Now: {sentence}").format(
            day=self.cited.computed_on, sentence=sentence(self.now, self.period, outside=True))


def told_by(store: Store, answers: Mapping[str, Answer], known: Figures) -> dict[str, list[Told]]:
    """The facts that some answers cite.  Shape: answers by code of the requirement; only codes that cite are named."""
    codes = {answer.id: code for code, answer in answers.items()}
    rows = Query(CitedFact, filters=(Filter("replaced_on", "empty"),), order="id")
    cited = [each for each in store.find(rows) if each.answer in codes]
    others = {change.cited.id: change.figure for change in changes(store, cited, [known]) if change.cited is not None}
    found: dict[str, list[Told]] = {}
    for each in cited:
        found.setdefault(codes[each.answer], []).append(
            Told(each, others.get(each.id), Period(each.period_from, each.period_to)))
    return found


def _changed(figures: Figures, name: str, stamp: Stamp, newest: Mapping[str, int]) -> Figure | None:
    """The fact as it is now where it is another one, None where it is the same."""
    if all(newest.get(type_, 0) <= stamp.seq for type_ in READS[name]):
        return None
    figure = figures.of(name)
    if figure.kept != stamp.value or figure.count != stamp.count:
        return figure
    written = newest.get(figure.rows.type.type_name(), 0) > stamp.seq
    return figure if written and _rows_changed(figures.store, figure.rows, stamp) else None


def _rows_changed(store: Store, rows: Query, stamp: Stamp) -> bool:
    """Whether a row behind a fact was changed since; the same number of rows is given.

    A row that went away beside one that came is seen by the one that came.  Of few changed rows only those are looked
    at; after many, all are compared.
    """
    touched = ask(store, "SELECT DISTINCT record, last_record FROM entry WHERE seq > ? AND type = ? LIMIT ?", stamp.seq,
                  rows.type.type_name(), _FEW)
    if len(touched) < _FEW and all(last is None for _record, last in touched):
        ids = tuple(bytes(record).hex() for record, _last in touched)
        here = store.values(rows.where(Filter("id", "in", ids)), [rows.type.field("id")]) if ids else ()
        return any(not _as_before(store, str(each["id"]), stamp.seq) for each in here)
    return rows_sha256(store, rows) != stamp.sha256


def _as_before(store: Store, record: str, seq: int) -> bool:
    """Whether a living record is what it was at an entry of the history, as after an undo."""
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    moved = ""
    for entry in history.entries_of_record(store.db, record):
        if entry.seq <= seq:
            continue
        if entry.verb == "create":
            return False
        moved = moved or (entry.verb if entry.verb in ("trash", "restore") else "")
        if entry.verb == "change":
            for name, (old, new) in entry.body.items():
                first.setdefault(name, old)
                last[name] = new
    return moved != "restore" and first == last


def retold(figure: Figure, kept: str) -> str:
    """A value that was kept, as a reader reads it beside the figure it is of."""
    if not kept:
        return replace(figure, value=None).shown()
    if "-" in kept[1:]:
        return replace(figure, value=date.fromisoformat(kept)).shown()
    value = Decimal(kept)
    places = 0 if value == int(value) and figure.unit == "%" else figure.places or (1 if value != int(value) else 0)
    return replace(figure, value=value, places=places).shown()


def accept(store: Store, change: Change, today: date) -> CitedFact:
    """Cite a fact as it is now in place of what was cited; the old citation is kept, the statement says the new one.

    Whoever confirmed the statement confirmed the old value: a changed statement waits to be confirmed again.
    Errors: StaleRecord, InvalidRecord.
    """
    old = change.cited
    answer = store.get(Answer, old.answer) if old is not None else None
    if old is None or answer is None:
        raise LookupError(change.fact)
    language = old.language or current()
    with speaking(language):
        figures = Figures(store, Period(old.period_from, old.period_to))
        [new] = cite(figures, [old.fact], language, today, answer.id)
    title = _("The new value of a cited fact accepted for {code}").format(code=answer.requirement)
    with store.operation(title) as writer:
        old.replaced_on = today
        writer.save(old)
        writer.save(new)
        if old.sentence and old.sentence in (answer.statement or "") and new.sentence != old.sentence:
            answer.statement = str(answer.statement).replace(old.sentence, new.sentence)
            answer.confirmed_by = answer.confirmed_on = None
            writer.save(answer)
    return new


def pack_facts(stamps: Stamps, catalogues: Iterable[Catalogue]) -> str:
    """The facts a pack is made with, for the record of the pack.  Shape: JSON, name -> value, rows, hash, seq."""
    names = sorted({name for catalogue in catalogues for each in catalogue for name in each.facts
                    if name in FIGURES and "pack" not in READS[name]})  # the pack itself will be the newest
    found = {name: stamps.of(name) for name in names}
    return json.dumps({name: [each.value, each.count, each.sha256, each.seq] for name, each in found.items()},
                      separators=(",", ":"))


def since_pack(store: Store, pack: Pack) -> list[Change]:
    """Facts of which the registers say something else than when a pack was made."""
    if not pack.facts or pack.period_from is None or pack.period_to is None:
        return []
    figures = Figures(store, Period(pack.period_from, pack.period_to))
    stamps = {name: Stamp(*kept) for name, kept in json.loads(pack.facts).items()}
    newest = written_since(store, min((each.seq for each in stamps.values()), default=0))
    found = []
    for name, stamp in stamps.items():
        figure = _changed(figures, name, stamp, newest) if name in FIGURES else None
        if figure is not None:
            found.append(Change(name, pack.made_on, retold(figure, stamp.value), figure.shown(), figure))
    return found
