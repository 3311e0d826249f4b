"""Names in the books that stand for nobody yet: who may be meant, and linking all rows of a name at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from armdesk.fields import fold
from armdesk.i18n import _, ngettext
from armdesk.models import RECORDS, OtherName, Person, record_type
from armdesk.progress import SILENT, Progress
from armdesk.query import Filter, Query
from armdesk.record import Record
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.likeness import holds_all, likeness_of_words, sound, words_of
from armdesk.store import Store
from armdesk.writer import NAMING

_OFFERED, _LEAST, _CLEAR, _NEAR = 5, 0.72, 0.93, 0.88
_PER_STEP = 400
_WRITTEN = ("person_as_written", "name_as_written")


class Suggestion(NamedTuple):
    """Somebody who may be meant.  Shape: likeness from 0 to 1; there says that the days of the rows fit the person."""

    person: str
    name: str
    likeness: float
    there: bool


@dataclass
class LooseName:
    """One name of the books that is linked to nobody.

    Shape: name as it is written most often; rows maps record types to counts; first and last are days of deliveries and
    the like, "" where none has a day; suggestions the likeliest first.
    """

    key: str
    name: str
    rows: dict[str, int]
    first: str = ""
    last: str = ""
    suggestions: list[Suggestion] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows bear it."""
        return sum(self.rows.values())

    @property
    def sure(self) -> bool:
        """Whether one person alone can be meant: all words are theirs, the days fit, and nobody else comes near."""
        if not self.suggestions or len(words_of(self.key)) < 2:
            return False
        best, others = self.suggestions[0], self.suggestions[1:]
        return best.likeness >= _CLEAR and best.there and all(each.likeness < _NEAR for each in others)


class _Someone(NamedTuple):
    id: str
    name: str
    spellings: tuple[tuple[str, ...], ...]
    joined: str
    left: str


def written_fields() -> Iterator[tuple[type[Record], str]]:
    """Registers that keep a name as written beside the link to the person, with that field."""
    for type_ in RECORDS:
        if any(each.name == "person" and each.target == "person" for each in type_.links()):
            names = {each.name for each in type_.declared()}
            yield from ((type_, name) for name in _WRITTEN if name in names)


def key_of(name: str) -> str:
    """What one name is known by, however it is spaced or accented; "(son)" behind it makes it another."""
    return fold(name)


def find(store: Store) -> list[LooseName]:
    """Names that stand for nobody yet, those on most rows first, with who may be meant."""
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    days: dict[str, list[str]] = defaultdict(list)
    for type_, written in written_fields():
        for name, count, first, last in _counted(store, type_, written):
            key = key_of(name)
            spelt[key][name] += count
            rows[key][type_.type_name()] += count
            days[key] += [day for day in (first, last) if day]
    if not spelt:
        return []
    likely = Likely(store)
    found = []
    for key, names in spelt.items():
        first, last = min(days[key], default=""), max(days[key], default="")
        found.append(LooseName(key, names.most_common(1)[0][0], dict(rows[key]), first, last,
                               likely.suggestions(key, first, last)))
    return sorted(found, key=lambda each: (-each.count, each.key))


def _counted(store: Store, type_: type[Record], written: str) -> list[tuple[str, int, str, str]]:
    """Loose names of one register with how often and between which days; a register without a day gives none."""
    day = "date" if any(each.name == "date" for each in type_.declared()) else "NULL"
    return [(str(name), int(count), first or "", last or "") for name, count, first, last in ask(
        store, f'SELECT "{written}", count(*), min({day}), max({day}) FROM "{type_.type_name()}" '  # noqa: S608 - declared names
        f'WHERE trashed = 0 AND person IS NULL AND "{written}" <> \'\' GROUP BY "{written}"')]


class Likely:
    """Everybody by the sound of the words of their names, to find who may be meant by a name."""

    def __init__(self, store: Store) -> None:
        spellings: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for person, name in ask(store, "SELECT person, name FROM other_name WHERE trashed = 0"):
            spellings[id_of(person)].append(words_of(str(name)))
        self._people: list[_Someone] = []
        self._by_sound: dict[str, list[int]] = defaultdict(list)
        for raw, name, joined, left in ask(store, "SELECT id, name, joined_on, left_on FROM person WHERE trashed = 0 "
                                           "ORDER BY name, id"):
            forms = (words_of(str(name or "")), *spellings[id_of(raw)])
            for heard in {sound(word) for form in forms for word in form}:
                self._by_sound[heard].append(len(self._people))
            self._people.append(_Someone(id_of(raw), str(name or ""), forms, joined or "", left or "9999"))

    def suggestions(self, key: str, first: str = "", last: str = "") -> list[Suggestion]:
        """Who may be meant by a name, the likeliest first, those who were there in those days before others."""
        words = words_of(key)
        heard = {sound(word) for word in words}
        shared = Counter(place for each in heard for place in self._by_sound.get(each, ()))
        whole = [place for place, count in shared.items() if count >= len(heard)]
        # A slip in one of the words: only where nobody bears them all.
        near = whole or [place for place, count in shared.items() if count >= max(len(heard) - 1, 1)]
        found = []
        for place in near:
            someone = self._people[place]
            likeness = max(_likeness(words, form) for form in someone.spellings)
            if likeness >= _LEAST or (len(words) == 1 and likeness > 0):
                there = not first or (first >= someone.joined and last <= someone.left)
                found.append(Suggestion(someone.id, someone.name, likeness, there))
        return sorted(found, key=lambda each: (-each.likeness, not each.there, each.name, each.person))[:_OFFERED]


def _likeness(words: tuple[str, ...], name: tuple[str, ...]) -> float:
    if sorted(words) == sorted(name):
        return 1.0
    if holds_all(words, name):
        return 0.95 if len(words) > 1 else 0.5
    return min(likeness_of_words(words, name), 0.94)


def link(store: Store, meant: Mapping[str, str], today: date, progress: Progress = SILENT) -> int:
    """Link all rows of some names to whom they mean, as one operation; answers how many rows.

    Shape: meant maps keys of loose names to ids of people.  The spelling is kept as another name of the person, so that
    the next book is understood at once.  Errors: InvalidRecord, Cancelled.
    """
    if not meant:
        return 0
    names = store.labels("person", set(meant.values()))
    title = ngettext("Names of the books: {count} name linked", "Names of the books: {count} names linked",
                     len(meant)).format(count=len(meant))
    if len(meant) == 1:
        title = _("Name of the books linked: {name}").format(name=next(iter(names.values()), ""))
    count, spellings = 0, dict[tuple[str, str], str]()
    waiting = [(type_, written, ids) for type_, written in written_fields()
               if (ids := _rows_of(store, type_, written, meant, spellings))]
    total = sum(len(ids) for _type, _written, ids in waiting)
    with store.operation(title, NAMING) as writer:
        for type_, _written_in, ids in waiting:
            for start in range(0, len(ids), _PER_STEP):
                part = dict(ids[start : start + _PER_STEP])
                for record in store.find(Query(type_, filters=(Filter("id", "in", tuple(part)),))):
                    writer.rename(record, "person", part[record.id])
                    count += 1
                progress.step(count, total, _("linking"))
        for (person, _folded), spelling in spellings.items():
            known = store.get(Person, person)
            same = known is not None and fold(known.name) == fold(spelling)
            if not same and not any(fold(each.name) == fold(spelling) for each in store.all(OtherName, person=person)):
                writer.save(OtherName(person=person, name=spelling, noted_on=today))
    return count


def _rows_of(store: Store, type_: type[Record], written: str, meant: Mapping[str, str],
             spellings: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    """Rows of a register that bear one of the names: (id, person); their spellings are noted."""
    found = []
    for raw, name in ask(store, f'SELECT id, "{written}" FROM "{type_.type_name()}" WHERE trashed = 0 '  # noqa: S608 - declared names
                         f'AND person IS NULL AND "{written}" <> \'\''):
        if (person := meant.get(key_of(str(name)))) is not None:
            spellings.setdefault((person, fold(str(name))), str(name))
            found.append((id_of(raw), person))
    return found


def named(type_name: str) -> str:
    """Name of a register in the language in force."""
    return _(record_type(type_name).about.many)


def sure_ones(names: Sequence[LooseName]) -> dict[str, str]:
    """Names that can mean one person alone, as link() takes them."""
    return {each.key: each.suggestions[0].person for each in names if each.sure}
