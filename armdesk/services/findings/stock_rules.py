"""Rules of mercury, reagents and batches: stock that cannot be, mercury after zero, the worst practices, recovery."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import Batch
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.gold import processing, stock_cards, zero_mercury

_MOST_NAMED = 50


@rule(N_("Mercury after the day of zero mercury"), "reagent_movement", "batch", "meeting", "resolution", "rate")
def mercury_after_zero(look: Look) -> Iterator[Finding]:
    """Mercury bought or used after the day from which the cooperative decided to use none.

    Source: Minamata Convention, Annex C; the decision itself is read by services.zero_mercury.
    """
    decision = zero_mercury.decided(look.store)
    if decision is None:
        return
    moved = ask(look.store, "SELECT id, date, kind, CASE unit WHEN 'kg' THEN quantity * 1000 ELSE quantity END, batch "
                "FROM reagent_movement WHERE trashed = 0 AND item = 'mercury' AND kind IN ('in', 'use') AND date >= ? "
                "AND date BETWEEN ? AND ? ORDER BY date, id", decision.begins, look.period.begins, look.period.ends)
    for id_, day, kind, amount, _batch in moved:
        if kind == "in":
            yield Finding("mercury_after_zero", "alarm", _(
                "{amount} g of mercury came in on {day}, after the decision to use none from {zero} on.").format(
                amount=_shown(Decimal(amount).scaleb(-3)), day=day, zero=decision.begins),
                (f"reagent_movement/{id_of(id_)}",))
    booked = {id_of(batch) for _id, _day, _kind, _amount, batch in moved if batch}
    used = [(f"reagent_movement/{id_of(id_)}", amount) for id_, _day, kind, amount, _batch in moved if kind == "use"]
    used += [(f"batch/{id_of(id_)}", amount) for id_, amount in ask(
        look.store, "SELECT id, mercury_in_mg FROM batch WHERE trashed = 0 AND mercury_in_mg > 0 AND date >= ? "
        "AND date BETWEEN ? AND ? ORDER BY date, code", decision.begins, look.period.begins, look.period.ends)
        if id_of(id_) not in booked]
    if used:
        yield Finding("mercury_after_zero", "alarm", ngettext(
            "{amount} g of mercury were used {count} time after the decision to use none from {zero} on.",
            "{amount} g of mercury were used {count} times after the decision to use none from {zero} on.",
            len(used)).format(amount=_shown(Decimal(sum(amount for _where, amount in used)).scaleb(-3)),
                              count=len(used), zero=decision.begins),
            tuple(where for where, _amount in used[:_MOST_NAMED]))


@rule(N_("Stock of mercury and reagents"), "reagent_movement", "batch", "site")
def stock(look: Look) -> Iterator[Finding]:
    """Stock cards on which more went out than there was, a count differs, or something moved without a document."""
    for card in stock_cards.cards(look.store, until=look.period.ends):
        below, bare = False, []
        for line in card.lines:
            inside = line.day in look.period
            if line.below_zero and not below and inside:
                yield Finding("stock_below_zero", "alarm", _(
                    "{card}: on {day} more went out than there was; the book falls to {balance}.").format(
                    card=card.title(), day=line.day, balance=card.shown(line.balance)),
                    (f"reagent_movement/{line.id}",))
            below = line.below_zero
            if line.unexplained and inside and line.counted is not None and line.difference is not None:
                yield Finding("stock_count", "warn", _(
                    "{card}, {day}: counted {counted}, {difference} against the book. Nobody wrote why.").format(
                    card=card.title(), day=line.day, counted=card.shown(line.counted),
                    difference=card.shown(line.difference)), (f"reagent_movement/{line.id}",))
            if line.without_paper and inside:
                bare.append(line.id)
        if bare:
            yield Finding("stock_without_paper", "note", ngettext(
                "{card}: {count} movement names no document.", "{card}: {count} movements name no document.",
                len(bare)).format(card=card.title(), count=len(bare)),
                tuple(f"reagent_movement/{id_}" for id_ in bare[:_MOST_NAMED]))


@rule(N_("Worst practices of mercury"), "batch")
def worst_practices(look: Look) -> Iterator[Finding]:
    """Batches with one of the four worst practices of mercury.  Source: Minamata Convention, Annex C, 1 (b)."""
    for id_, code, day, answer, *flags in ask(
            look.store, "SELECT id, code, date, practice_answer, whole_ore, open_burning, home_burning, "
            "cyanide_after_mercury FROM batch WHERE trashed = 0 AND date BETWEEN ? AND ? AND (whole_ore = 1 "
            "OR open_burning = 1 OR home_burning = 1 OR cyanide_after_mercury = 1) ORDER BY date, code",
            look.period.begins, look.period.ends):
        names = "; ".join(_(Batch.field(name).label) for name, flag in zip(Batch.WORST, flags, strict=True) if flag)
        text = (_("Batch {code} of {day}: {practices}. Done about it: {answer}") if answer else
                _("Batch {code} of {day}: {practices}. Nobody wrote what was done about it."))
        yield Finding("worst_practice", "warn" if answer else "alarm", text.format(
            code=code, day=day, practices=names, answer=answer), (f"batch/{id_of(id_)}",))


@rule(N_("Batches that gave more than went in"), "batch", "batch_input", "production", "lot")
def recovery(look: Look) -> Iterator[Finding]:
    """Batches that gave more gold than went in."""
    for each in processing.balances(look.store, look.period):
        if each.too_much:
            yield Finding("recovery", "alarm", each.sentence(), (f"batch/{each.id}",))


def _shown(value: Decimal) -> str:
    return decimal_text(value.normalize(), None, current())


STOCK_RULES: dict[str, Rule] = {"mercury_after_zero": mercury_after_zero, "stock": stock,
                                "worst_practices": worst_practices, "recovery": recovery}
"""Rules looked at before a pack, by name."""
