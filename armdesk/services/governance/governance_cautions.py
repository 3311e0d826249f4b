"""What is odd about a sale, a round, a vote or a mandate while it is typed, seen from who decides."""

from __future__ import annotations

from datetime import date

from armdesk.i18n import _
from armdesk.models import Inspection, Mandate, Meeting, Resolution, Sale
from armdesk.services.governance import attending, interests, mandates, votes
from armdesk.services.governance.statutes import Statutes
from armdesk.store import Store


def of_sale(store: Store, typed: Sale) -> dict[str, str]:
    """Whether somebody of ours is tied to the buyer."""
    if not typed.buyer or not isinstance(typed.date, date):
        return {}
    found = [tie for tie in interests.ties(store, typed.date, mandates.serving(store, typed.date))
             if tie.party == typed.buyer]
    if not found:
        return {}
    names = ", ".join(sorted({tie.name for tie in found}))
    if all(tie.measure for tie in found):
        return {"buyer": _("{names} is tied to this buyer; measure: {measure}").format(
            names=names, measure=found[0].measure)}
    return {"buyer": _("{names} is tied to this buyer: write down what is done about it.").format(names=names)}


def of_inspection(store: Store, typed: Inspection) -> dict[str, str]:
    """Whether somebody inspects the own crew or a relative's."""
    if typed.kind != "internal" or not isinstance(typed.date, date):
        return {}
    found = interests.inspects_own(store, [typed])
    field = "inspector_person" if typed.inspector_person else "inspector"
    return {field: _("This person, or a relative, works in this crew or at this site: somebody else should look."
                     )} if found else {}


def of_resolution(store: Store, typed: Resolution) -> dict[str, str]:
    """Votes that cannot be, and those who were there though it concerns their own affairs."""
    meeting = store.get(Meeting, typed.meeting) if typed.meeting else None
    if meeting is None:
        return {}
    statutes = Statutes(store)
    found = votes.doubts(typed, attending.count_of(store, meeting, statutes))
    if typed.concerns or typed.concerns_party:
        ties = interests.ties(store, meeting.date, mandates.serving(store, meeting.date, statutes))
        if interests.voted_on_own(typed, meeting, attending.presence(store, meeting, statutes), ties):
            found["stepped_aside"] = _("Somebody was there whom this concerns: note whether they stepped aside.")
    return found


def of_mandate(store: Store, typed: Mandate) -> dict[str, str]:
    """Whether the office goes with the others that the person holds, and whether a seat is free."""
    statutes = Statutes(store)
    organ = statutes.organs.get(typed.organ or "")
    if organ is None or not typed.person or not isinstance(typed.began_on, date):
        return {}
    standing = mandates.serving(store, typed.began_on, statutes)
    mine = mandates.Held(typed, organ, "", "", "", None)
    for held in (held for each in standing for held in each.holders
                 if held.mandate.person == typed.person and held.mandate.id != typed.id):
        if mandates.exclude(mine, held) is not None:
            return {"person": _("This person is {office} in “{organ}”, which does not go with this office.").format(
                office=held.mandate.field("office").format(held.mandate.office), organ=held.organ.name)}
    here = next((each for each in standing if each.organ.id == organ.id), None)
    others = [held for held in here.seated if held.mandate.id != typed.id] if here is not None else []
    if here is not None and here.rule is not None and here.rule.seats and len(others) >= here.rule.seats \
            and not typed.version:
        return {"organ": _("All {count} seats are taken: end the mandate of who leaves.").format(
            count=here.rule.seats)}
    return {}
