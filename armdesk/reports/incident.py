"""Papers of an incident: the first report for the authority, the full report, and the empty form for the pit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from armdesk.fields import Declared, Flag, Link, LongText
from armdesk.i18n import N_, _, speaking
from armdesk.models import Action, Incident, IncidentNotice, InjuredPerson, Organisation, incident_choices
from armdesk.record import Record
from armdesk.reports.document import Block, CellValue, Column, Cover, Document, Heading, Paragraph, Signatures, Table
from armdesk.services.plan.action_sources import actions_for
from armdesk.services.safety import incident_clock
from armdesk.services.safety.sealed_part import code_of
from armdesk.store import Store

FIRST, FULL, NOTICE, SEALED = "first", "full", "notice", "sealed"
"""Editions: at once; for the office and its committee; both with identity and health, the first for the authority."""
WITH_NAMES = (NOTICE, SEALED)
_TITLES = {FIRST: N_("First report of an incident"), FULL: N_("Report of an incident"),
           NOTICE: N_("Notice of an accident to the authority"),
           SEALED: N_("Report of an incident with its sealed part")}
_FIRST = ("number", "date", "time", "site", "place", "severity", "description", "done_at_once", "work_stopped",
          "services", "cause", "measures")
_WHYS = ("cause", "why_1", "why_2", "why_3", "why_4", "why_5", "root_cause", "measures", "investigated_on")
_EFFECT = ("actions_on", "effect_on", "effect", "status", "closed_on")
_LINES = 3
_BLANK = "\u00a0\n"
"""A cell to be written into by hand: nothing, rather than the dash of what is not stated."""


@dataclass(frozen=True)
class _Around:
    """What stands around an incident."""

    incident: Incident
    notices: Sequence[IncidentNotice]
    hurt: Sequence[InjuredPerson]
    actions: Sequence[Action]


def incident_report(store: Store, incident: Incident, edition: str, now: datetime, language: str) -> Document:
    """The paper of an incident as it stands now.  Shape: edition is one of those above."""
    with speaking(language):
        around = _Around(
            incident, sorted(store.all(IncidentNotice, incident=incident.id), key=lambda each: (each.date, each.id)),
            store.all(InjuredPerson, incident=incident.id), actions_for(store, f"incident/{incident.id}"))
        organisation = store.one(Organisation) or Organisation()
        title, name = _(_TITLES[edition]), str(organisation.legal_name or _("Organisation not described"))
        head = store.head()
        paper = Document(title, language, Cover(
            title, name, incident.label(), (_("As of {day}").format(day=f"{now:%Y-%m-%d %H:%M}"),),
            ((_("Head of the history after {count} entries").format(count=head.seq), head.hash),)),
            made_on=now.date(), short_title=f"{title} · {incident.number or incident.date}", foot_code=head.short(),
            author=name, contents=False)
        paper.add(*_first(store, around, edition))
        if edition == NOTICE:
            paper.add(*_hurt(store, around, edition))
        elif edition != FIRST:
            paper.add(*_full(store, around, edition, now))
        paper.add(Signatures(((_("For the organisation"), str(organisation.representative or "")),
                              (_("Workers' representative"), ""))))
    return paper


def _first(store: Store, around: _Around, edition: str) -> Iterable[Block]:
    incident = around.incident
    alarm = incident_clock.alarm(incident)
    if alarm:
        yield Paragraph(alarm, "alarm")
    yield Heading(_("What happened"))
    yield _facts(store, incident, _FIRST)
    hurt = len(around.hurt) or incident.persons
    yield Paragraph(_("People hurt: {count}.").format(count=hurt if hurt is not None else _("not stated")))
    yield Heading(_("Who was told"))
    columns = (Column("told", _("Who was told"), width=2.0), Column("date", _("Told on"), "date"),
               Column("time", _("Told at"), "code"), Column("how", _("How told")),
               Column("reference", _("Number of the notice"), "code"))
    rows = [tuple(_shown(store, each, each.field(name)) for name in ("told", "date", "time", "how", "reference"))
            for each in around.notices]
    yield Table(columns, rows, empty_text=_("Nobody was noted yet."))
    if edition not in WITH_NAMES:
        code = code_of(store, incident, around.hurt)
        text = _("Names and injuries stand in a sealed part that stays in the office. Its code: {code}") if code else \
            _("No names and no injuries are noted in the sealed part.")
        yield Paragraph(text.format(code=code), "quiet")
    if edition == FIRST:
        yield Paragraph(_("Where the authority asks for them, write the names in by hand:"), "quiet")
        yield Table((Column("what", _("What"), width=1.3), Column("said", _("To be filled in"), width=4.0)),
                    [(_("Person, injury, treatment"), "\n"), (_("Witnesses"), "\n")])


def _full(store: Store, around: _Around, edition: str, now: datetime) -> Iterable[Block]:
    incident = around.incident
    yield Heading(_("Kind of event"))
    yield _facts(store, incident, ("kind", "details", "potential", "grave", "persons", "lost_days"))
    yield from _hurt(store, around, edition)
    yield Heading(_("Causes"))
    yield _facts(store, incident, _WHYS)
    yield Heading(_("Whom the law wants told"))
    duties = incident_clock.duties_of(store, incident)
    yield Table((Column("told", _("Who"), width=1.5), Column("due", _("Until"), "code", width=1.2),
                 Column("state", _("State"), width=1.5), Column("source", _("Source"), "note", width=3.0)),
                [(_(incident_choices.TOLD[each.told]), f"{each.due:%Y-%m-%d %H:%M}", each.left(now), each.source)
                 for each in duties], empty_text=_("No delay is known for this kind of incident."))
    yield Heading(_("Actions"))
    yield Table((Column("number", _("Action no."), "code"), Column("measure", _("Measure"), "note", width=3.0),
                 Column("owner", _("Responsible")), Column("due", _("Due on"), "date"), Column("status", _("Status")),
                 Column("checked", _("Effect checked on"), "date")),
                [(each.number, each.measure, each.owner, each.due_on, each.field("status").format(each.status),
                  each.effect_checked_on) for each in around.actions], empty_text=_("No action came of it yet."))
    yield Heading(_("Effect and closing"))
    yield _facts(store, incident, _EFFECT)


def _hurt(store: Store, around: _Around, edition: str) -> Iterable[Block]:
    yield Heading(_("People hurt"))
    columns = [Column("employment", _("Role")), Column("sex", _("Sex")), Column("off", _("Off work from"), "date"),
               Column("back", _("Back at work on"), "date"), Column("days", _("Lost days"), "number", places=0)]
    names = ["employment", "sex", "off_from", "returned_on", "counted_days"]
    if edition in WITH_NAMES:
        yield Paragraph(_("This edition holds identity and health. It stays in the office or goes to the authority and "
                          "the accident insurance only."), "alarm")
        yield _facts(store, around.incident, sorted(Incident.sealed_fields()))
        columns += [Column("person", _("Person"), width=1.5), Column("nature", _("Kind of injury")),
                    Column("injury", _("Injury")), Column("regions", _("Where the body is hurt"), width=1.5),
                    Column("treatment", _("Treatment"), width=1.3)]
        names += ["person", "nature", "injury", "regions", "treatment"]
    rows = [tuple(_person(store, each) if name == "person" else _shown(store, each, each.field(name)) for name in names)
            for each in around.hurt]
    yield Table(tuple(columns), rows, empty_text=_("Nobody is noted as hurt."))


def _person(store: Store, hurt: InjuredPerson) -> str | None:
    return store.label("person", hurt.person) or hurt.person_as_written


def _facts(store: Store, record: Record, names: Sequence[str]) -> Table:
    columns = (Column("what", _("What"), width=1.3), Column("said", _("As written"), "note", width=4.0))
    return Table(columns, [(record.field(name).title(unit=False), _text(store, record, record.field(name)))
                           for name in names])


def _text(store: Store, record: Record, field: Declared) -> str | None:
    value = getattr(record, field.name)
    if isinstance(field, Link):
        return store.label(field.target, value) or None
    return field.format(value, record.values()) or None


def _shown(store: Store, record: Record, field: Declared) -> CellValue:
    value = getattr(record, field.name)
    return value if value is None or isinstance(value, int) or hasattr(value, "isoformat") \
        else _text(store, record, field)


def empty_form(store: Store, language: str, now: datetime) -> Document:
    """The first report on paper, to be filled in by hand where there is no computer."""
    with speaking(language):
        organisation = store.one(Organisation) or Organisation()
        title = _("First report of an incident")
        paper = Document(title, language, made_on=now.date(), short_title=title,
                         author=str(organisation.legal_name or ""), contents=False)
        paper.add(Heading(title), Paragraph(str(organisation.legal_name or _("Organisation not described"))),
                  Paragraph(_("Fill in what is known now and bring it to the office the same day."), "quiet"))
        columns = (Column("what", _("What"), width=1.4), Column("said", _("To be filled in"), width=4.0))
        rows: list[tuple[CellValue, ...]] = []
        for name in _FIRST[:-2]:
            field = Incident.field(name)
            options = getattr(field, "options", {"yes": N_("yes"), "no": N_("no")} if isinstance(field, Flag) else {})
            said = "   ".join(f"☐\u00a0{_(label)}" for label in options.values()) if options else \
                "\n" * (_LINES if isinstance(field, LongText) else 0) or _BLANK
            rows.append((field.title(unit=False), said))
        rows.append((Incident.field("grave").title(), "   ".join(
            f"☐\u00a0{_(label)}" for label in incident_choices.GRAVE.values())))
        rows.append((_("Who was hurt"), "\n"))
        paper.add(Table(columns, rows), Heading(_("Who was told"), 2), Table(
            (Column("told", _("Who was told"), width=2.0), Column("on", _("Told on")), Column("at", _("Told at")),
             Column("how", _("How told")), Column("name", _("Name of who was told"), width=2.0)),
            [(_(incident_choices.TOLD[who]), *[_BLANK] * 4)
             for who in ("workers_rep", "manager", "authority", "insurer", "family")]),
            Signatures(((_("Reported by"), ""), (_("Received in the office"), ""))))
    return paper
