"""What is odd about a record while somebody types it: sentences beside its fields, which refuse nothing."""

from __future__ import annotations

from collections.abc import Callable

from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import BatchInput, Sale
from armdesk.record import Record
from armdesk.services.gold import balance, processing, stock_cards
from armdesk.services.gold.processing import Hint
from armdesk.services.governance import governance_cautions
from armdesk.services.people import age_gate
from armdesk.store import Store


def cautions(store: Store, typed: Record) -> dict[str, str]:
    """Field -> sentence, a Hint where it only helps; empty for most records."""
    ask = _ASK.get(typed.type_name())
    found = ask(store, typed) if ask else {}
    if typed.type_name() in age_gate.WATCHED:
        found = {**found, **age_gate.cautions(store, typed)}
    return found


def may_be_odd(type_: type[Record]) -> bool:
    """Whether anything is ever said of records of a type."""
    return type_.type_name() in _ASK or type_.type_name() in age_gate.WATCHED


def _batch_input(store: Store, typed: BatchInput) -> dict[str, str]:
    """What is left of the delivery or lot that goes into a batch; what this row takes already counts as left."""
    found: dict[str, str] = {}
    kept = store.get(BatchInput, typed.id)
    for field, name in (("lot", "lot"), ("production", "production")):
        id_ = getattr(typed, field)
        left = processing.left_of(store, name, id_) if id_ else None
        if left is None:
            continue
        if kept is not None and getattr(kept, field) == id_ and not kept.trashed and kept.input_mg is not None:
            left += kept.field("input_mg").exchange(kept.input_mg)
        taken = typed.field("input_mg").exchange(typed.input_mg) if typed.input_mg is not None else None
        shown = decimal_text(left, 3, current())
        if taken is not None and taken > left:
            found["input_mg"] = _("Only {left} g are left of it.").format(left=shown)
        else:
            found[field] = Hint(_("{left} g are left of it.").format(left=shown))
    return found


def _sale(store: Store, typed: Sale) -> dict[str, str]:
    """What is odd about the gold of a sale, and about its buyer."""
    return {**governance_cautions.of_sale(store, typed), **balance.caution(store, typed)}


_ASK: dict[str, Callable[[Store, Record], dict[str, str]]] = {
    "reagent_movement": stock_cards.caution, "batch": processing.caution,  # type: ignore[dict-item]  # each its own type
    "batch_input": _batch_input, "sale": _sale,  # type: ignore[dict-item]  # each its own type
    "inspection": governance_cautions.of_inspection,  # type: ignore[dict-item]  # each its own type
    "resolution": governance_cautions.of_resolution,  # type: ignore[dict-item]  # each its own type
    "mandate": governance_cautions.of_mandate,  # type: ignore[dict-item]  # each its own type
}
