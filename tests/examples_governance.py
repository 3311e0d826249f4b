"""One complete record of each kind about organs, agendas and the joint action plan."""

from __future__ import annotations

from datetime import date

from examples_support import near

from armdesk.models.joint_plan import AgendaItem, Agreement, AgreementNote
from armdesk.models.organs import Interest, KeptThing, Mandate, Organ, OrganRule, VoteRule
from armdesk.store import Store


def organ(store: Store) -> Organ:
    return Organ(name="Junta de vigilancia", kind="supervisory", purpose="Vigila las cuentas",
                 active_from=date(2011, 6, 4), active_to=date(2030, 1, 1), excludes=near(store, "organ"),
                 note="Tres personas")


def organ_rule(store: Store) -> OrganRule:
    return OrganRule(organ=near(store, "organ"), valid_from=date(2020, 1, 1), valid_to=date(2030, 1, 1),
                     source_text="Estatutos, art. 31", who_votes="mandates", quorum="1/2", quorum_more=True,
                     second_quorum="10 %", notice_days=10, proxies_each=2, term_months=24, seats=7, seats_women=2,
                     note="Reforma de 2020")


def vote_rule(store: Store) -> VoteRule:
    return VoteRule(majority="two_thirds", organ=near(store, "organ"), share="2/3", more=True, base="present",
                    valid_from=date(2020, 1, 1), valid_to=date(2030, 1, 1), source_text="Estatutos, art. 32")


def agenda_item(store: Store) -> AgendaItem:
    return AgendaItem(meeting=near(store, "meeting"), place=3, title="Uso de la prima",
                      minutes="Se explicó el saldo.")


def mandate(store: Store) -> Mandate:
    return Mandate(organ=near(store, "organ"), office="treasurer", person=near(store, "person"),
                   name_as_written="Rosalba Q.", began_on=date(2024, 3, 16), ends_on=date(2026, 3, 15),
                   resolution=near(store, "resolution"), speaks_for="miners", ended_on=date(2027, 2, 1),
                   ended_why="resigned", note="Por viaje")


def interest(store: Store) -> Interest:
    return Interest(person=near(store, "person"), declared_on=date(2024, 4, 1), kind="company",
                    party=near(store, "party"), relative=near(store, "person"), with_as_written="Su hermano",
                    until=date(2026, 3, 1), measure="Se retira cuando se decide", document=near(store, "document"))


def kept_thing(store: Store) -> KeptThing:
    return KeptThing(kind="key", name="Llave del polvorín", number="P-1", person=near(store, "person"),
                     name_as_written="Rosalba Q.", place="Caseta", since=date(2024, 3, 16),
                     returned_on=date(2026, 3, 15), note="Dos copias")


def agreement(store: Store) -> Agreement:
    return Agreement(number="AC-07", meeting=near(store, "meeting"), axis="environment", line="Mercurio",
                     text="Tomar muestras de agua cada semestre", stakeholder=near(store, "stakeholder"), ours=True,
                     agreed_on=date(2025, 5, 7), due_on=date(2025, 11, 30), status="done",
                     done_on=date(2025, 11, 20), indicator="Dos muestras", document=near(store, "document"),
                     note="Con laboratorio")


def agreement_note(store: Store) -> AgreementNote:
    return AgreementNote(agreement=near(store, "agreement"), date=date(2025, 8, 4), text="Primera muestra tomada",
                         told_by="Nubia Campo", document=near(store, "document"))
