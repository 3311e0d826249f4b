"""A policy as a paper to sign, hang up and hand out."""

from __future__ import annotations

from datetime import date

from armdesk.i18n import _, speaking
from armdesk.i18n_formats import long_date
from armdesk.models import Organisation, Policy
from armdesk.reports.document import Document, Heading, Paragraph, Signatures
from armdesk.store import Store


def policy_paper(store: Store, policy: Policy, today: date, language: str) -> Document:
    """The text of a policy with who adopted it and when; one that nobody adopted says so."""
    with speaking(language):
        organisation = store.one(Organisation) or Organisation()
        name = str(organisation.legal_name or _("Organisation not described"))
        paper = Document(str(policy.title), language, made_on=today, short_title=str(policy.title),
                         foot_code=store.head().short(), author=name, contents=False)
        paper.add(Heading(name), Heading(str(policy.title), 2))
        if policy.adopted_on:
            by = policy.adopted_by or store.label("resolution", policy.resolution) or "–"
            paper.add(Paragraph(_("Version {edition}, adopted on {day} by {who}.").format(
                edition=policy.edition or "1", day=long_date(policy.adopted_on, language), who=by)))
        else:
            paper.add(Paragraph(_("This is a draft: nobody has adopted it yet."), "warn"))
        for part in str(policy.text or "").split("\n"):
            if part.strip():
                paper.add(Paragraph(part.strip()))
        if policy.review_on:
            paper.add(Paragraph(_("It is looked at again on {day}.").format(day=long_date(policy.review_on, language)),
                                "quiet"))
        paper.add(Signatures(((_("President"), str(organisation.representative or "")), (_("Secretary"), ""))))
    return paper
