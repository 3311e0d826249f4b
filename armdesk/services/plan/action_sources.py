"""What an action answers, which actions answer something, and what closing one may change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from armdesk.catalogues.catalogue import pick
from armdesk.errors import CatalogueError
from armdesk.i18n import _, current, ngettext
from armdesk.models import Action, Answer, Finding, Risk, SourceOfAction, choices
from armdesk.query import Filter, Query
from armdesk.services.basis import own_rows
from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store

REQUIREMENT = "requirement"
OPEN = ("open", "in_progress")
READ = ("action", "source_of_action", "finding")
"""Record types that say what an action answers."""
_ABOUT_ONE = ("age_alarm", "person")
_BLOCK = 500


def by_action(store: Store) -> dict[str, list[str]]:
    """Everything each living action answers, by its id: where it came from first, then what was tied to it later."""
    found: dict[str, list[str]] = defaultdict(list)
    origins = ask(store, "SELECT id, origin FROM action WHERE trashed = 0 AND origin IS NOT NULL ORDER BY id")
    ties = ask(store, "SELECT s.action, s.target FROM source_of_action s JOIN action a ON a.id = s.action "
               "AND a.trashed = 0 WHERE s.trashed = 0 ORDER BY s.id")
    findings = [(action, f"finding/{id_of(finding)}") for action, finding in ask(
        store, "SELECT f.action, f.id FROM finding f JOIN action a ON a.id = f.action AND a.trashed = 0 "
        "WHERE f.trashed = 0 ORDER BY f.number, f.id")]
    for action, reference in (*origins, *ties, *findings):
        if reference not in found[id_of(action)]:
            found[id_of(action)].append(str(reference))
    return dict(found)


def by_target(store: Store, kind: str) -> dict[str, list[str]]:
    """Living actions that answer things of one kind.  Shape: id of the thing -> ids of its actions."""
    found: dict[str, list[str]] = defaultdict(list)
    for action, references in by_action(store).items():
        for reference in references:
            type_, _slash, id_ = reference.partition("/")
            if type_ == kind:
                found[id_].append(action)
    return dict(found)


def confidential(store: Store) -> set[str]:
    """Actions whose words stay in the office: they answer a sensitive grievance, an alarm about age, or one person."""
    veiled = {f"grievance/{id_of(id_)}" for (id_,) in ask(store, "SELECT id FROM grievance WHERE sensitive = 1")}
    return {action for action, references in by_action(store).items() for each in references
            if each in veiled or each.partition("/")[0] in _ABOUT_ONE}


def withheld() -> str:
    """What stands on paper and in files in place of the words of a confidential action."""
    return _("Confidential: the office knows what is to be done.")


def of_ids(store: Store, ids: Sequence[str]) -> Iterator[Action]:
    """Actions by their ids, some hundreds with one question."""
    for start in range(0, len(ids), _BLOCK):
        part = tuple(ids[start : start + _BLOCK])
        yield from store.find(Query(Action, filters=(Filter("id", "in", part),), order="number"))


def sources(store: Store, action: Action) -> list[str]:
    """Everything one action answers, where it came from first."""
    found = [action.origin] if action.origin else []
    found += [each.target for each in sorted(store.all(SourceOfAction, action=action.id), key=lambda each: each.id)]
    found += [f"finding/{each.id}" for each in store.all(Finding, action=action.id)]
    return list(dict.fromkeys(found))


def actions_for(store: Store, reference: str) -> list[Action]:
    """The actions that answer something, by their due date."""
    kind, _slash, id_ = reference.partition("/")
    ids = {each.action for each in store.all(SourceOfAction, target=reference)}
    if kind == "finding":
        finding = store.get(Finding, id_)
        ids |= {finding.action} if finding is not None and finding.action else set()
    found = store.find(Query(Action, filters=(Filter("origin", "is", reference),), order="due_on"))
    ids -= {each.id for each in found}
    if ids:
        found += store.find(Query(Action, filters=(Filter("id", "in", tuple(sorted(ids))),), order="due_on"))
    return sorted(found, key=lambda each: (each.due_on is None, str(each.due_on), each.id))


def link(store: Store, actions: Sequence[str], references: Iterable[str], note: str = "") -> int:
    """Tie actions to what they answer too, as one operation; what is tied already is left.  Gives the new ties."""
    wanted = list(dict.fromkeys(references))
    known = {id_: set(sources(store, action)) for id_ in dict.fromkeys(actions)
             if (action := store.get(Action, id_)) is not None}
    new = [(id_, reference) for id_, there in known.items() for reference in wanted
           if reference not in there and reference != f"action/{id_}"]
    if not new:
        return 0
    title = ngettext("Link {count} source to an action", "Link {count} sources to actions", len(new))
    with store.operation(title.format(count=len(new))) as writer:
        for id_, reference in new:
            writer.save(SourceOfAction(action=id_, target=reference, note=note or None))
    return len(new)


def unlink(store: Store, action: Action, reference: str) -> None:
    """Take a tie away again; where the action came from first stays."""
    ties = [each for each in store.all(SourceOfAction, action=action.id) if each.target == reference]
    store.trash(ties, _("Action {number} does not answer that any more").format(number=action.number or ""))


@dataclass(frozen=True)
class Effect:
    """One thing that may change when an action is closed.  Nothing is changed by it: a person decides.

    Shape: reference names it; now is its state in words; then is what could be done; others counts actions for it that
    are still open besides this one.
    """

    reference: str
    now: str
    then: str
    others: int


def effects(store: Store, action: Action) -> list[Effect]:
    """What closing an action could change, in the order of its sources."""
    found = []
    for reference in _reached(store, sources(store, action)):
        kind, _slash, rest = reference.partition("/")
        others = sum(each.id != action.id and each.status in (*OPEN, "done") for each in actions_for(store, reference))
        now, then = "", ""
        if kind == REQUIREMENT:
            now = _answered(store, rest)
            then = _("its answer can be looked at again")
        elif kind == "finding" and (finding := store.get(Finding, rest)) is not None:
            now = Finding.field("status").format(finding.status)
            then = _("the finding can be closed") if finding.status == "open" else ""
        elif kind == "risk" and (risk := store.get(Risk, rest)) is not None:
            now = Risk.field("status").format(risk.status)
            then = _("the risk can be reassessed") if risk.status != "closed" else ""
        elif kind in ("incident", "grievance", "inspection"):
            then = _("it can be closed")
        elif kind == "resolution":
            then = _("the resolution can be marked as carried out")
        if then and others:
            then = ngettext("{count} other action for it is still open", "{count} other actions for it are still open",
                            others).format(count=others)
        found.append(Effect(reference, now, then, others))
    return found


def _answered(store: Store, rest: str) -> str:
    """The newest answer to a requirement in a word, "" where there is none or its catalogue cannot be read."""
    key, _slash, code = rest.partition("/")
    given = store.all(Answer, catalogue=key, requirement=code)
    newest = max(given, key=lambda each: (each.period_to or date.max, each.id), default=None)
    if newest is None or newest.result is None:
        return ""
    with suppress(CatalogueError, KeyError):
        catalogue = own_rows.get(store, key, numbers=False)
        return pick(catalogue.result(catalogue.requirement(code), newest.result).label, current())
    return ""


def _reached(store: Store, references: Sequence[str]) -> list[str]:
    """The sources themselves and the requirements that stand behind findings and risks."""
    found = list(references)
    for reference in references:
        kind, _slash, id_ = reference.partition("/")
        record = store.get(Finding, id_) if kind == "finding" else store.get(Risk, id_) if kind == "risk" else None
        if record is not None and record.requirement:
            found.append(record.requirement)
    return list(dict.fromkeys(found))


def requirements_by_action(store: Store) -> dict[str, list[str]]:
    """References of the requirements that each action serves, directly or through a risk or finding."""
    behind: dict[str, str] = {}
    for kind, question in (("risk", "SELECT id, requirement FROM risk WHERE requirement IS NOT NULL"),
                           ("finding", "SELECT id, requirement FROM finding WHERE requirement IS NOT NULL")):
        behind |= {f"{kind}/{id_of(id_)}": str(requirement) for id_, requirement in ask(store, question)}
    start = f"{REQUIREMENT}/"
    found: dict[str, list[str]] = {}
    for action, references in by_action(store).items():
        reached = [each if each.startswith(start) else behind.get(each, "") for each in references]
        found[action] = list(dict.fromkeys(each for each in reached if each))
    return found


def counts(store: Store, table: str) -> Mapping[str, int]:
    """How many notes or extensions each action has.  Shape: table action_note or action_extension."""
    questions = {"action_note": "SELECT action, count(*) FROM action_note WHERE trashed = 0 GROUP BY action",
                 "action_extension": "SELECT action, count(*) FROM action_extension WHERE trashed = 0 GROUP BY action"}
    return {id_of(action): int(count) for action, count in ask(store, questions[table])}


def state_words(status: str) -> str:
    """The word for a state, in the language in force."""
    return _(choices.ACTION_STATUS.get(status, status))
