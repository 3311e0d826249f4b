"""Being ready for an emergency: plans, drills, and the equipment that must be there and in order."""

from __future__ import annotations

from collections.abc import Mapping

from armdesk.fields import Choice, Code, Date, Link, LongText, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.record import About, Record


class Equipment(Record):
    """A first-aid kit, extinguisher, refuge, self-rescuer or alarm, with the day it has to be looked at again."""

    code = Code(N_("Equipment no."), unique=True)
    name = Text(N_("Name"), required=True)
    kind = Choice(N_("Kind"), choices.EQUIPMENT, required=True)
    site = Link("site", N_("Site"), key="site_code")
    place = Text(N_("Place"))
    keeper = Link("person", N_("In the care of"), on_trash="keep")
    maker = Text(N_("Make and size"))
    serial_no = Code(N_("Serial no."))
    bought_on = Date(N_("Bought on"))
    expires_on = Date(N_("Expires on"), index=True)
    check_every = Whole(N_("To be checked every (days)"), least=1, most=4000,
                        help=N_("Empty: as often as the page of rates and limits says."))
    status = Choice(N_("Status"), choices.EQUIPMENT_STATUS, default="in_use")
    document = Link("document", N_("Paper"), on_trash="keep")
    note = LongText(N_("Note"))

    about = About(N_("emergency equipment"), N_("Emergency equipment list"), "safety", key=("code", "name"),
                  table=("code", "name", "kind", "site", "place", "expires_on", "status"), order="code",
                  search=("code", "name", "place", "serial_no"),
                  purpose=N_("First-aid kits, extinguishers, refuges, self-rescuers, alarms; when each expires."))

    def problems(self) -> Mapping[str, str]:
        if self.bought_on and self.expires_on and self.expires_on < self.bought_on:
            return {"expires_on": _("It would expire before it was bought.")}
        return {}


class EquipmentCheck(Record):
    """One look at a piece of emergency equipment."""

    equipment = Link("equipment", N_("Equipment"), required=True, index=True)
    date = Date(N_("Date"), required=True)
    result = Choice(N_("Result"), choices.EQUIPMENT_RESULT, required=True, default="good")
    person = Link("person", N_("Checked by (person)"), on_trash="keep")
    checked_by = Text(N_("Checked by"), help=N_("Somebody from outside, such as the firm that refills."))
    done = Text(N_("What was done"), help=N_("Refilled, replaced, completed."))
    expires_on = Date(N_("Expires now on"))
    next_due = Date(N_("Next check on"))
    document = Link("document", N_("Paper"), on_trash="keep")

    about = About(N_("equipment check"), N_("Equipment checks"), "safety", key=("date", "done"),
                  table=("date", "equipment", "result", "person", "checked_by", "done", "expires_on", "next_due"),
                  order="-date", search=("checked_by", "done"), details=True,
                  purpose=N_("When each kit, extinguisher and refuge was looked at, and what was found."))


class EmergencyPlan(Record):
    """What is done when something happens, for one site or all of them."""

    title = Text(N_("Title"), required=True)
    site = Link("site", N_("Site"), key="site_code")
    adopted_on = Date(N_("Adopted on"))
    review_on = Date(N_("To be reviewed on"), index=True)
    coordinator = Link("person", N_("Head of the brigade"), on_trash="keep")
    meeting_point = Text(N_("Meeting point"))
    phones = LongText(N_("Whom to call"), help=N_("One line each: name, telephone."))
    made_known = LongText(N_("How it was made known"))
    document = Link("document", N_("Paper"), on_trash="keep")

    about = About(N_("emergency plan"), N_("Emergency plans"), "safety", key=("title",),
                  table=("title", "site", "adopted_on", "review_on", "meeting_point"), order="title", search=("title",),
                  purpose=N_("What is done when something happens, and when the plan is looked at again."))

    def problems(self) -> Mapping[str, str]:
        if self.adopted_on and self.review_on and self.review_on < self.adopted_on:
            return {"review_on": _("This is before the plan was adopted.")}
        return {}


class Drill(Record):
    """An emergency that was practised, and what was learnt."""

    date = Date(N_("Date"), required=True, index=True)
    kind = Choice(N_("Kind"), choices.DRILL, required=True)
    site = Link("site", N_("Site"), key="site_code")
    plan = Link("emergency_plan", N_("Plan"), on_trash="keep")
    scenario = LongText(N_("What was supposed to have happened"))
    minutes = Whole(N_("Minutes until everybody was safe"), most=1440)
    participants = Whole(N_("People who took part"), most=100_000)
    women = Whole(N_("Women among them"), most=100_000)
    leader = Link("person", N_("Led by"), on_trash="keep")
    lessons = LongText(N_("What was learnt"))
    next_due = Date(N_("Next one due on"))
    document = Link("document", N_("Report or list"), on_trash="keep")

    about = About(N_("drill"), N_("Drills"), "safety", key=("date", "kind"),
                  table=("date", "kind", "site", "minutes", "participants", "women", "lessons", "next_due"),
                  order="-date", search=("scenario", "lessons"),
                  purpose=N_("Emergencies that were practised, and what was learnt from each."))

    def problems(self) -> Mapping[str, str]:
        if self.participants is not None and (self.women or 0) > self.participants:
            return {"women": _("More women than people who came.")}
        return {}
