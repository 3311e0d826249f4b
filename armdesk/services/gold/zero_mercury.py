"""From which day the cooperative uses no mercury: as a rate says, or as the minutes of an assembly say in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from armdesk.dates import MONTHS, parse_date
from armdesk.fields import fold
from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store
from armdesk.typed import NotUnderstood

KIND = "zero_mercury_from"
"""Kind of the rate whose first day is the day from which no mercury is used; its value is what is still allowed."""
_METAL = r"(?:mercurio|azogue|mercury|mercure)"
_ENDING = (r"(?:dejar|dejamos|eliminar|abandonar|suprimir|no usar|no utilizar|stop|end|eliminate|abandon|no more|"
           r"arreter|eliminer|abandonner|deixar|parar)")
_ZERO = re.compile(rf"\b(?:cero|zero|sin|sem|sans|without|no) {_METAL}|{_METAL} (?:cero|zero)\b"
                   rf"|\b{_ENDING}(?: \w+){{0,3}} {_METAL}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}"
                  rf"|[0-9]{{1,2}}[ºo]? (?:de )?(?:{'|'.join(MONTHS)}) (?:de |del )?[0-9]{{4}}")
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass(frozen=True)
class ZeroMercury:
    """The day, and the rate, resolution or minutes that say so.  Shape: reference "meeting/<id>"."""

    begins: date
    reference: str


def decided(store: Store) -> ZeroMercury | None:
    """What the office wrote as a rate; else the first decision that speaks of no mercury and names a day.

    Where none names a day, the first holds from the day of its meeting; "in 2026" is a wish, not a day.
    """
    rates = ask(store, "SELECT valid_from, id FROM rate WHERE trashed = 0 AND kind = ? ORDER BY valid_from", KIND)
    if rates:
        return ZeroMercury(date.fromisoformat(rates[0][0]), f"rate/{id_of(rates[0][1])}")
    said = [(day, f"resolution/{id_of(id_)}", f"{topic or ''} {text or ''}") for day, id_, topic, text in ask(
        store, "SELECT m.date, r.id, r.topic, r.text FROM resolution r JOIN meeting m ON m.id = r.meeting "
        "WHERE r.trashed = 0 AND coalesce(r.status, 'adopted') IN ('adopted', 'carried_out')")]
    said += [(day, f"meeting/{id_of(id_)}", text) for day, id_, text in ask(
        store, "SELECT date, id, decisions FROM meeting WHERE trashed = 0 AND decisions IS NOT NULL")]
    said = [each for each in said if _ZERO.search(fold(each[2]))]
    named = [ZeroMercury(begins, reference) for _day, reference, text in said if (begins := _day_in(text))]
    at_once = [ZeroMercury(date.fromisoformat(day), reference) for day, reference, text in said
               if not _YEAR.search(text)]
    return min(named or at_once, key=lambda each: (each.begins, each.reference), default=None)


def _day_in(text: str) -> date | None:
    named = _DAY.search(fold(text))
    try:
        return parse_date(named[0]) if named else None
    except NotUnderstood:
        return None
