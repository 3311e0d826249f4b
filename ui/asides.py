"""What stands beside the form of some records and lives with it: the settlement of a sale, the receipt of a payment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from armdesk.record import Record
from ui.forms import Form
from ui.session import Session


class Aside(Protocol):
    """A companion of a form: framed() gives the widget that holds both."""

    def framed(self, card: QWidget) -> QWidget:
        """The card of the form together with what stands beside it."""


def _sale(session: Session, form: Form) -> Aside:
    from ui.sale_aside import SaleAside

    return SaleAside(session, form)


def _payment(session: Session, form: Form) -> Aside:
    from ui.payment_aside import PaymentAside

    return PaymentAside(session, form)


def _person(session: Session, form: Form) -> Aside:
    from ui.person_aside import PersonAside

    return PersonAside(session, form)


def _hurt(session: Session, form: Form) -> Aside:
    from ui.hurt_aside import HurtAside

    return HurtAside(session, form)


def _grievance(session: Session, form: Form) -> Aside:
    from ui.grievance_aside import GrievanceAside

    return GrievanceAside(session, form)


def _measurement(session: Session, form: Form) -> Aside:
    from ui.measurement_aside import MeasurementAside

    return MeasurementAside(session, form)


ASIDES: dict[str, Callable[[Session, Form], Aside]] = {
    "sale": _sale, "payment": _payment, "person": _person, "injured_person": _hurt, "grievance": _grievance,
    "measurement": _measurement}
"""Record type -> what makes its aside; made with the form, when a record of it is first opened."""


def first_values(session: Session, type_: type[Record]) -> dict[str, Any]:
    """What a new record of a type begins with, beside its usual values."""
    if type_.type_name() == "payment":
        return {"date": session.today()}
    if type_.type_name() == "grievance":
        from ui.grievance_aside import first_values as of_grievance

        return of_grievance(session)
    if type_.type_name() != "sale":
        return {}
    from ui.sale_aside import values_for

    return values_for(session)


def aside_of(session: Session, type_: type[Record], form: Form) -> Aside | None:
    """The aside of a record type, None for most."""
    make = ASIDES.get(type_.type_name())
    return make(session, form) if make is not None else None
