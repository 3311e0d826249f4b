"""The chain of a person: who it is, how old, what was signed and learnt, the work, the gold, the money."""

from __future__ import annotations

from datetime import date
from typing import Any

from armdesk.i18n import _, ngettext
from armdesk.models import Person
from armdesk.services.audit.chain import Chain, Walk
from armdesk.services.audit.draw import drawn
from armdesk.services.basis.ages import ADULT
from armdesk.services.basis.period import months_after
from armdesk.services.gold import trace
from armdesk.services.gold.lot_stock import DELIVERY, LOT
from armdesk.services.gold.trace_rows import SALE

_EQUIPPED_FOR = "equipment_asked_months"
"""Kind of the rate: months before the last day in which protective equipment must have been handed over."""


def walk_person(walk: Walk, id_: str, seed: str) -> Chain:
    """From the person to age proof, papers, training, work, one delivery drawn by the seed, lot, sale and payment."""
    person = walk.store.get(Person, id_)
    chain = Chain(f"person/{id_}")
    if person is None:
        return chain
    _identity(walk, chain, person)
    _papers(walk, chain, person)
    _learnt(walk, chain, person)
    raw = bytes.fromhex(id_)
    worked = walk.any("SELECT 1 FROM production WHERE trashed = 0 AND person = ? AND date BETWEEN ? AND ? "
                      "UNION ALL SELECT 1 FROM attendance WHERE trashed = 0 AND person = ? AND date BETWEEN ? AND ?",
                      raw, walk.period.begins, walk.period.ends, raw, walk.period.begins, walk.period.ends)
    title = _("Work in the period")
    if person.role == "staff" and not worked:
        chain.skip("work", title, _("Office staff; no shifts are asked."))
    else:
        chain.link("work", title, worked, _("Deliveries or attendance name this person."),
                   _("No delivery and no attendance of the period names this person, who is on the roster."))
    _gold(walk, chain, person, seed)
    return chain


def _identity(walk: Walk, chain: Chain, person: Person) -> None:
    chain.link("identity", _("Identity"), person.id_number, _("An identity number is written."),
               _("No identity number is written."))
    known = walk.people.get(person.id)
    age = known.age if known is not None else None
    chain.link("age", _("Age"), age is not None, _("The age on the last day of the period is known."),
               _("Neither a date of birth nor an age is written."))
    proved = person.age_evidence in ("seen", "copy")
    chain.link("age_proof", _("Proof of age"), proved, _("A document on the age was seen or copied."),
               _("Nobody noted a document that proves the age."))
    if person.age_evidence == "copy":
        count = walk.papers(chain.reference)
        chain.link("age_paper", _("Copy of the document"), count, _("Papers are filed with this person."),
                   _("A copy is said to be kept, but no paper is filed with this person."))
    if age is not None and known is not None:
        chain.link("adult", _("Old enough for the task"), age >= ADULT or not known.hazardous,
                   _("The task is allowed at this age."),
                   _("Under {age} in a hazardous task. Stop it today.").format(age=ADULT))


def _papers(walk: Walk, chain: Chain, person: Person) -> None:
    chain.link("joined", _("Day of joining"), person.joined_on, _("The day of joining is written."),
               _("The day of joining is not written."))
    for key, title, value, missing in (
            ("agreement", _("Agreement"), person.agreement_on, _("No day of a signed agreement is written.")),
            ("informed", _("Told about the Code"), person.informed_on, _("Nobody noted that the Code was explained.")),
            ("consent", _("Consent to personal data"), person.consent_on, _("No consent to personal data is noted."))):
        chain.link(key, title, value, _("Noted on {day}.").format(day=value), missing)
    title = _("National register")
    if not walk.keeps("registration"):
        chain.skip("registered", title, _("The office keeps no national registrations."))
        return
    held = walk.any("SELECT 1 FROM registration WHERE trashed = 0 AND person = ? "
                    "AND (valid_to IS NULL OR valid_to >= ?)", bytes.fromhex(person.id), walk.period.ends)
    chain.link("registered", title, held, _("A registration holds on the last day of the period."),
               _("No registration holds on the last day of the period."))


def _learnt(walk: Walk, chain: Chain, person: Person) -> None:
    raw, ends = bytes.fromhex(person.id), walk.period.ends
    came = walk.any("SELECT 1 FROM training_attendance a JOIN training t ON t.id = a.training WHERE a.trashed = 0 "
                    "AND t.trashed = 0 AND a.person = ? AND coalesce(a.present, 1) = 1 AND t.date <= ? "
                    "AND (t.date >= ? OR t.expires_on >= ?)", raw, ends, walk.period.begins, ends)
    chain.link("training", _("Training"), came, _("Came to a course that counts for the period."),
               _("No course of the period, and none still valid, names this person as present."))
    title = _("Protective equipment")
    if person.role == "staff" and not person.hazardous:
        chain.skip("ppe", title, _("Office staff; no equipment is asked."))
        return
    months = walk.limit(_EQUIPPED_FOR, ends)
    got = walk.any("SELECT 1 FROM ppe_delivery WHERE trashed = 0 AND person = ? AND date BETWEEN ? AND ?", raw,
                   months_after(ends, -months), ends)
    chain.link("ppe", title, got, ngettext("Equipment was handed over in the month before.",
                                        "Equipment was handed over in the {count} months before.",
                                        months).format(count=months),
               ngettext("No equipment was handed over in the month before the last day.",
                        "No equipment was handed over in the {count} months before the last day.",
                        months).format(count=months))


def _gold(walk: Walk, chain: Chain, person: Person, seed: str) -> None:
    """One delivery, drawn too, from the scale to the buyer; and what was paid for it."""
    raw = bytes.fromhex(person.id)
    rows = walk.ask("SELECT id, date FROM production WHERE trashed = 0 AND person = ? AND gross_mg > 0 "
                    "AND corrects IS NULL AND date BETWEEN ? AND ?", raw, walk.period.begins, walk.period.ends)
    title = _("One delivery to its buyer")
    if not rows:
        chain.skip("lot", title, _("No delivery of the period is in this person's own name."))
        return
    days = {bytes(id_).hex(): str(day) for id_, day in rows}
    [one] = drawn(seed, f"delivery/{person.id}", sorted(days), 1)
    found, where = trace.forward(walk.store, f"{DELIVERY}/{one}"), f"{DELIVERY}/{one}"
    day = days[one]
    lots, sales = found.of(LOT), found.of(SALE)
    if chain.link("lot", _("Delivery to lot"), lots, _("The delivery of {day} is in a lot.").format(day=day),
                  _("The delivery of {day} is in no lot: nobody noted what became of it.").format(day=day), where):
        chain.link("sold", _("Lot to sale"), sales or any(lot.status != "sold" for lot in lots),
                   _("The lot is sold, or still there."),
                   _("Lot {name} is sold, but names no sale.").format(name=lots[0].label), lots[0].reference)
    _paid(walk, chain, raw, day, where)


def _paid(walk: Walk, chain: Chain, raw: bytes, day: str, where: str) -> None:
    title = _("Payment for the gold")
    if not walk.keeps("payment"):
        chain.link("paid", title, False, "", _("The office keeps no payments."), where)
        return
    until = months_after(date.fromisoformat(day), 3)
    paid: list[tuple[Any, ...]] = walk.ask(
        "SELECT id, code, signed, bank_ref FROM payment WHERE trashed = 0 AND person = ? AND amount > 0 "
        "AND date BETWEEN ? AND ? ORDER BY date, id", raw, day, until)
    if chain.link("paid", title, paid, _("Something was paid in the three months after the delivery of {day}.").format(
            day=day), _("Nothing was paid to this person in the three months after the delivery of {day}.").format(
            day=day), where):
        id_, code, signed, bank = paid[0]
        chain.link("receipt", _("Receipt"), code and (signed or bank), _("The payment has its number and proof."),
                   _("The payment lacks its number, or its signature or bank reference."),
                   f"payment/{bytes(id_).hex()}")
