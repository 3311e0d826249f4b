"""Rules of production and sales: what is not plausible, was written twice, or was sold without having been there."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from armdesk.fields import fold
from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import Production, choices
from armdesk.services.basis.figure import ask, id_of, site_names
from armdesk.services.basis.limits import Limits, tolerance_text
from armdesk.services.findings import plausibility
from armdesk.services.findings.finding import Finding, Look, Rule, figures_of, rule
from armdesk.services.findings.stock_rules import STOCK_RULES
from armdesk.services.gold import balance, delivery_months

_GOLD = ("production", "sale", "lot", "lot_input", "batch", "batch_input")
"""Registers that the balance is counted from."""
RIGHTS = ("title", "concession", "contract", "registration", "application")
"""Permits that are a right to mine."""
_FEWEST, _MOST_NAMED, _BLOCK = 20, 50, 500
"""Deliveries of a crew before its usual is known; records that one finding names; people asked for at once."""


@rule(N_("Sales of more than there was"), *_GOLD)
def over_stock(look: Look) -> Iterator[Finding]:
    """Sales of more gold than there was on their day, of all gold or of a class that is kept apart."""
    if not balance.can_compare(look.store):
        return  # told once, by the balance of the months
    for each in balance.over_sales(look.store, look.period):
        text = (_("Sale {code} of {day} takes {sold} g of fine gold of the class “{name}”; there were {there} g: "
                  "{excess} g too much.") if each.gold_class else
                _("Sale {code} of {day} takes {sold} g of fine gold; there were {there} g: {excess} g too much."))
        name = _(choices.GOLD_CLASS.get(each.gold_class, ""))
        yield Finding("over_class" if each.gold_class else "over_stock", "alarm", text.format(
            code=each.code, day=each.day, sold=_shown(each.sold, 3), there=_shown(each.there, 3),
            excess=_shown(each.excess, 3), name=name), (f"sale/{each.id}",))


@rule(N_("Gold that nobody explained"),
      "production", "sale", "lot", "lot_input", "batch", "batch_input", "rate", "organisation")
def unexplained(look: Look) -> Iterator[Finding]:
    """Months in which more or less gold came out of batches, melting or sales than went in, beyond the tolerance.

    Source: opening + in - out - declared losses - closing = unexplained; tolerances are dated rates.
    """
    limits = Limits(look.store)
    for stage in ("processing", "melting", "sale"):
        for month in balance.months(look.store, look.period, stage):
            # What was sold beyond the stock is a finding of its own.
            missing = month.unexplained - max(-month.closing, Decimal(0))
            there = max(month.opening, Decimal(0)) + max(month.came_in, Decimal(0))
            fine = limits.value("mass_balance_ok", look.period.ends) or Decimal(0)
            if not there or 100 * abs(missing) <= fine * there:
                continue
            hold = 100 * abs(missing) > month.tolerance * there
            lacking = _("{stage}, {month}: {grams} g of fine gold are missing without a word, {percent} % of what "
                        "there was.")
            too_much = _("{stage}, {month}: {grams} g of fine gold too much came out, {percent} % of what there was.")
            said = (lacking if missing > 0 else too_much).format(
                stage=_(balance.STAGE_NAMES[stage]), month=month.month, grams=_shown(abs(missing), 3),
                percent=_shown(100 * abs(missing) / there))
            # An explanation holds for the gold that is missing, whatever the tolerance.
            kind = "mass_balance_tolerance" if hold else "mass_balance_ok"
            yield Finding("unexplained", "alarm" if hold else "warn",
                          f"{said} {tolerance_text(limits.find(kind, look.period.ends))}", (f"month/{month.month}",),
                          facts=(figures_of(said),))


@rule(N_("Months that are not plausible"), *_GOLD, "site", "crew", "person", "rate", "registration", "organisation",
      "explanation", "permit", long=True)
def site_months(look: Look) -> Iterator[Finding]:
    """Months of a site that are not plausible: gold per person and day, jumps, capacity, copied and round weights."""
    for month in plausibility.site_months(look.store, look.period):
        for flag in month.flags:
            yield Finding(flag.rule, flag.severity, flag.sentence, (month.reference,))


@rule(N_("Yearly cap of a person"), "production", "registration", "person", "rate", "organisation")
def person_cap(look: Look) -> Iterator[Finding]:
    """People in a register with a yearly cap who delivered most of it or more; of a crew's delivery each has his part.

    Source: national caps per registered miner, dated rates of the kind person_cap.
    """
    limits = Limits(look.store)
    registers: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for person, text, begins, ends in ask(look.store, "SELECT person, register, valid_from, valid_to "
                                          "FROM registration WHERE trashed = 0"):
        registers[id_of(person)].append((text or "", begins or "", ends or "9999"))
    if not registers:
        return
    first = date(look.period.begins.year, 1, 1)
    found = ask(look.store, "SELECT r.person, substr(r.date, 1, 4), max(r.date), p.name, "
                "sum(r.fine_mg / CASE WHEN r.persons > 1 THEN r.persons ELSE 1 END) FROM production r "
                "JOIN person p ON p.id = r.person WHERE r.trashed = 0 AND r.date BETWEEN ? AND ? "
                "GROUP BY r.person, substr(r.date, 1, 4), p.name", first, look.period.ends)
    for person, year, last, name, fine in sorted(found, key=lambda row: (row[1], row[3])):
        day = date.fromisoformat(last)
        caps = [cap for text, begins, ends in registers.get(id_of(person), ()) if begins <= last <= ends
                and (cap := limits.matching("person_cap", day, text)) is not None]
        warning = limits.value("person_cap_warning", day)
        done = Decimal(fine or 0).scaleb(-3)
        if not caps or warning is None or 100 * done < warning * min(caps):
            continue
        over = done > min(caps)
        text = (_("{name} delivered {done} g of fine gold in {year}, more than the cap of {cap} g.") if over else
                _("{name} delivered {done} g of fine gold in {year}; the cap is {cap} g."))
        yield Finding("person_cap", "alarm" if over else "warn", text.format(
            name=name, done=_shown(done), year=year, cap=_shown(min(caps))), (f"person/{id_of(person)}",))


@rule(N_("Deliveries far above the usual"), "production", "rate", "organisation", long=True)
def large_delivery(look: Look) -> Iterator[Finding]:
    """Single deliveries far above what the same crew gives per person, as a unit or a comma gone wrong makes them."""
    limits = Limits(look.store)
    factor = limits.value("delivery_factor", look.period.ends)
    if factor is None:
        return
    groups = _by_group(look)
    usual = {group: Decimal(median(per_person)) for group, (per_person, _ids) in groups.items()
             if len(per_person) >= _FEWEST}
    found: dict[bytes, Decimal] = {}
    for group, middle in usual.items():
        most, (per_person, ids) = factor * middle, groups[group]
        if max(per_person) > most:
            found |= {bytes(ids[16 * place : 16 * place + 16]): middle for place, value in enumerate(per_person)
                      if value > most}
    fields = [Production.field(name) for name in ("date", "gross_mg", "persons")]
    rows = look.store.rows(Production, sorted(found), fields)
    for id_, (day, gross, persons) in sorted(rows.items(), key=lambda row: (row[1][0], row[0])):
        text = (_("The delivery of {day} weighs {gross} g for {persons} persons; usual of the crew are {usual} g "
                  "per person.") if persons else
                _("The delivery of {day} weighs {gross} g; usual of the crew are {usual} g."))
        yield Finding("large_delivery", "warn", text.format(
            day=day, gross=_shown(Decimal(gross).scaleb(-3), 3), persons=persons,
            usual=_shown(found[id_].scaleb(-6))), (f"production/{id_of(id_)}",))


def _by_group(look: Look) -> dict[delivery_months.Group, tuple[array[int], bytearray]]:
    """Deliveries of the period by crew, as delivery_months.Weighed holds those of a month."""
    groups: dict[delivery_months.Group, tuple[array[int], bytearray]] = {}
    for month in delivery_months.months(look.store, look.period):
        for group, weighed in month.groups.items():
            per_person, ids = groups.setdefault(group, (array("q"), bytearray()))
            per_person.extend(weighed.per_person)
            ids += weighed.ids
    return groups


@rule(N_("Deliveries written twice"), "production", long=True)
def written_twice(look: Look) -> Iterator[Finding]:
    """The same delivery entered twice: day, crew, person, weight and fineness."""
    for month in delivery_months.months(look.store, look.period):
        for each in month.twins:
            yield Finding("written_twice", "warn", _(
                "{count} deliveries of {day} are the same: {gross} g by the same person of the same crew.").format(
                count=len(each.ids), day=each.day, gross=_shown(Decimal(each.gross_mg).scaleb(-3), 3)),
                tuple(f"production/{id_}" for id_ in each.ids))


@rule(N_("Deliveries from an unknown site"), "production", "site")
def unknown_site(look: Look) -> Iterator[Finding]:
    """Deliveries from a place that is in no list of sites."""
    found: dict[str, list[str]] = defaultdict(list)
    for id_, written in ask(look.store, "SELECT id, site_as_written FROM production WHERE trashed = 0 AND site IS NULL "
                            "AND site_as_written <> '' AND date BETWEEN ? AND ? ORDER BY date, id",
                            look.period.begins, look.period.ends):
        found[written].append(f"production/{id_of(id_)}")
    for written, ids in sorted(found.items()):
        yield Finding("unknown_site", "warn", ngettext(
            "{count} delivery comes from “{name}”, which is in no list of sites.",
            "{count} deliveries come from “{name}”, which is in no list of sites.", len(ids)).format(
            count=len(ids), name=written), tuple(ids[:_MOST_NAMED]))


@rule(N_("Deliveries by people who are not there"), "production", "person")
def deliverers(look: Look) -> Iterator[Finding]:
    """Deliveries by people who are in no register, who had left, or who had not joined yet.

    A name as written stands for everybody whose name holds all its words: "Ana Ruiz" for RUIZ TELLO ANA MARÍA.
    """
    names: dict[tuple[Any, str], list[tuple[str, Any]]] = defaultdict(list)  # raw ids: few are ever shown
    for id_, day, written in ask(
            look.store, "SELECT id, date, person_as_written FROM production WHERE trashed = 0 AND person IS NULL "
            "AND person_as_written <> '' AND date BETWEEN ? AND ?", look.period.begins, look.period.ends):
        names[None, fold(written)].append((day, id_))
    for person, day, id_ in _of_those_away(look):
        names[person, ""].append((day, id_))
    if not names:
        return
    people = {id_of(id_): (str(name or ""), joined or "", left or "9999") for id_, name, joined, left in ask(
        look.store, "SELECT id, name, joined_on, left_on FROM person WHERE trashed = 0")}
    by_word: dict[str, set[str]] = defaultdict(set)
    for id_, (name, _joined, _left) in people.items():
        for word in fold(name).split():
            by_word[word].add(id_)
    written_as = _as_written(look)
    for (person, folded), rows in sorted(names.items(), key=lambda item: min(item[1])):
        meant = {id_of(person)} if person else set.intersection(*(by_word.get(word, set()) for word in folded.split()))
        known = [people[id_] for id_ in meant if id_ in people]
        shown = known[0][0] if len(known) == 1 else written_as.get(folded, folded)
        yield from _of_person(shown, known, rows)


def _of_those_away(look: Look) -> Iterator[tuple[Any, str, Any]]:
    """Deliveries by people in the trash, and by those who left or joined within the period or were never there in it.

    Shape: raw id of the person, day, raw id of the delivery.  Nothing can be odd about those of anybody else.
    """
    away = [id_ for (id_,) in ask(
        look.store, "SELECT id FROM person WHERE trashed <> 0 OR left_on < ? OR joined_on > ?",
        look.period.ends, look.period.begins)]
    for start in range(0, len(away), _BLOCK):
        some = away[start : start + _BLOCK]
        yield from ask(look.store, "SELECT person, date, id FROM production WHERE trashed = 0 "  # noqa: S608 - marks alone
                       f"AND person IN ({', '.join('?' * len(some))}) AND date BETWEEN ? AND ?",
                       *some, look.period.begins, look.period.ends)


def _as_written(look: Look) -> dict[str, str]:
    return {fold(written): written for (written,) in ask(
        look.store, "SELECT DISTINCT person_as_written FROM production WHERE trashed = 0 AND person IS NULL "
        "AND person_as_written <> '' AND date BETWEEN ? AND ?", look.period.begins, look.period.ends)}


def _of_person(name: str, known: list[tuple[str, str, str]], rows: list[tuple[str, Any]]) -> Iterator[Finding]:
    """What is odd about the deliveries under one name."""
    if not known:
        yield Finding("unknown_person", "warn", ngettext(
            "{name} delivered gold {count} time and is in no register of people.",
            "{name} delivered gold {count} times and is in no register of people.", len(rows)).format(
            name=name, count=len(rows)), _deliveries(rows))
        return
    last, first = max(left for _name, _joined, left in known), min(joined for _name, joined, _left in known)
    late, early = [row for row in rows if row[0] > last], [row for row in rows if row[0] < first]
    if late:
        yield Finding("after_leaving", "warn", ngettext(
            "{name} left on {day} and delivered gold {count} time afterwards.",
            "{name} left on {day} and delivered gold {count} times afterwards.", len(late)).format(
            name=name, day=last, count=len(late)), _deliveries(late))
    if early:
        yield Finding("before_joining", "warn", ngettext(
            "{name} joined on {day} and delivered gold {count} time before.",
            "{name} joined on {day} and delivered gold {count} times before.", len(early)).format(
            name=name, day=first, count=len(early)), _deliveries(early))


def _deliveries(rows: Iterable[tuple[str, Any]]) -> tuple[str, ...]:
    return tuple(f"production/{id_of(id_)}" for _day, id_ in sorted(rows)[:_MOST_NAMED])


@rule(N_("Production without a right to mine"), "production", "permit", "site")
def without_right(look: Look) -> Iterator[Finding]:
    """Deliveries of days on which the right to mine had lapsed, and of sites that are given up."""
    rights = ask(look.store, "SELECT site, granted_on, expires_on FROM permit WHERE trashed = 0 AND expires_on <> '' "
                 "AND kind IN ('title', 'concession', 'contract', 'registration', 'application')")
    names = site_names(look.store)
    days: dict[str, list[str]] = defaultdict(list)
    for site, day in ask(look.store, "SELECT DISTINCT site, date FROM production WHERE trashed = 0 AND gross_mg > 0 "
                         "AND site IS NOT NULL AND date BETWEEN ? AND ?", look.period.begins, look.period.ends):
        days[id_of(site)].append(day)
    for site, worked in sorted(days.items()):
        own = [(granted or "", expires) for place, granted, expires in rights if id_of(place) in ("", site)]
        bare = [day for day in sorted(worked) if any(expires < day for _granted, expires in own)
                and not any(granted <= day <= expires for granted, expires in own)]
        if bare:
            yield Finding("without_right", "alarm", ngettext(
                "{site}: gold was delivered on {count} day after the right to mine had ended, first on {day}.",
                "{site}: gold was delivered on {count} days after the right to mine had ended, first on {day}.",
                len(bare)).format(site=names.get(site, ""), count=len(bare), day=bare[0]), (f"site/{site}",))
    for id_, name, status in ask(look.store, "SELECT id, name, status FROM site WHERE trashed = 0 "
                                 "AND status IN ('inactive', 'abandoned')"):
        if id_of(id_) in days:
            yield Finding("inactive_site", "warn", _(
                "{site} is noted as “{status}”, but {count} days of the period have deliveries from it.").format(
                site=name, status=_(choices.SITE_STATUS[status]), count=len(days[id_of(id_)])), (f"site/{id_of(id_)}",))


@rule(N_("Kept sums of gold"), "production", "sale", "lot", "lot_input", "batch", "batch_input", heavy=True)
def sums_of_months(look: Look) -> Iterator[Finding]:
    """Months whose kept sums are not those of the registers: changed outside armdesk, or a fault of the program."""
    if differing := look.proofs.sums:
        yield Finding("sums", "alarm", _("The sums kept of {months} were not those of the registers; they are counted "
                                         "again.").format(months=", ".join(sorted({month or "?" for _part, month
                                                                                   in differing}))))


def _shown(value: Decimal, places: int = 2) -> str:
    return decimal_text(value, places, current())


PLAUSIBILITY_RULES: dict[str, Rule] = {
    "over_stock": over_stock, "unexplained": unexplained, "site_months": site_months, "person_cap": person_cap,
    "large_delivery": large_delivery, "written_twice": written_twice, "unknown_site": unknown_site,
    "deliverers": deliverers, "without_right": without_right, **STOCK_RULES,
}
"""Rules looked at before a pack, by name."""

HEAVY_RULES: dict[str, Rule] = {"sums": sums_of_months}
"""Rules that count everything again."""
