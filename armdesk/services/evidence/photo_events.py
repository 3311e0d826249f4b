"""What photos are given for: the events of a day that a citation, a link or the name of a file ties them to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from armdesk.fields import fold
from armdesk.i18n import _
from armdesk.models import record_type
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.likeness import words_of
from armdesk.store import Store

MOMENTS = ("training", "meeting", "drill", "inspection", "incident")
"""Registers of what happens on one day: whoever photographs it is there that day."""
_NAMES = {"training": "subject", "meeting": "coalesce(title, number)", "drill": "scenario",
          "inspection": "coalesce(inspector, body)", "incident": "number"}
_LINKED = {"meeting": "document", "drill": "document", "inspection": "document"}
_TELLING = 8
"""Letters from which on the name of an event says what it is."""
_DAY = re.compile(r"(?<![0-9])([0-9]{4}|[0-9]{1,2})[-. ]([0-9]{1,2})[-. ]([0-9]{1,2}(?:[0-9]{2})?)(?![0-9])")
READ = ("revision", "document", "citation", "inspection_answer", *MOMENTS)
"""Registers that tell what a photo is given for."""


@dataclass(frozen=True, order=True)
class Event:
    """One event.  Shape: day "2025-03-04"; reference "training/<id>"."""

    day: str
    reference: str
    name: str

    @property
    def kind(self) -> str:
        """Its register."""
        return self.reference.partition("/")[0]

    def said(self) -> str:
        """Its name, or that of its register."""
        return self.name or str(_(record_type(self.kind).about.one))


@dataclass
class Photo:
    """One picture of a document.

    Units: latitude and longitude in ten-millionths of a degree.  Shape: days as the database has them, "" unknown.
    """

    document: str
    sha: str
    file_name: str
    title: str
    taken_on: str
    taken_at: str
    added_on: str
    latitude: int | None
    longitude: int | None
    is_copy: bool = False
    events: set[Event] = field(default_factory=set)

    @property
    def reference(self) -> str:
        """Its document, as findings name it."""
        return f"document/{self.document}"


def photos(store: Store) -> list[Photo]:
    """All pictures of documents that are not in the trash, with what they are given for."""
    found = [Photo(id_of(document), str(sha), str(name or ""), str(title or ""), on or "", at or "", added or "",
                   latitude, longitude, same_as is not None)
             for document, sha, name, title, on, at, added, latitude, longitude, same_as in ask(
                 store, "SELECT r.document, r.sha256, r.file_name, d.title, r.taken_on, r.taken_at, r.added_on, "
                 "r.latitude, r.longitude, d.same_as FROM revision r JOIN document d ON d.id = r.document "
                 "WHERE r.trashed = 0 AND d.trashed = 0 AND r.media_type LIKE 'image/%' ORDER BY r.added_on, r.id")]
    if found:
        _tie(store, found)
    return found


def _tie(store: Store, found: list[Photo]) -> None:
    by_document: dict[str, list[Photo]] = defaultdict(list)
    by_name: dict[str, list[Photo]] = defaultdict(list)
    for each in found:
        by_document[each.document].append(each)
        for name in {fold(each.file_name), fold(PurePath(each.file_name).stem), fold(each.title)} - {""}:
            by_name[name].append(each)
    events = _events(store)
    for document, reference in _ties(store):
        event = events.get(reference)
        for photo in by_document.get(document, ()) if event is not None else ():
            photo.events.add(event)  # type: ignore[arg-type]  # asked above
    _tie_by_name(found, events)
    for training, named in ask(store, "SELECT id, photo_ref FROM training WHERE trashed = 0 AND photo_ref <> ''"):
        same = by_name.get(fold(str(named)), [])
        event = events.get(f"training/{id_of(training)}")
        # One name may stand for one content only.
        for photo in same if len({each.sha for each in same}) == 1 and event is not None else ():
            photo.events.add(event)  # type: ignore[arg-type]  # asked above


def _tie_by_name(found: list[Photo], events: Mapping[str, Event]) -> None:
    """Photos whose name says all words of one event: "first aid 2025-04-11.jpg"; of several the day has to tell."""
    words: dict[str, list[Event]] = defaultdict(list)
    for event in events.values():
        told = words_of(event.name)
        if sum(map(len, told)) >= _TELLING and not all(map(str.isdecimal, told)):
            words[max(told, key=len)].append(event)
    for photo in found:
        name = PurePath(photo.file_name).stem.replace("_", " ")
        said = set(words_of(name))
        likely = [event for word in said for event in words.get(word, ()) if said.issuperset(words_of(event.name))]
        days = _days_in(name)
        meant = [event for event in likely if event.day in days] if days else likely
        if len(meant) == 1:
            photo.events.add(meant[0])


def _days_in(name: str) -> set[str]:
    """The days that the name of a file tells, as the database has them."""
    found = set()
    for first, second, third in _DAY.findall(name):
        year, month, day = (first, second, third) if len(first) > len(third) else (third, second, first)
        found.add(f"{year}-{int(month):02}-{int(day):02}")
    return found


def document_events(store: Store) -> list[tuple[str, Event]]:
    """Which document is given for which event.  Shape: (id of the document, event), in the order of the days."""
    events = _events(store)
    return sorted({(document, events[reference]) for document, reference in _ties(store) if reference in events},
                  key=lambda each: (each[1], each[0]))


def _events(store: Store) -> dict[str, Event]:
    found = {}
    for kind in MOMENTS:
        for id_, day, name in ask(store, f"SELECT id, date, {_NAMES[kind]} FROM {kind} WHERE trashed = 0"):  # noqa: S608 - ours
            reference = f"{kind}/{id_of(id_)}"
            found[reference] = Event(str(day), reference, str(name or ""))
    return found


def _ties(store: Store) -> Iterator[tuple[str, str]]:
    """Which document is given for what.  Shape: (id of the document, reference)."""
    for kind in MOMENTS:
        for document, target in ask(store, "SELECT document, target FROM citation WHERE trashed = 0 "
                                    "AND target >= ? AND target < ?", f"{kind}/", f"{kind}0"):
            yield id_of(document), str(target)
    for kind, link in _LINKED.items():
        for id_, document in ask(store, f"SELECT id, {link} FROM {kind} WHERE trashed = 0 "  # noqa: S608 - ours
                                 f"AND {link} IS NOT NULL"):
            yield id_of(document), f"{kind}/{id_of(id_)}"
    for document, inspection in ask(store, "SELECT photo, inspection FROM inspection_answer WHERE trashed = 0 "
                                    "AND photo IS NOT NULL"):
        yield id_of(document), f"inspection/{id_of(inspection)}"
