"""Papers of a meeting: the call to hang up, the list to sign, the minutes with votes and the code of the history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from armdesk.i18n import _, speaking
from armdesk.i18n_formats import long_date
from armdesk.models import Meeting, Organisation, governance_choices
from armdesk.models.choices import MEETING_KIND, RESOLUTION_STATUS
from armdesk.reports.document import (
    BLANK,
    Block,
    Bullets,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Signatures,
    Table,
)
from armdesk.services.basis.shown_money import money
from armdesk.services.governance import attending
from armdesk.services.governance.agreements import own_name
from armdesk.services.governance.meeting_work import Decided, Sheet, sheet
from armdesk.services.money.premium import votes_text
from armdesk.store import Store

_NUMBERED = re.compile(r"([0-9]{1,2}[.)]|[-•*])\s*(.+)")
_BLANK_LINES = 6
"""Empty lines at the end of a list to sign, for guests."""


def call(store: Store, meeting: Meeting, today: date, language: str) -> Document:
    """The call to hang up: who is called, when, where and for what, and which quorum counts."""
    with speaking(language):
        made = sheet(store, meeting)
        paper = _paper(store, made, _("Call to a meeting"), today, language)
        paper.add(Paragraph(_("The members are called to the following meeting.")) if made.meeting.kind in (
            "assembly", "extraordinary") else Paragraph(_("Those who belong to the organ are called to the following "
                                                          "meeting.")), _when_and_where(made, language))
        paper.add(Heading(_("Agenda")), _agenda(made))
        quorum = made.count.quorum
        if quorum is not None:
            text = _("The meeting can decide with {share} of those entitled ({source}).")
            paper.add(Heading(_("Quorum")), Paragraph(text.format(share=quorum.said(), source=quorum.basis())))
        rule = made.statutes.rule_of(made.statutes.organ_of(meeting), meeting.date)
        if rule is not None and rule.proxies_each is not None:
            paper.add(Paragraph(_("Who cannot come may be represented by another member, in writing; one person votes "
                                  "for {count} others at most.").format(count=rule.proxies_each)))
        called = long_date(meeting.called_on, language) if meeting.called_on else "____________________"
        paper.add(Paragraph(_("Called on {day}.").format(day=called)),
                  Signatures(((_("President"), ""), (_("Secretary"), ""))))
    return paper


def signing_list(store: Store, meeting: Meeting, today: date, language: str) -> Document:
    """The list of everybody entitled, to be signed at the door, with empty lines for guests."""
    with speaking(language):
        made = sheet(store, meeting)
        paper = _paper(store, made, _("List of attendance"), today, language)
        paper.add(_when_and_where(made, language))
        columns = (Column("place", _("No."), "number", places=0, width=0.5),
                   Column("code", _("Code"), "code", width=0.8), Column("name", _("Name"), width=2.4),
                   Column("represents", _("Represented by"), width=1.6),
                   Column("signature", _("Signature"), "note", width=2.2))
        rows = [(place, each.code or None, each.name, _holder(made, each.id) or "\u00a0", BLANK)
                for place, each in enumerate(made.presence.voters, start=1)]
        paper.add(Table(columns, rows, _("Entitled to vote"), empty_text=_("Nobody is entitled by the registers.")))
        blank = [(place, BLANK, BLANK, BLANK) for place in range(1, _BLANK_LINES + 1)]
        paper.add(Table((Column("place", _("No."), "number", places=0, width=0.5),
                         Column("name", _("Name"), "note", width=2.4),
                         Column("from", _("Organisation"), "note", width=2.0),
                         Column("signature", _("Signature"), "note", width=2.2)),
                        blank, _("Guests")))
    return paper


def minutes(store: Store, meeting: Meeting, today: date, language: str) -> Document:
    """The minutes: head, quorum, agenda and what was said, decisions with votes, code of the history, lines to sign."""
    with speaking(language):
        made = sheet(store, meeting)
        number = str(meeting.number or "–")
        paper = _paper(store, made, _("Minutes no. {number}").format(number=number), today, language)
        paper.add(_when_and_where(made, language), Heading(_("Attendance and quorum")), *_quorum(made))
        paper.add(Heading(_("Agenda")), _agenda(made))
        for item in made.agenda:
            if item.minutes:
                paper.add(Heading(str(item.title), 2, code=str(item.place)),
                          *(Paragraph(part) for part in str(item.minutes).split("\n") if part.strip()))
        if made.decided or not made.agreed:
            paper.add(Heading(_("Decisions")), *_decisions(made))
        if made.agreed:
            paper.add(Heading(_("Agreements")), _agreements(store, made))
        if meeting.note:
            paper.add(Heading(_("Further matters")), Paragraph(str(meeting.note)))
        paper.add(*_closing(store, made, language))
    return paper


def _paper(store: Store, made: Sheet, title: str, today: date, language: str) -> Document:
    """A paper without a cover: what is hung up or filed begins with its head."""
    organisation = store.one(Organisation) or Organisation()
    name = str(organisation.legal_name or _("Organisation not described"))
    paper = Document(title, language, made_on=today, short_title=f"{title} · {made.meeting.date}",
                     foot_code=store.head().short(), author=name, contents=False)
    paper.add(Heading(name), Heading(title, 2))
    if made.meeting.title:
        paper.add(Paragraph(str(made.meeting.title)))
    return paper


def _when_and_where(made: Sheet, language: str) -> Facts:
    meeting = made.meeting
    what = made.organ or _(MEETING_KIND[meeting.kind])
    call_ = _("second call") if meeting.second_call else ""
    return Facts((Fact(_("Meeting"), what, ", ".join(filter(None, (_(MEETING_KIND[meeting.kind])
                                                                  if made.organ else "", call_)))),
                  Fact(_("Day and hour"), f"{long_date(meeting.date, language)} {meeting.starts or ''}".strip()),
                  Fact(_("Place"), str(meeting.place or "–"))))


def _agenda(made: Sheet) -> Block:
    if made.agenda:
        return Bullets(tuple(str(each.title) for each in made.agenda),
                       signs=tuple(f"{each.place}." for each in made.agenda))
    if made.meeting.agenda:
        lines = [line.strip() for line in str(made.meeting.agenda).split("\n") if line.strip()]
        parted = [found for line in lines if (found := _NUMBERED.fullmatch(line))]
        if len(parted) == len(lines):  # an office that writes numbers itself gets no dots before them
            return Bullets(tuple(found[2] for found in parted), signs=tuple(found[1] for found in parted))
        return Bullets(tuple(lines))
    return Paragraph(_("There is no agenda."), "warn")


def _quorum(made: Sheet) -> Iterator[Block]:
    count = made.count
    guests = _("Guests: {count}").format(count=count.guests) if count.guests else ""
    yield Facts((Fact(_("Entitled to vote"), _number(count.entitled)),
                 Fact(_("Present"), _number(count.present), guests),
                 Fact(_("Represented"), str(count.represented)), Fact(_("Women present"), _number(count.women))))
    yield Paragraph(quorum_text(made), {True: "good", False: "warn", None: "note"}[count.reached])
    stated = made.meeting.quorum_stated
    if stated is not None and count.reached is not None and bool(stated) != count.reached:
        yield Paragraph(_("The minutes had it otherwise: quorum {stated}.").format(
            stated=_("yes") if stated else _("no")), "warn")
    represented = made.presence.represented()
    if represented:
        yield Bullets(tuple(_("{name}, represented by {holder}").format(name=each.name, holder=_holder(made, each.id))
                            for each in represented))
    if made.notice.given is not None:
        yield Paragraph(_("Called on {day}, {count} days before.").format(
            day=made.meeting.called_on, count=made.notice.given),
            "warn" if made.notice.kept is False else "body")


def quorum_text(made: Sheet) -> str:
    """Quorum in a sentence."""
    count = made.count
    if count.quorum is None or count.least is None or count.counted is None:
        return _("Whether there was a quorum cannot be counted.")
    text = _("There is a quorum: {there} of {entitled}; {least} are needed ({share}, {source}).") if count.reached \
        else _("There is no quorum: {there} of {entitled}; {least} are needed ({share}, {source}).")
    return text.format(there=count.counted, entitled=count.entitled, least=count.least, share=count.quorum.said(),
                       source=count.quorum.basis())


def _decisions(made: Sheet) -> Iterator[Block]:
    if not made.decided:
        yield Paragraph(str(made.meeting.decisions)) if made.meeting.decisions else Paragraph(
            _("No decision is written down."), "note")
    for each in made.decided:
        yield Heading(str(each.resolution.topic), 2, code=str(each.resolution.number or ""))
        if each.resolution.text:
            yield Paragraph(str(each.resolution.text))
        yield from _vote(each)


def _agreements(store: Store, made: Sheet) -> Table:
    """What was agreed with others, who answers for it and until when."""
    names = store.labels("stakeholder", [each.stakeholder for each in made.agreed if each.stakeholder])
    own = own_name(store)
    columns = (Column("number", _("No."), "code", width=0.8), Column("text", _("What was agreed"), "note", width=3.0),
               Column("responsible", _("Responsible"), "note", width=2.0), Column("due_on", _("Due on"), "date"))
    return Table(columns, [(each.number, each.text, ", ".join(filter(None, (
        names.get(each.stakeholder or "", ""), own if each.ours else ""))), each.due_on) for each in made.agreed])


def _vote(each: Decided) -> Iterator[Block]:
    resolution = each.resolution
    majority = _(governance_choices.MAJORITY[resolution.majority or "simple"])
    yield Paragraph(_("Votes: {votes}. {majority}. {result}").format(
        votes=votes_text(resolution), majority=majority, result=each.outcome.said()),
        {True: "good", False: "warn", None: "note"}[each.outcome.carried])
    lines = [_("State: {state}").format(state=_(RESOLUTION_STATUS[resolution.status or "adopted"]))]
    if resolution.amount is not None:
        lines.append(_("Amount: {amount}").format(amount=money(resolution.amount, resolution.currency)))
    if resolution.stepped_aside:
        lines.append(_("Those whose own affairs it concerns stepped aside."))
    yield Bullets(tuple(lines))


def _closing(store: Store, made: Sheet, language: str) -> Iterator[Block]:
    meeting = made.meeting
    if meeting.ends:
        yield Paragraph(_("The meeting ended at {hour}.").format(hour=meeting.ends))
    head = store.head()
    yield Heading(_("For the minute book"))
    yield Paragraph(_("Code of the history of armdesk after {count} entries: {code}. Whoever recounts the history "
                      "later and reaches another code knows that something was changed.").format(
        count=head.seq, code=head.short()))
    if meeting.minutes_on and meeting.minutes_head:
        yield Paragraph(_("These minutes were finished on {day}; the code was then {code}.").format(
            day=long_date(meeting.minutes_on, language), code=_grouped(str(meeting.minutes_head)[:8])))
    yield Signatures(((_("President"), str(meeting.chair or "")), (_("Secretary"), str(meeting.secretary or ""))))
    if made.count.source == attending.LIST:
        columns = (Column("code", _("Code"), "code", width=0.8), Column("name", _("Name"), width=3.0))
        yield Heading(_("Who was there"))
        yield Table(columns, [(each.code or None, each.name) for each in made.presence.here()])


def _grouped(code: str) -> str:
    return f"{code[:4]}-{code[4:8]}"


def _holder(made: Sheet, person: str) -> str:
    holder = made.presence.proxies.get(person, "")
    return next((each.name for each in made.presence.voters if each.id == holder), "")


def _number(count: int | None) -> str:
    return "–" if count is None else str(count)
