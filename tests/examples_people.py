"""One complete record of each kind about the cooperative, its people and its meetings."""

from __future__ import annotations

from datetime import date

from examples_support import near

from armdesk.models import organisation as office
from armdesk.models.governance import Meeting, MeetingAttendance, Resolution
from armdesk.models.identity import AgeAlarm, OtherName, TwoPeople
from armdesk.models.people import Person, PersonRole, Registration
from armdesk.models.safety import Grievance, PpeDelivery, Training, TrainingAttendance
from armdesk.store import Store


def organisation(store: Store) -> office.Organisation:
    return office.Organisation(
        legal_name="Cooperativa Minera Los Alisos", short_name="Coopalisos", legal_form="Cooperativa",
        founded_on=date(2011, 6, 4), registry_no="S0001234", tax_id="900111222-3", country="CO", region="Cauca",
        municipality="Los Alisos", address="Vereda El Aliso, casa 4", phone="+57 320 000 0001",
        email="oficina@example.org", representative="Rosalba Quintín", dd_officer="Eladio Tunubalá",
        dd_officer_since=date(2024, 2, 1), complaint_contact="Buzón de la caseta", bank_channel="Banco del municipio",
        officers="Rosalba Quintín, presidenta\nEladio Tunubalá, tesorero", minerals="Au", uses_mercury=True,
        uses_cyanide=False, underground=True, has_selectors=True, buys_mineral=False, legitimacy_option="A",
        legitimacy_reason="Tenemos contrato de concesión.", supply_chain="Bocamina, planta, fundición, comprador.",
        description="Sesenta personas en dos bocaminas y una planta.", demo=False, extracts=True, processes=True,
        uses_explosives=True, hires_workers=True, has_guards=False, near_large_mine=False, collective_land=True)


def site(store: Store) -> office.Site:
    return office.Site(
        code="SIT-01", name="Bocamina La Ñapa", kind="hard_rock", status="active", method="Socavón",
        mining_method="manual_vein", minerals="Au, Ag",
        municipality="Los Alisos", province="Cauca", country="CO", latitude=2_412_345, longitude=-76_612_345,
        altitude_m=1650, polygon_ref="Plano 3", national_id="ABC-081", icglr_id="IC-77", capacity_kg_month=90_500,
        capacity_mg_month=450_000, risk_area="No", risk_source="Lista indicativa de zonas", assessed_on=date(2025, 1,
        9),
        note="Entrada por el camino viejo.")


def permit(store: Store) -> office.Permit:
    return office.Permit(
        code="PER-01", site=near(store, "site"), kind="concession", title="Contrato de concesión", number="IHT-14001",
        authority="Agencia minera", holder="Cooperativa Minera Los Alisos", applied_on=date(2014, 3, 1),
        granted_on=date(2015, 8, 20), expires_on=date(2045, 8, 19), status="Vigente", commodities="Au",
        conditions="Informe cada trimestre.", document=near(store, "document"))


def crew(store: Store) -> office.Crew:
    return office.Crew(code="CUA-2", name="Cuadrilla del Guadual", site=near(store, "site"), kind="underground",
                       leader=near(store, "person"), active_from=date(2020, 1, 6), active_to=date(2025, 12, 20),
                       note="Trabaja el frente norte.")


def stakeholder(store: Store) -> office.Stakeholder:
    return office.Stakeholder(
        name="Acueducto veredal La Chorrera", kind="community", contact="Nubia Campo", phone="+57 320 000 0002",
        email="acueducto@example.org", interest="Agua limpia", commitments="Muestreo cada semestre",
        note="Se reúne en mayo", plan_signed_on=date(2024, 11, 6))


def policy(store: Store) -> office.Policy:
    return office.Policy(title="Política de mercurio cero", edition="2", adopted_on=date(2024, 6, 30),
                         adopted_by="Asamblea", review_on=date(2026, 6, 30), made_known_how="Leída en la asamblea",
                         document=near(store, "document"), subject="mercury", resolution=near(store, "resolution"),
                         known_meeting=near(store, "meeting"), known_training=near(store, "training"),
                         reviewed_on=date(2025, 6, 30), ended_on=date(2027, 6, 30), text="No usamos mercurio.")


def person(store: Store) -> Person:
    return Person(
        code="SOC-017", name="Íngrid Peña Muñoz", sex="F", role="member", status="active", crew=near(store, "crew"),
        site=near(store, "site"), task="Frente de arranque", hazardous=True, joined_on=date(2016, 5, 2),
        left_on=date(2025, 11, 30), birth_date=date(1987, 9, 14), birth_year=1987, age_stated=37,
        age_stated_on=date(2025, 1, 15), age_band="30_44", age_evidence="copy", id_type="Cédula",
        id_number="0012345678",
        phone="+57 320 000 0003", address="Vereda El Aliso", next_of_kin="Luz Peña",
        next_of_kin_phone="+57 320 000 0004",
        agreement_on=date(2016, 5, 2), consent_on=date(2024, 1, 20), informed_on=date(2024, 2, 10),
        social_cover="health accidents", cover_checked_on=date(2025, 1, 20),
        protected_until=date(2025, 6, 30), photo=near(store, "document"), note="Usa lentes.")


def person_role(store: Store) -> PersonRole:
    return PersonRole(person=near(store, "person"), role="member", office="Tesorera", crew=near(store, "crew"),
                      site=near(store, "site"), began_on=date(2022, 3, 1), ended_on=date(2024, 3, 1),
                      note="Dos periodos")


def registration(store: Store) -> Registration:
    return Registration(person=near(store, "person"), register="Registro de mineros", number="00458",
                        place="Los Alisos",
                        valid_from=date(2025, 2, 1), valid_to=date(2026, 1, 31), checked_on=date(2025, 2, 3),
                        checked_where="Página del registro", status="Activa", document=near(store, "document"))


def other_name(store: Store) -> OtherName:
    return OtherName(person=near(store, "person"), name="Ingrid Peña", noted_on=date(2025, 5, 2), note="Libro de 2024")


def two_people(store: Store) -> TwoPeople:
    return TwoPeople(person=store.save(Person(name="Anselmo Titira Yucra", role="member")).id,
                     other=near(store, "person"), decided_on=date(2025, 6, 3), decided_by="Secretaria",
                     reason="Padre e hijo")


def age_alarm(store: Store) -> AgeAlarm:
    person = near(store, "person")
    return AgeAlarm(person=person, date=date(2025, 8, 9), rule="minor_hazardous", work="Cochero",
                    hazards="underground", origin=f"person/{person}", answer="moved", done="Pasó a la oficina.",
                    referred_to="Comisaría de familia", answered_by="Presidenta", answered_on=date(2025, 8, 10))


def training(store: Store) -> Training:
    return Training(code="CAP-09", date=date(2025, 4, 12), subject="Manejo de gases", hours=450,
                    trainer="Brigada minera",
                    place="Salón comunal", certificate_ref="CER-118", certificate_on=date(2025, 4, 15),
                    expires_on=date(2026, 4, 15), photo_ref="foto 12.jpg", form="talk",
                    course_kind=near(store, "course_kind"), crew=near(store, "crew"), site=near(store, "site"),
                    total_stated=24, note="Con práctica")


def training_attendance(store: Store) -> TrainingAttendance:
    return TrainingAttendance(training=near(store, "training"), person=near(store, "person"),
                              person_as_written="Rosalba Q.", present=True, mark="x", certificate_no="CER-118-3",
                              certificate_on=date(2025, 4, 16), note="Llegó tarde")


def ppe_delivery(store: Store) -> PpeDelivery:
    return PpeDelivery(date=date(2025, 5, 6), person=near(store, "person"), person_as_written="Rosalba Q.",
                       item="boots",
                       quantity=2, size="38", signed=True, note="Punta de acero")


def meeting(store: Store) -> Meeting:
    return Meeting(number="031", date=date(2025, 3, 29), kind="assembly", title="Asamblea de primavera",
                   place="Salón comunal", called_on=date(2025, 3, 10), entitled=60, attended=44, women=19,
                   quorum_stated=True, agenda="Informe\nPrima", decisions="Se aprueba el plan.",
                   document=near(store, "document"), note="Con refrigerio", organ=near(store, "organ"),
                   starts="08:30", ends="12:15", second_call=True, chair="Rosalba Quintín",
                   secretary="Eladio Tunubalá", minutes_on=date(2025, 4, 2), minutes_head="ab" * 32)


def meeting_attendance(store: Store) -> MeetingAttendance:
    return MeetingAttendance(meeting=near(store, "meeting"), person=near(store, "person"),
                             stakeholder=near(store, "stakeholder"), name_as_written="Rosalba Quintín", present=True,
                             represented_by="Eladio Tunubalá", proxy=near(store, "person"))


def resolution(store: Store) -> Resolution:
    return Resolution(number="031-2", meeting=near(store, "meeting"), topic="Uso de la prima", text="Comprar retortas.",
                      votes_for=40, votes_against=3, abstained=1, women_for=18, women_against=1, amount=1_250_000_00,
                      currency="COP", status="adopted", agenda_item=near(store, "agenda_item"), majority="absolute",
                      women_abstained=1, concerns=near(store, "person"), concerns_party=near(store, "party"),
                      stepped_aside=True)


def grievance(store: Store) -> Grievance:
    return Grievance(number="Q-07", received_on=date(2025, 7, 1), channel="box", box="Bocamina", group="community",
                     topic="environment", sensitive=False, subject="Polvo en el camino", author="Vecino",
                     description="Pasan volquetas de noche.", steps="Visita al camino", outcome="Se riega el camino.",
                     handler="Comité", acknowledged_on=date(2025, 7, 3), answered_on=date(2025, 7, 20),
                     result="upheld", satisfied="yes", appealed_on=date(2025, 7, 28), appeal_result="partly",
                     retaliation_asked_on=date(2025, 8, 20), retaliation=False, status="closed",
                     closed_on=date(2025, 8, 21))
