"""The risk register on paper: matrix, risks with response and clock, what each was before, and their actions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from armdesk.i18n import _, speaking
from armdesk.models import Organisation, choices
from armdesk.reports.document import Block, Column, Document, Heading, Paragraph, Signatures, Table
from armdesk.services.basis.limits import Limits
from armdesk.services.plan import risks
from armdesk.services.plan.risk_level import FOLLOWED, Scale
from armdesk.services.plan.risks import FOUND, LEVELS, Known
from armdesk.store import Store


def risk_register(store: Store, day: date, language: str) -> Document:
    """Everything about risks as of a day."""
    with speaking(language):
        organisation = store.one(Organisation)
        name = (organisation.legal_name if organisation else None) or ""
        title = _("Risk register")
        document = Document(title, language, None, made_on=day, contents=False, foot_code=store.head().short(),
                            short_title=f"{title} · {name}" if name else title, author=name)
        found = risks.known(store, risks.rows_of(store, risks.keys_of(store)), day)
        document.add(Heading(title), Paragraph(" · ".join(filter(None, (name, _("As of {day}").format(day=day)))),
                                               "quiet"),
                     *_matrix(found, Scale(Limits(store), day)), _table(found, day), *_reviews(found),
                     Signatures(((_("Decided by"), ""), (_("For the cooperative"), ""))))
    return document


def _matrix(found: list[Known], scale: Scale) -> Iterator[Block]:
    """The matrix with the numbers of the risks in each field, so that it reads in black and white too."""
    fields: dict[tuple[str, str], list[str]] = {}
    for each in found:
        if each.risk.status in FOLLOWED and each.level:
            fields.setdefault((each.risk.likelihood, each.risk.impact), []).append(each.risk.number or "–")
    columns = (Column("likelihood", _("Likelihood"), width=1.2),
               *(Column(f"impact_{impact}", _("Severity: {level}").format(level=_(choices.LEVEL[impact]).lower()),
                        "note", width=1.5) for impact in LEVELS))
    rows = []
    for likelihood in reversed(LEVELS):
        cells = [_(choices.LEVEL[likelihood])]
        for impact in LEVELS:
            level = _(choices.RISK_LEVEL[scale.level(likelihood, impact)])
            cells.append("\n".join([f"({level.lower()})", ", ".join(fields.get((likelihood, impact), []))]).strip())
        rows.append(tuple(cells))
    yield Table(columns, rows, _("How likely and how grave"))


def _table(found: list[Known], day: date) -> Block:
    columns = (Column("risk_no", _("No."), "code", width=0.8),
               Column("description", _("Description"), "note", width=3.0),
               Column("level", _("Level"), width=0.9), Column("response", _("Response"), width=1.3),
               Column("reason", _("Reason"), "note", width=1.8), Column("decided", _("Decided"), width=1.4),
               Column("asked", _("If it is found"), width=1.3), Column("again", _("Look again by"), "date"),
               Column("actions", _("Actions"), "note", width=1.2))
    rows = []
    for each in found:
        risk, values = each.risk, each.risk.values()
        decided = " · ".join(filter(None, (risk.decided_by, str(risk.decided_on or ""))))
        level = _(choices.RISK_LEVEL[each.level]) if each.level else _("Not assessed")
        rows.append((risk.number, risk.description, level,
                     risk.field("response").format(risk.response, values) or None, risk.reason, decided or None,
                     _(FOUND[each.asked]) if each.asked in FOUND else None,
                     each.clock.ends if risk.status in FOLLOWED else None,
                     ", ".join(action.number or "–" for action in each.actions) or None))
    return Table(columns, rows, _("Risk register"), empty_text=_("No risk is written down."))


def _reviews(found: list[Known]) -> Iterator[Block]:
    columns = (Column("risk_no", _("No."), "code"), Column("date", _("Date"), "date"),
               Column("before", _("Before"), width=1.6), Column("now", _("Now"), width=1.6),
               Column("reason", _("What was seen"), "note", width=2.6), Column("by", _("Reviewed by"), width=1.4))

    def pair(likelihood: str | None, impact: str | None) -> str:
        return " / ".join(_(choices.LEVEL[each]) if each else "–" for each in (likelihood, impact))

    rows = [(each.risk.number, review.date, pair(review.old_likelihood, review.old_impact),
             pair(review.likelihood, review.impact), review.reason, review.reviewed_by)
            for each in found for review in each.reviews]
    if rows:
        yield Heading(_("Reassessments"), 2)
        yield Table(columns, rows, _("Likelihood / severity before and now"))
