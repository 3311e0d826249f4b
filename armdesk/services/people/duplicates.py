"""Likely duplicates among people: found by number, name and birth, scored, and never joined without a person's word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from armdesk.progress import SILENT, Progress
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.likeness import (
    bare_number,
    date_likeness,
    likeness_of_words,
    number_likeness,
    sound,
    words_of,
)
from armdesk.store import Store

LIKELY, POSSIBLE = 70, 50
"""Points of a hundred from which two records are likely, or possibly, one person."""
_MOST_TOGETHER = 60
"""People who share a key with more others than these share it by chance: it tells nothing."""
_SAME_NAME, _LIKE_NAME = 0.93, 0.8
_LIKE_NAMED, _YEAR = "?", 4
_TOLD_EVERY = 20_000


class Known(NamedTuple):
    """What is compared of a person.  Shape: born is "1987-09-14", "1987" or ""; number and phone are bare."""

    id: str
    name: str
    words: tuple[str, ...]
    number: str
    born: str
    phone: str
    sex: str


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person.

    Shape: score in points of a hundred; name from 0 to 1; number, born and phone say "same", "slip", "apart" or "";
    apart says that all tells them apart but the name, as with father and son.
    """

    one: Known
    other: Known
    score: int
    name: float
    number: str
    born: str
    phone: str

    @property
    def apart(self) -> bool:
        """Whether they are two people of one name, by all that is known."""
        return self.score < POSSIBLE


def people(store: Store) -> list[Known]:
    """All people who are in no trash, as they are compared."""
    rows = ask(store, "SELECT id, name, id_number, birth_date, birth_year, phone, sex FROM person WHERE trashed = 0 "
               "ORDER BY id")
    return [Known(id_of(id_), str(name or ""), words_of(str(name or "")), bare_number(number),
                  born or (str(year) if year else ""), bare_number(phone), sex or "")
            for id_, name, number, born, year, phone, sex in rows]


def find(store: Store, *, also_apart: bool = False, progress: Progress = SILENT) -> list[Pair]:
    """Pairs of people who may be one, the likeliest first; those somebody has told apart are left out.

    Shape: also_apart adds, far down, people of one name whom number and birth tell apart.
    """
    return list(store.remembered.of(("duplicates", also_apart), ("person", "two_people"),
                                    lambda: _found(store, also_apart, progress)))


def _found(store: Store, also_apart: bool, progress: Progress) -> list[Pair]:
    decided = {frozenset((id_of(one), id_of(other))) for one, other in ask(
        store, "SELECT person, other FROM two_people WHERE trashed = 0")}
    least = 0 if also_apart else POSSIBLE
    found = [pair for pair in among(people(store), progress) if pair.score >= least
             and frozenset((pair.one.id, pair.other.id)) not in decided]
    return sorted(found, key=lambda pair: (-pair.score, pair.one.name, pair.other.name, pair.one.id))


def among(everybody: list[Known], progress: Progress = SILENT) -> Iterator[Pair]:
    """All pairs worth a look, each once."""
    seen: set[tuple[int, int]] = set()
    for count, (one, other) in enumerate(_together(everybody)):
        if not count % _TOLD_EVERY:
            progress.step(0, 1)
        if (one, other) in seen:
            continue
        seen.add((one, other))
        if (pair := compared(everybody[one], everybody[other])) is not None:
            yield pair


def _together(everybody: list[Known]) -> Iterator[tuple[int, int]]:
    """Places of people who share a key: nobody is compared with everybody."""
    first: dict[tuple[str, ...], int] = {}
    groups: dict[tuple[str, ...], list[int]] = {}  # of the few keys that two share
    for place, each in enumerate(everybody):
        for key in _keys(each):
            before = first.setdefault(key, place)
            if before != place:
                groups.setdefault(key, [before]).append(place)
    known = [_is_known(each) for each in everybody]
    for key, group in groups.items():
        if len(group) > _MOST_TOGETHER:
            continue
        if key[0] != _LIKE_NAMED:
            yield from combinations(group, 2)
        elif not all(known[place] for place in group):
            yield from ((one, other) for one, other in combinations(group, 2) if not (known[one] and known[other]))


def _is_known(known: Known) -> bool:
    """Whether number and birth are there, by which somebody is told apart from others of a like name."""
    return bool(known.number) and len(known.born) > _YEAR


def _keys(known: Known) -> Iterable[tuple[str, ...]]:
    """What two records of one person share although something in one of them is wrong.

    The number; all words of the name as they sound; all but one, with the year of birth, or alone where one of the two
    lacks number or birth; the birth with the beginning of a word; the telephone.  A number with a slip is no key:
    numbers that an office gives in a row would all meet their neighbours, and another key brings such a pair together.
    """
    keys: list[tuple[str, ...]] = []
    number, born, heard = known.number, known.born, tuple(sorted(map(sound, known.words)))
    if number:
        keys.append(("n", number))
    if heard:
        keys += [("w", *heard), ("j", "".join(sorted(known.words)))]
    if len(heard) > 2:
        year = born[:_YEAR]
        for place in range(len(heard)):
            rest = heard[:place] + heard[place + 1:]
            keys += [(_LIKE_NAMED, *rest), ("y", year, *rest)]
    if len(born) > _YEAR:
        keys += [("b", born, word[:3]) for word in heard]
    if len(known.phone) >= 7:
        keys.append(("p", known.phone))
    return dict.fromkeys(keys)


def compared(one: Known, other: Known) -> Pair | None:
    """How likely two records are one person; None where nothing speaks for it."""
    number, born = number_likeness(one.number, other.number), date_likeness(one.born, other.born)
    phone = "same" if one.phone and one.phone == other.phone else ""
    # Most pairs share a key by chance: with the best of names they would still be two people.
    if number != "same" and _score(1.0, number, born, phone) < POSSIBLE and sorted(one.words) != sorted(other.words):
        return None
    name = likeness_of_words(one.words, other.words)
    score = _score(name, number, born, phone)
    if one.sex and other.sex and one.sex != other.sex and number != "same":
        score -= 25
    shown = score >= POSSIBLE or (name >= _SAME_NAME and number == "apart")
    return Pair(one, other, max(score, 0), name, number, born, phone) if shown else None


def _score(name: float, number: str, born: str, phone: str) -> int:
    """Points: the number says most, then the birth; a name alone is possible, never likely."""
    if number == "same":
        return 98 if name >= _LIKE_NAME else 85 if born == "same" else 72
    if name < _LIKE_NAME:
        return 75 if number == "slip" and born == "same" and name > 0.6 else 0
    points = round(40 * name)
    points += {"slip": 25, "": 10, "apart": -15}[number]
    points += {"same": 30, "slip": 18, "": 5, "apart": -20}[born]
    points += 10 if phone else 0
    return min(points, 95)


def why(pair: Pair) -> list[str]:
    """What speaks for and against a pair, in whole words, in the language in force."""
    from armdesk.i18n import _

    said = [_("same name") if pair.name >= 0.995 else _("name almost the same") if pair.name >= _LIKE_NAME
            else _("different names")]
    said += [{"same": _("same identity number"), "slip": _("identity number differs by one slip"),
              "apart": _("different identity numbers"), "": ""}[pair.number]]
    said += [{"same": _("same birth"), "slip": _("birth differs by one slip"), "apart": _("different births"),
              "": ""}[pair.born]]
    said += [_("same telephone")] if pair.phone else []
    return [each for each in said if each]
