"""Rules on photos: one for two events, one taken on another day or far away, a camera whose clock was never set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from math import cos, hypot, radians
from statistics import median

from armdesk.evidence import twins
from armdesk.i18n import N_, _
from armdesk.services.basis.figure import ask
from armdesk.services.basis.limits import Limits
from armdesk.services.evidence.photo_events import READ, Event, Photo, photos
from armdesk.services.findings.finding import Finding, Look, Rule, rule

BEFORE, AFTER, FAR = "photo_days_before", "photo_days_after", "photo_far_km"
"""Kinds of rates: days before and after an event on which its photo may be taken; km from every site."""
_MOST, _LEAST_PLACES = 200, 5
_DEGREE, _KM = 10_000_000, 111.2
_FACTORY = timedelta(days=366)


@rule(N_("One photo for two events"), *READ)
def photo_reused(look: Look) -> Iterator[Finding]:
    """One photo given for two events of different days, whether the very same file or saved again."""
    for same in _clusters(look)[:_MOST]:
        events = sorted({event for photo in same for event in photo.events})
        pair = next(((one, other) for one, other in combinations(events, 2)
                     if one.kind == other.kind and one.day != other.day), None)
        documents = tuple(dict.fromkeys(photo.reference for photo in same if pair is not None or not photo.is_copy))
        names = ", ".join(dict.fromkeys(photo.file_name or photo.title for photo in same))
        fact = " ".join(sorted({photo.sha[:12] for photo in same}))
        if pair is not None:
            one, other = pair
            where = (one.reference, other.reference, *documents)
            yield Finding("photo_reused", "alarm", _(
                "One photo is given for “{one}” of {day} and for “{other}” of {second}: {files}.").format(
                one=one.said(), day=one.day, other=other.said(), second=other.day, files=names), where,
                facts=(fact,) * len(where))
        elif len(documents) > 1:
            yield Finding("photo_twice", "note", _("The same photo stands here {count} times: {files}.").format(
                count=len(documents), files=names), documents, facts=(fact,) * len(documents))


def _clusters(look: Look) -> list[list[Photo]]:
    """Photos that are one, together; also single ones given for several events."""
    found = photos(look.store)
    by_sha: dict[str, list[Photo]] = defaultdict(list)
    for photo in found:
        by_sha[photo.sha].append(photo)
    first = {sha: sha for sha in by_sha}
    for one, other in _twins(look, by_sha):
        first[_root(first, one)] = _root(first, other)
    together: dict[str, list[Photo]] = defaultdict(list)
    for photo in found:
        together[_root(first, photo.sha)].append(photo)
    return [same for same in together.values()
            if len(same) > 1 or len({event.day for event in same[0].events}) > 1]


def _root(first: dict[str, str], sha: str) -> str:
    while first[sha] != sha:
        sha = first[sha]
    return sha


def _twins(look: Look, by_sha: Mapping[str, list[Photo]]) -> Iterator[tuple[str, str]]:
    """Pairs of files that show one photo; a camera that gives two moments took two photos."""
    if not twins.is_kept(look.store.db):
        return
    for one, other in ask(look.store, "SELECT one, other FROM picture_twin WHERE one < other ORDER BY one, other"):
        if one not in by_sha or other not in by_sha:
            continue
        moments = {(each.taken_on, each.taken_at) for each in (by_sha[one][0], by_sha[other][0]) if each.taken_on}
        if len(moments) < 2:
            yield one, other


@rule(N_("Photos of another day"), *READ, "rate", "organisation")
def photo_day(look: Look) -> Iterator[Finding]:
    """Photos whose camera gives another day than that of the event they are given for.

    A photo without a day is no fault: messengers on telephones leave it out.
    """
    limits = Limits(look.store)
    reused = {photo.sha for same in _clusters(look) if len({event.day for each in same for event in each.events}) > 1
              for photo in same}
    for photo in photos(look.store):
        if not photo.taken_on or photo.sha in reused or _odd_clock(photo):
            continue
        for event in sorted(photo.events):
            days = (date.fromisoformat(photo.taken_on) - date.fromisoformat(event.day)).days
            most = limits.value(BEFORE if days < 0 else AFTER, date.fromisoformat(event.day))
            # A place is photographed long after an accident, but never before it.
            if most is not None and abs(days) > most and (days < 0 or event.kind != "incident"):
                yield _other_day(photo, event, days)


def _other_day(photo: Photo, event: Event, days: int) -> Finding:
    text = _("The photo {file} given for “{event}” of {day} was taken on {taken}, {count} days before.") if days < 0 \
        else _("The photo {file} given for “{event}” of {day} was taken on {taken}, {count} days after.")
    where = (photo.reference, event.reference)
    return Finding("photo_day", "warn" if days < 0 else "note", text.format(
        file=photo.file_name or photo.title, event=event.said(), day=event.day, taken=photo.taken_on, count=abs(days)),
        where, facts=(f"{photo.taken_on} {event.day}",) * 2)


def _odd_clock(photo: Photo) -> bool:
    """Whether the camera's clock was never set: the first of a January long past, or a day still to come."""
    added = date.fromisoformat(photo.added_on) if photo.added_on else None
    taken = date.fromisoformat(photo.taken_on)
    if added is None:
        return False
    return taken > added + timedelta(days=1) or ((taken.month, taken.day) == (1, 1)
                                                     and added - taken > _FACTORY)


@rule(N_("Clocks of cameras"), *READ)
def camera_clock(look: Look) -> Iterator[Finding]:
    """Photos with a day on which nobody took them, as a camera writes it whose clock was never set."""
    for photo in photos(look.store):
        if photo.taken_on and _odd_clock(photo):
            yield Finding("camera_clock", "note", _(
                "The camera of the photo {file} says {taken}: its clock was not set, so it proves no day.").format(
                file=photo.file_name or photo.title, taken=photo.taken_on), (photo.reference,),
                facts=(photo.taken_on,))


@rule(N_("Photos from far away"), *READ, "site", "rate", "organisation")
def photo_far(look: Look) -> Iterator[Finding]:
    """Photos taken farther from every site than anybody works; without sites on the map, from most other photos."""
    most = Limits(look.store).value(FAR, look.today)
    placed = [photo for photo in photos(look.store) if photo.latitude is not None and photo.longitude is not None]
    places = [(int(north), int(east)) for north, east in ask(
        look.store, "SELECT latitude, longitude FROM site WHERE trashed = 0 AND latitude IS NOT NULL "
        "AND longitude IS NOT NULL")]
    if not places and len(placed) >= _LEAST_PLACES:
        places = [(int(median(each.latitude or 0 for each in placed)), int(median(each.longitude or 0
                                                                                  for each in placed)))]
    if most is None or not places:
        return
    for photo in placed:
        apart = min(_km(photo, place) for place in places)
        if apart > most:
            text = _("The photo {file} was taken {count} km from the nearest site.")
            yield Finding("photo_far", "note", text.format(file=photo.file_name or photo.title, count=round(apart)),
                          (photo.reference,), facts=(str(round(apart)),))


def _km(photo: Photo, place: tuple[int, int]) -> float:
    """Distance on the ground, near enough for a country."""
    north, east = (photo.latitude or 0) - place[0], (photo.longitude or 0) - place[1]
    return hypot(north, east * cos(radians(place[0] / _DEGREE))) / _DEGREE * _KM


PHOTO_RULES: dict[str, Rule] = {"photo_reused": photo_reused, "photo_day": photo_day, "camera_clock": camera_clock,
                                "photo_far": photo_far}
"""Rules on photos by name."""
