"""A new edition of a standard beside the old one: rehearsed first, then answers, papers and actions go along.

The rehearsal writes nothing.  What is carried over is one operation: the old edition keeps its answers and its text,
and each new answer names the old one it is from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from armdesk import atomic, belongings
from armdesk.catalogues import load
from armdesk.catalogues.catalogue import FALLBACK, Catalogue
from armdesk.catalogues.meaning import ENDED, LOOK, NEW, SAME, Change, compare, meaning
from armdesk.catalogues.write import to_bytes
from armdesk.errors import CatalogueError
from armdesk.i18n import _, current
from armdesk.models import Answer, CatalogueUse, Citation, OwnRequirement, SourceOfAction
from armdesk.query import Filter, Query
from armdesk.record import new_id
from armdesk.services.basis import own_rows
from armdesk.services.basis.period import Period
from armdesk.services.period_facts import status
from armdesk.services.plan.action_sources import by_action, of_ids
from armdesk.services.standards import carrying
from armdesk.store import Store
from armdesk.writer import Writer

_BLOCK, _SHORT = 500, 16
_OPEN = ("open", "in_progress")
_LANGUAGE = ""
"""Under what the language of the sums stands among them; no code of a requirement is empty."""


@dataclass(frozen=True)
class Row:
    """One row of the rehearsal.  Shape: answers hold for the period; taken: the new row is answered already."""

    change: Change
    answers: tuple[Answer, ...]
    taken: bool = False

    @property
    def state(self) -> str:
        """SAME, LOOK, NEW or ENDED."""
        return self.change.state


@dataclass(frozen=True)
class Rehearsal:
    """What would become of the answers.  Shape: own are the office's own rows that go along."""

    old: Catalogue
    new: Catalogue
    period: Period
    rows: tuple[Row, ...]
    own: tuple[OwnRequirement, ...]

    def count(self, state: str, *, answered: bool = False) -> int:
        """How many rows are in a state; of those, how many have an answer that would go along."""
        return sum(row.state == state and (not answered or bool(row.answers)) for row in self.rows)

    @property
    def carried(self) -> int:
        """How many answers would be written."""
        return sum(bool(row.answers) and not row.taken and row.state in (SAME, LOOK) for row in self.rows)


def rehearse(store: Store, old: Catalogue, new: Catalogue, period: Period) -> Rehearsal:
    """Compare two editions and say what would become of each answer of a period; writes nothing."""
    given, there = status.answers(store, old, period), status.answers(store, new, period)
    rows = []
    for change in compare(old, new):
        answers = tuple(given[each.code] for each in change.before if each.code in given)
        taken = change.after is not None and change.after.code in there
        rows.append(Row(change, answers, taken))
    own = tuple(each for each in store.all(OwnRequirement, catalogue=old.key) if each.code not in new)
    rows += [Row(Change(SAME, (asked,), asked), (given[asked.code],) if asked.code in given else ())
             for asked in old if asked.own and any(each.code == asked.code for each in own)]
    return Rehearsal(old, new, period, tuple(rows), own)


def carry(store: Store, found: Rehearsal, today: date) -> int:
    """Carry answers, papers and open actions over to the new edition and work with it from today; one operation.

    Shape: how many answers were written.
    """
    with store.operation(_("Answers carried over from {old} to {new}").format(
            old=found.old.title(current()), new=found.new.title(current()))) as writer:
        for row in found.own:
            fresh = OwnRequirement(**{**row.values(), "id": new_id(), "version": 0, "catalogue": found.new.key})
            fresh.fill()
            writer.save(fresh)
        count = sum(_carry_row(writer, found, row) for row in found.rows)
        for paper in _papers(store, found):
            writer.save(paper)
        for tie in _actions(store, found):
            writer.save(tie)
        _change_use(store, writer, found, today)
    return count


def _carry_row(writer: Writer, found: Rehearsal, row: Row) -> int:
    after = row.change.after
    if after is None or not row.answers or row.taken:
        return 0
    target = found.new if after.code in found.new else found.old  # an own row that goes along has its old results
    fresh = carrying.merged(row.answers, target, after, found.period)
    fresh.catalogue = found.new.key
    if row.state == SAME:
        held = row.answers[0]
        fresh.confirmed_by, fresh.confirmed_on = held.confirmed_by, held.confirmed_on
        fresh.work_status = held.work_status
    elif fresh.work_status != "to_do":
        fresh.work_status = "review"
    writer.save(fresh)
    return 1


def _targets(found: Rehearsal) -> Iterator[tuple[str, str]]:
    """(old reference, new reference) of every row that has both."""
    for row in found.rows:
        if row.change.after is not None:
            for each in row.change.before:
                yield (f"requirement/{found.old.key}/{each.code}",
                       f"requirement/{found.new.key}/{row.change.after.code}")


def _papers(store: Store, found: Rehearsal) -> list[Citation]:
    pairs: dict[str, list[str]] = {}
    for old, new in _targets(found):
        pairs.setdefault(old, []).append(new)
    there = {(each.document, each.page, each.target) for each in _cited(store, [n for o in pairs.values() for n in o])}
    made = []
    for each in _cited(store, list(pairs)):
        for target in pairs[str(each.target)]:
            if (each.document, each.page, target) not in there:
                there.add((each.document, each.page, target))
                made.append(Citation(document=each.document, revision=each.revision, target=target, page=each.page,
                                     note=each.note, period_from=each.period_from, period_to=each.period_to,
                                     taken_from=each.target))
    return made


def _cited(store: Store, targets: Sequence[str]) -> list[Citation]:
    return [each for start in range(0, len(targets), _BLOCK) for each in store.find(Query(
        Citation, filters=(Filter("target", "in", tuple(targets[start : start + _BLOCK])),)))]


def _actions(store: Store, found: Rehearsal) -> list[SourceOfAction]:
    served = by_action(store)
    wanted = dict(_targets(found))
    living = {action.id for action in of_ids(store, list(served)) if action.status in _OPEN}
    return [SourceOfAction(action=id_, target=wanted[each]) for id_, references in served.items() if id_ in living
            for each in references if each in wanted and wanted[each] not in references]


def _change_use(store: Store, writer: Writer, found: Rehearsal, today: date) -> None:
    for key, values in ((found.old.key, {"until": today}), (found.new.key, {"until": None})):
        catalogue = found.old if key == found.old.key else found.new
        use = store.one(CatalogueUse, catalogue=key) or use_of(store, catalogue, today)
        for name, value in values.items():
            setattr(use, name, value)
        writer.save(use)


# which file an office works with


def use_of(store: Store, catalogue: Catalogue, today: date) -> CatalogueUse:
    """What is noted of a catalogue when somebody begins to work with it, not saved yet."""
    made = CatalogueUse(id=new_id(), catalogue=catalogue.key, title=catalogue.title(current()), since=today,
                        light=False)
    return _noted(store, made, catalogue)


def _noted(store: Store, use: CatalogueUse, catalogue: Catalogue) -> CatalogueUse:
    use.sha256 = load.sum_of(catalogue.key, store.folder / belongings.CATALOGUES) or None
    use.rows = json.dumps(sums(catalogue), ensure_ascii=False, sort_keys=True)
    return use


def sums(catalogue: Catalogue) -> dict[str, str]:
    """The meaning of each row in short, with the language it was taken in."""
    language = FALLBACK if FALLBACK in catalogue.languages else next(iter(catalogue.languages), "")
    return {_LANGUAGE: language} | {each.code: meaning(each, language)[:_SHORT] for each in catalogue if not each.own}


@dataclass(frozen=True)
class Correction:
    """The file of an edition is another than when it was last looked at.

    Shape: codes of rows that ask something else now, that are new, that are gone; all empty where only help,
    translations or the like were mended.
    """

    catalogue: Catalogue
    changed: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]


def correction(store: Store, catalogue: Catalogue) -> Correction | None:
    """What became different in a catalogue's file since it was noted; None where it is the same or was never noted."""
    use = store.one(CatalogueUse, catalogue=catalogue.key)
    now = load.sum_of(catalogue.key, store.folder / belongings.CATALOGUES)
    if use is None or not use.sha256 or not now or use.sha256 == now:
        return None
    noted: dict[str, str] = json.loads(use.rows or "{}")
    language = noted.pop(_LANGUAGE, FALLBACK)
    today = {each.code: meaning(each, language)[:_SHORT] for each in catalogue if not each.own}
    if not noted:
        return Correction(catalogue, (), (), ())
    return Correction(catalogue, tuple(code for code in today if code in noted and noted[code] != today[code]),
                      tuple(code for code in today if code not in noted),
                      tuple(code for code in noted if code not in today))


def accept(store: Store, found: Correction, period: Period) -> int:
    """Note the corrected file as the one in use; answers to what asks something else are to be confirmed again.

    Shape: how many answers; one operation.
    """
    use = store.one(CatalogueUse, catalogue=found.catalogue.key)
    if use is None:
        return 0
    given = status.answers(store, found.catalogue, period)
    wanted = [given[code] for code in found.changed if code in given]
    with store.operation(_("Corrected catalogue looked at: {title}").format(
            title=found.catalogue.title(current()))) as writer:
        for answer in wanted:
            answer.carried_from = answer.carried_from or f"answer/{answer.id}"
            answer.confirmed_by = answer.confirmed_on = None
            writer.save(answer)
        writer.save(_noted(store, use, found.catalogue))
    return len(wanted)


def add_edition(store: Store, catalogue: Catalogue) -> Catalogue:
    """Put a catalogue's file beside the others of this office; nothing that is there is written over.

    Errors: CatalogueError if the key is taken, DiskFull.
    """
    if any(each.key == catalogue.key for each in own_rows.known(store, [])):
        raise CatalogueError(_("There is a catalogue {key} already. Give the new one another edition.").format(
            key=catalogue.key))
    folder = store.folder / belongings.CATALOGUES
    folder.mkdir(exist_ok=True)
    path = folder / f"{catalogue.key}.json"
    atomic.write_bytes(path, to_bytes(catalogue))
    return load.load_catalogue(path)


def before(known: Sequence[Catalogue], new: Catalogue) -> Catalogue | None:
    """The edition a new one most likely follows: another of the same standard, the latest."""
    others = [each for each in known if each.id == new.id and each.key != new.key]
    return max(others, key=lambda each: each.edition, default=None)


__all__ = ["ENDED", "LOOK", "NEW", "SAME", "Correction", "Rehearsal", "Row", "accept", "add_edition", "before", "carry",
           "correction", "rehearse", "sums", "use_of"]
