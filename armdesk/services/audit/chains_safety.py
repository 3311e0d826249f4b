"""The chains of an incident and of a course: from what happened to what was learnt, with names and papers."""

from __future__ import annotations

from armdesk.i18n import _
from armdesk.models import Incident, Training
from armdesk.models.action_flow import answering
from armdesk.services.audit.chain import Chain, Walk
from armdesk.services.safety.safety_figures import LOST_TIME


def walk_incident(walk: Walk, id_: str) -> Chain:
    """From the report to the injured, the authority, the causes, the action and its effect."""
    event = walk.store.get(Incident, id_)
    chain = Chain(f"incident/{id_}")
    if event is None:
        return chain
    grave, hurt = event.severity in LOST_TIME, event.severity != "near_miss"
    chain.link("place", _("Place"), event.site or event.place, _("Where it happened is written."),
               _("Where it happened is not written."))
    chain.link("reported", _("Report"), event.reported_on, _("Reported on {day}.").format(day=event.reported_on),
               _("The day of the report is not written."))
    _injured(walk, chain, event, hurt=hurt)
    if grave:
        chain.link("lost_days", _("Lost days"), event.lost_days is not None or event.severity == "fatal",
                   _("Lost days are counted."), _("Lost days are not written."))
        chain.link("authority", _("Authority told"), event.authority_on, _("The authority was told."),
                   _("Nobody noted that the authority was told."))
    chain.link("investigated", _("Investigation"), event.investigated_on, _("It was investigated."),
               _("The day of an investigation is not written."))
    chain.link("root_cause", _("Root cause"), event.root_cause, _("The root cause is written."),
               _("The root cause is not written."))
    actions = answering(lambda question, values: walk.ask(question, *values), chain.reference)
    if chain.link("action", _("Action"), actions or event.measures, _("Something was done about it."),
                  _("No action and no measure came of it.")) and event.status == "closed" and actions:
        undone = [raw for _no, _what, status, checked, raw in actions if status != "cancelled" and not checked]
        chain.link("effect", _("Effect checked"), not undone, _("The effect of its actions was checked."),
                   _("It is closed, but nobody checked the effect of an action."),
                   f"action/{bytes(undone[0]).hex()}" if undone else "")
    chain.link("paper", _("Papers"), walk.papers(chain.reference), _("Papers or photos are filed with it."),
               _("No paper and no photo is filed with it."))
    return chain


def _injured(walk: Walk, chain: Chain, event: Incident, *, hurt: bool) -> None:
    title = _("Who was hurt")
    if not hurt:
        chain.skip("injured", title, _("A near miss; nobody was hurt."))
        return
    named = walk.any("SELECT 1 FROM injured_person WHERE trashed = 0 AND incident = ?", bytes.fromhex(event.id))
    chain.link("injured", title, named or event.person_as_written, _("Who was hurt is written."),
               _("Who was hurt is written nowhere."))


def walk_training(walk: Walk, id_: str) -> Chain:
    """From the course to who held it, who came, and the papers that show it."""
    course = walk.store.get(Training, id_)
    chain = Chain(f"training/{id_}")
    if course is None:
        return chain
    chain.link("trainer", _("Trainer"), course.trainer, _("Who held it is written."), _("Who held it is not written."))
    chain.link("hours", _("Hours"), course.hours, _("Its hours are written."), _("Its hours are not written."))
    present, linked = walk.ask("SELECT count(*), count(person) FROM training_attendance WHERE trashed = 0 "
                               "AND coalesce(present, 1) = 1 AND training = ?", bytes.fromhex(id_))[0]
    if chain.link("came", _("Who came"), present, _("{count} people came.").format(count=present),
                  _("Nobody is noted as present.")):
        chain.link("known", _("Who they are"), present == linked, _("All of them are in the register of people."),
                   _("{count} of those who came are not linked to the register of people.").format(
                       count=present - linked))
    if course.certificate_on:
        chain.link("certificate", _("Certificate"), course.certificate_on >= course.date,
                   _("The certificate is dated after the course."),
                   _("The certificate is dated {day}, before the course.").format(day=course.certificate_on))
    chain.link("paper", _("List or photo"), walk.papers(chain.reference), _("A list or photo is filed with it."),
               _("No signed list and no photo is filed with it."))
    return chain
