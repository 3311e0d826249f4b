"""Names kept as written in lists of courses and deliveries, and the one person each can mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from armdesk.fields import fold
from armdesk.i18n import ngettext
from armdesk.models import PpeDelivery, TrainingAttendance
from armdesk.progress import SILENT, Progress
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store

TIED = (TrainingAttendance, PpeDelivery)
_LEAST_WORDS = 2


@dataclass(frozen=True)
class Tie:
    """A written name and whom it means.

    Shape: written as it stands most often; folded is how it is compared; entries counts lines with it; person is "" and
    name lists all who may be meant, where several or nobody may.
    """

    written: str
    folded: str
    entries: int
    person: str
    name: str


def proposed(store: Store) -> list[Tie]:
    """All names as written that are tied to nobody, those that can only mean one person first.

    A name means a person when all its words, two at least, stand in the full name of this one and no other.
    """
    people = [(id_of(id_), name, frozenset(fold(name).split())) for id_, name in ask(
        store, "SELECT id, name FROM person WHERE trashed = 0 ORDER BY name, id")]
    by_word: dict[str, set[int]] = {}
    for place, (_id, _name, words) in enumerate(people):
        for word in words:
            by_word.setdefault(word, set()).add(place)
    counted: dict[str, tuple[str, int]] = {}
    for type_ in TIED:
        for written, count in ask(
                store, f"SELECT person_as_written, count(*) FROM {type_.type_name()} WHERE trashed = 0 "  # noqa: S608
                "AND person IS NULL AND person_as_written <> '' GROUP BY person_as_written "
                "ORDER BY count(*) DESC, person_as_written"):
            folded = fold(written)
            shown, before = counted.get(folded, (written, 0))
            counted[folded] = shown, before + int(count)
    ties = []
    for folded, (written, entries) in counted.items():
        told = folded.split()
        hits = set.intersection(*(by_word.get(word, set()) for word in told)) if len(told) >= _LEAST_WORDS else set()
        only = people[next(iter(hits))] if len(hits) == 1 else None
        ties.append(Tie(written, folded, entries, only[0] if only else "",
                        only[1] if only else ", ".join(people[place][1] for place in sorted(hits)[:3])))
    return sorted(ties, key=lambda tie: (not tie.person, tie.folded))


def tie(store: Store, ties: Sequence[Tie], progress: Progress = SILENT) -> int:
    """Tie names to the people they mean, as one operation; returns how many lines were tied."""
    person_of = {each.folded: each.person for each in ties if each.person}
    if not person_of:
        return 0
    found = [record for type_ in TIED
             for record in store.find(Query(type_, filters=(Filter("person", "empty"),)))
             if fold(record.person_as_written or "") in person_of]
    title = ngettext("{count} written name tied to a person", "{count} written names tied to people", len(person_of))
    with store.operation(title.format(count=len(person_of))) as writer:
        for done, record in enumerate(found):
            if done % 200 == 0:
                progress.step(done, len(found))
            record.person = person_of[fold(record.person_as_written or "")]
            writer.save(record)
    return len(found)
