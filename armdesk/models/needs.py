"""What people need for their work: kinds of course and how long they hold, and protective equipment, as rows."""

from __future__ import annotations

from armdesk.fields import Choice, Code, Flag, Link, LongText, Scaled, Text, Whole
from armdesk.i18n import N_
from armdesk.models import choices
from armdesk.record import About, Record

TASK_HELP = N_("A word of the task, such as “explosives”; empty for every task.")


class CourseKind(Record):
    """A kind of course, and for how many months it holds."""

    code = Code(N_("Code"), unique=True)
    name = Text(N_("Name"), required=True, help=N_("As the course is called in the book of courses."))
    months_valid = Whole(N_("Holds for (months)"), least=1, most=600, help=N_("Empty: it does not end."))
    hours_least = Scaled(N_("Hours at least"), unit="h", places=2, most=100_000)
    law = Text(N_("Law or rule"))
    note = LongText(N_("Note"))

    about = About(N_("kind of course"), N_("Kinds of course"), "people", key=("name",),
                  table=("code", "name", "months_valid", "hours_least", "law"), order="name", search=("code", "name"),
                  purpose=N_("Which courses there are, and for how long each holds."))


class CourseNeed(Record):
    """Who has to have a kind of course; what is left empty holds for everybody."""

    course_kind = Link("course_kind", N_("Kind of course"), required=True, index=True)
    role = Choice(N_("Role"), choices.ROLE)
    crew = Link("crew", N_("Crew"))
    site = Link("site", N_("Site"), key="site_code")
    crew_kind = Choice(N_("Kind of work"), choices.CREW_KIND)
    task = Text(N_("Task"), help=TASK_HELP)
    only_hazardous = Flag(N_("Only hazardous tasks"), default=False)
    note = Text(N_("Note"))

    about = About(N_("needed course"), N_("Who needs which course"), "people", key=("task", "note"),
                  table=("course_kind", "role", "crew_kind", "crew", "site", "task", "only_hazardous"),
                  order="course_kind", search=("task", "note"),
                  purpose=N_("Which roles, crews, sites and tasks need which course."))


class PpeNeed(Record):
    """Who has to have which protective equipment; what is left empty holds for everybody."""

    item = Choice(N_("Item"), choices.PPE, required=True, index=True)
    role = Choice(N_("Role"), choices.ROLE)
    crew = Link("crew", N_("Crew"))
    site = Link("site", N_("Site"), key="site_code")
    crew_kind = Choice(N_("Kind of work"), choices.CREW_KIND)
    task = Text(N_("Task"), help=TASK_HELP)
    only_hazardous = Flag(N_("Only hazardous tasks"), default=False)
    quantity = Whole(N_("Quantity"), default=1, least=1, most=100)
    note = Text(N_("Note"))

    about = About(N_("needed equipment"), N_("Who needs which equipment"), "people", key=("item", "task"),
                  table=("item", "role", "crew_kind", "crew", "site", "task", "only_hazardous"), order="item",
                  search=("task", "note"),
                  purpose=N_("Which roles, crews, sites and tasks need which protective equipment."))
