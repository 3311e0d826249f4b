"""Rules about the profile of the organisation: what it denies and the registers show, and what nobody answered."""

from __future__ import annotations

from collections.abc import Iterator

from armdesk.i18n import N_, _, ngettext
from armdesk.models import Organisation
from armdesk.services.basis.figure import ask
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.standards import applicability

_REAGENT = ("SELECT count(*) FROM reagent_movement WHERE trashed = 0 AND item = '{item}' AND kind IN ('in', 'use') "
            "AND date BETWEEN ? AND ?")
_CREWS = ("SELECT count(*) FROM crew WHERE trashed = 0 AND kind = 'underground' "
          "AND coalesce(active_to, '9999') >= ? AND coalesce(active_from, '0001') <= ?")
_SELECTORS = ("SELECT count(*) FROM person WHERE trashed = 0 AND role = 'selector' "
              "AND coalesce(left_on, '9999') >= ? AND coalesce(joined_on, '0001') <= ?")
_PURCHASES = "SELECT count(*) FROM lot_input WHERE trashed = 0 AND operation = 'purchase' AND date BETWEEN ? AND ?"
_BATCHES = "SELECT count(*) FROM batch WHERE trashed = 0 AND date BETWEEN ? AND ?"
_GUARDS = ("SELECT count(*) FROM security_event WHERE trashed = 0 AND kind IN ('guard_contract', 'presence') "
           "AND date BETWEEN ? AND ?")
_SHOWN = {
    "uses_mercury": _REAGENT.format(item="mercury"), "uses_cyanide": _REAGENT.format(item="cyanide"),
    "uses_explosives": _REAGENT.format(item="explosives"), "underground": _CREWS, "has_selectors": _SELECTORS,
    "buys_mineral": _PURCHASES, "processes": _BATCHES, "has_guards": _GUARDS,
}
"""What a profile denies -> how many rows of the period show otherwise."""


@rule(N_("Profile and registers"), "organisation", "reagent_movement", "crew", "person", "lot_input", "batch",
      "security_event")
def profile_denied(look: Look) -> Iterator[Finding]:
    """What the profile says is not done, while the registers of the period show it."""
    organisation = look.store.one(Organisation)
    if organisation is None:
        return
    for name, question in _SHOWN.items():
        if getattr(organisation, name) is not False:
            continue
        count = int(ask(look.store, question, look.period.begins, look.period.ends)[0][0])
        if count:
            text = ngettext("The profile says no to “{question}”, but {count} entry of the registers shows it.",
                            "The profile says no to “{question}”, but {count} entries of the registers show it.", count)
            yield Finding("profile_denied", "warn", text.format(question=organisation.field(name).title(), count=count),
                          (f"organisation/{organisation.id}",), facts=(f"{name} {count}",))


@rule(N_("Profile not complete"), "organisation")
def profile_open(look: Look) -> Iterator[Finding]:
    """Questions of the profile that nobody answered: they decide which requirements apply."""
    organisation = look.store.one(Organisation)
    names = applicability.missing(organisation) if organisation is not None else []
    if organisation is not None and names:
        yield Finding("profile_open", "note", _("The profile does not say yet: {questions}. It decides which "
                                                "requirements apply.").format(
            questions=", ".join(organisation.field(name).title() for name in names)),
            (f"organisation/{organisation.id}",), facts=(" ".join(names),))


@rule(N_("Answers against the profile"), "organisation", "answer", by_standard=True)
def against_profile(look: Look) -> Iterator[Finding]:
    """Requirements answered as if they applied though the profile says they do not."""
    for each in applicability.proposals(look.store, look.catalogue, look.period):
        if each.answer is not None and each.answer.result:
            yield Finding("against_profile", "note", _("{code} is answered, but does not apply: {reason}").format(
                code=each.requirement.code, reason=each.reason),
                (f"requirement/{look.catalogue.key}/{each.requirement.code}",), facts=(each.answer.result,))


PROFILE_RULES: dict[str, Rule] = {"profile_denied": profile_denied, "profile_open": profile_open,
                                  "against_profile": against_profile}
