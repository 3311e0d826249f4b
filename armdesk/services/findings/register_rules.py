"""Rules on registers: ages told two ways, states against days, one telephone of many, parties twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from armdesk.fields import fold
from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import Person
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.findings.finding import Finding, Look, Rule, rule

SAME_PHONE, EARLIEST = "same_phone_people", "joined_age_least"
LEAST_DIGITS, ODD_DIGITS = "digit_weights", "digit_spread"
"""Kinds of rates: people that may share a telephone; age under which nobody joins but by a slip; weights that a look at
their last figures needs; how uneven these may be (chi-square over the number of weights, in thousandths)."""
_MOST, _YEARS_APART, _LEAST_PHONE = 50, 1, 6


@rule(N_("Ages told two ways"), "person", "rate", "organisation")
def ages_apart(look: Look) -> Iterator[Finding]:
    """People whose stated age is not that of their day of birth, and those who joined as small children."""
    least = Limits(look.store).value(EARLIEST, look.today)
    children: list[tuple[str, str]] = []
    for raw, name, born, year, stated, on, joined in ask(
            look.store, "SELECT id, name, birth_date, birth_year, age_stated, age_stated_on, joined_on FROM person "
            "WHERE trashed = 0 AND (birth_date IS NOT NULL OR birth_year IS NOT NULL) ORDER BY name, id"):
        first = date.fromisoformat(born) if born else date(int(year), 7, 1)
        told = date.fromisoformat(on) if on else None
        if stated is not None and told is not None and abs(_years(first, told) - stated) > _YEARS_APART + (not born):
            yield Finding("ages_apart", "warn", _(
                "{name} was {stated} years old on {day} by the books, but {age} by the day of birth.").format(
                name=name, stated=stated, day=on, age=_years(first, told)), (f"person/{id_of(raw)}",),
                facts=(f"{stated} {on} {first}",))
        if joined and least is not None and _years(first, date.fromisoformat(joined)) < least:
            children.append((id_of(raw), f"{joined} {first}"))
    if children and least is not None:
        yield _joined_as_children(children, int(least))


def _joined_as_children(children: Sequence[tuple[str, str]], least: int) -> Finding:
    """One note for all who would have joined as small children: their day of birth or of joining is wrong."""

    def say(places: Sequence[int]) -> str:
        return ngettext("{count} person would have joined before being {age} years old: one of the two days is wrong.",
                        "{count} people would have joined before being {age} years old: one of the two days is wrong.",
                        len(places)).format(count=len(places), age=least)

    where = tuple(f"person/{id_}" for id_, _fact in children)
    return Finding("joined_as_child", "note", say(range(len(children))), where,
                   facts=tuple(fact for _id, fact in children), say=say)


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@rule(N_("States against days"), "person", "crew", "incident", "injured_person")
def state_against_days(look: Look) -> Iterator[Finding]:
    """People who left and are active, crews led by somebody gone, the dead of an accident who are on the roster."""
    for raw, name, left in ask(
            look.store, "SELECT id, name, left_on FROM person WHERE trashed = 0 AND left_on < ? AND status = 'active' "
            "ORDER BY name, id LIMIT 50", look.today):
        yield Finding("left_but_active", "note", _("{name} left on {day} but is written down as active.").format(
            name=name, day=left), (f"person/{id_of(raw)}",), facts=(str(left),))
    for raw, crew, name, leader in ask(
            look.store, "SELECT c.id, c.name, p.name, p.id FROM crew c JOIN person p ON p.id = c.leader "
            "WHERE c.trashed = 0 AND (c.active_to IS NULL OR c.active_to >= ?) AND (p.status IN ('left', 'dead') "
            "OR p.left_on < ?) ORDER BY c.name, c.id LIMIT 50", look.today, look.today):
        yield Finding("leader_gone", "note", _("{crew} is led by {name}, who is no longer here.").format(
            crew=crew, name=name), (f"crew/{id_of(raw)}",), facts=(id_of(leader)[:12],))
    for raw, name, day, person in ask(
            look.store, "SELECT i.id, p.name, i.date, p.id FROM incident i JOIN injured_person x ON x.incident = i.id "
            "AND x.trashed = 0 JOIN person p ON p.id = x.person WHERE i.trashed = 0 AND i.severity = 'fatal' "
            "AND p.status = 'active' AND i.persons = 1 ORDER BY i.date, i.id LIMIT 50"):
        yield Finding("dead_but_active", "warn", _(
            "An accident of {day} was fatal, but {name} is still written down as active.").format(day=day, name=name),
            (f"incident/{id_of(raw)}", f"person/{id_of(person)}"), facts=("active",) * 2)


@rule(N_("One telephone of many"), "person", "rate", "organisation")
def same_phone(look: Look) -> Iterator[Finding]:
    """Telephone numbers that more people share than a family does."""
    most = Limits(look.store).value(SAME_PHONE, look.today)
    if most is None:
        return
    shared: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for raw, name, phone in ask(look.store, "SELECT id, name, phone FROM person WHERE trashed = 0 AND phone <> '' "
                                "AND coalesce(status, 'active') = 'active' ORDER BY name, id"):
        digits = re.sub(r"\D", "", str(phone))[-9:]
        if len(digits) >= _LEAST_PHONE:
            shared[digits].append((id_of(raw), str(name)))
    for digits, people in shared.items():
        if len(people) > most:
            yield Finding("same_phone", "note", _("{count} people have the telephone number …{end}: {names}.").format(
                count=len(people), end=digits[-4:], names=", ".join(name for _id, name in people[:5])),
                tuple(f"person/{id_}" for id_, _name in people[:_MOST]), facts=(digits[-4:],) * min(len(people), _MOST),
                rows=Query(Person, filters=(Filter("id", "in", tuple(id_ for id_, _name in people)),)))


@rule(N_("The same party twice"), "party")
def party_twice(look: Look) -> Iterator[Finding]:
    """Buyers and other parties with the same name, tax or licence number."""
    alike: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for raw, name, tax, licence in ask(look.store, "SELECT id, name, tax_id, licence_no FROM party WHERE trashed = 0 "
                                       "ORDER BY name, id"):
        for kind, value in (("name", name), ("tax", tax), ("licence", licence)):
            plain = re.sub(r"[^0-9a-z]", "", fold(str(value or "")))
            if len(plain) > 3:
                alike[kind, plain].append((id_of(raw), str(name)))
    seen: set[frozenset[str]] = set()
    for (_kind, plain), found in alike.items():
        ids = frozenset(id_ for id_, _name in found)
        if len(ids) > 1 and ids not in seen:
            seen.add(ids)
            yield Finding("party_twice", "warn", _("{names} may be one party.").format(
                names=", ".join(f"“{name}”" for _id, name in found)), tuple(f"party/{id_}" for id_, _name in found),
                facts=(plain,) * len(found))


@rule(N_("Days lost and days away"), "injured_person", "incident")
def lost_days_apart(look: Look) -> Iterator[Finding]:
    """Injured people with more lost days than they were away."""
    for raw, incident, off, back, lost in ask(
            look.store, "SELECT x.id, x.incident, x.off_from, x.returned_on, x.lost_days FROM injured_person x "
            "JOIN incident i ON i.id = x.incident WHERE x.trashed = 0 AND i.trashed = 0 AND x.lost_days > 0 "
            "AND x.off_from IS NOT NULL AND x.returned_on IS NOT NULL ORDER BY x.off_from, x.id"):
        away = (date.fromisoformat(back) - date.fromisoformat(off)).days
        if lost > away + 1:
            yield Finding("lost_days_apart", "note", _(
                "{lost} days are noted as lost, but from {off} to {back} there are {away}.").format(
                lost=lost, off=off, back=back, away=away), (f"injured_person/{id_of(raw)}",
                                                           f"incident/{id_of(incident)}"),
                facts=(f"{lost} {off} {back}",) * 2)


@rule(N_("Equipment handed out twice"), "ppe_delivery", "person")
def equipment_twice(look: Look) -> Iterator[Finding]:
    """The same thing handed out to one person on one day in two entries."""
    for first, last, day, name, count in ask(
            look.store, "SELECT min(x.id), max(x.id), x.date, min(p.name), count(*) FROM ppe_delivery x JOIN person p "
            "ON p.id = x.person WHERE x.trashed = 0 AND x.date BETWEEN ? AND ? "
            "GROUP BY x.person, x.date, x.item, x.size "
            "HAVING count(*) > 1 ORDER BY x.date LIMIT 50", look.period.begins, look.period.ends):
        yield Finding("equipment_twice", "note", _("{name} received the same thing {count} times on {day}.").format(
            name=name, count=count, day=day), (f"ppe_delivery/{id_of(first)}", f"ppe_delivery/{id_of(last)}"),
            facts=(f"{day} {count}",) * 2)


@rule(N_("Last figures of weights"), "production", "site", "rate", "organisation")
def last_figures(look: Look) -> Iterator[Finding]:
    """Sites whose weights end in some figures far more often than a scale makes them.

    A scale gives each last figure as often as any other.  Counted are the hundredths of a gram of the newest weights of
    the period, without those that were typed in another unit; round weights as such are another finding.
    Source: chi-square of ten figures, over the number of weights (nine times Cramer's V squared), so that a long book
    is not blamed for its length.
    """
    limits = Limits(look.store)
    least, most = limits.value(LEAST_DIGITS, look.period.ends), limits.value(ODD_DIGITS, look.period.ends)
    if least is None or most is None:
        return
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 10)
    for site, figure, count in ask(
            look.store, "SELECT site, figure, count(*) FROM (SELECT site, (gross_mg / 10) % 10 AS figure "
            "FROM production WHERE trashed = 0 AND gross_mg > 0 AND typed IS NULL AND site IS NOT NULL "
            "AND date BETWEEN ? AND ? ORDER BY date DESC LIMIT 20000) AS newest GROUP BY site, figure",
            look.period.begins, look.period.ends):
        counts[id_of(site)][int(figure)] += int(count)
    names = look.store.labels("site", counts)
    for site, found in counts.items():
        weights = sum(found)
        # Weights noted to the tenth of a gram have no second figure to look at.
        if weights < least or found[0] > weights / 2:
            continue
        uneven = sum((10 * count - weights) ** 2 for count in found) * 100 // (weights * weights)
        if uneven > most:
            often = max(range(10), key=lambda figure: found[figure])
            yield Finding("last_figures", "note", ngettext(
                "{site}: of {count} weight {share} % end in {figure}; a scale gives each figure as often.",
                "{site}: of {count} weights {share} % end in {figure}; a scale gives each figure as often.",
                weights).format(site=names.get(site, ""), count=weights, figure=often,
                                share=decimal_text(Decimal(100 * found[often]) / weights, 0, current())),
                (f"site/{site}",), facts=(f"{weights} {often} {found[often]}",))


REGISTER_RULES: dict[str, Rule] = {
    "ages_apart": ages_apart, "state_against_days": state_against_days, "same_phone": same_phone,
    "party_twice": party_twice, "lost_days_apart": lost_days_apart, "equipment_twice": equipment_twice,
    "last_figures": last_figures}
"""Rules on registers by name; most of their sentences name people, so they stay out of packs."""
