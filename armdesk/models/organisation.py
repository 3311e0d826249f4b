"""The cooperative itself: profile, sites, permits, crews, stakeholders and policies."""

from __future__ import annotations

from collections.abc import Mapping

from armdesk.fields import Choice, Code, Date, Flag, Link, LongText, Scaled, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import choices, governance_choices
from armdesk.record import About, Record


class Organisation(Record):
    """The mineral producer whose registers these are.  Source: pack sheet S01."""

    legal_name = Text(N_("Legal name"), required=True)
    short_name = Text(N_("Short name"), longest=40)
    legal_form = Text(N_("Legal form"))
    founded_on = Date(N_("Founded on"))
    registry_no = Code(N_("Registry no."))
    tax_id = Code(N_("Tax no."))
    country = Code(N_("Country"), longest=2, help=N_("Two letters, such as CO or PE."))
    region = Text(N_("Department or region"))
    municipality = Text(N_("Municipality"))
    address = Text(N_("Address"))
    phone = Text(N_("Telephone"))
    email = Text(N_("E-mail"))
    representative = Text(N_("Legal representative"))
    dd_officer = Text(N_("Responsible for the standard"))
    dd_officer_since = Date(N_("Responsible since"))
    complaint_contact = Text(N_("Contact for complaints"))
    bank_channel = Text(N_("Bank channel"))
    officers = LongText(N_("Officers"), help=N_("One line each: name, office."))
    minerals = Text(N_("Minerals"), default="Au", group=N_("Profile"))
    uses_mercury = Flag(N_("Uses mercury"), group=N_("Profile"))
    uses_cyanide = Flag(N_("Uses cyanide"), group=N_("Profile"))
    underground = Flag(N_("Works underground"), group=N_("Profile"))
    has_selectors = Flag(N_("Has mineral selectors"), group=N_("Profile"))
    buys_mineral = Flag(N_("Buys mineral from others"), group=N_("Profile"))
    extracts = Flag(N_("Extracts mineral"), group=N_("Profile"), help=N_("No, where it only collects or processes."))
    processes = Flag(N_("Processes mineral"), group=N_("Profile"), help=N_("Milling, recovery or smelting of its own."))
    uses_explosives = Flag(N_("Uses explosives"), group=N_("Profile"))
    hires_workers = Flag(N_("Has hired workers"), group=N_("Profile"))
    has_guards = Flag(N_("Hires guards or hosts security forces"), group=N_("Profile"))
    near_large_mine = Flag(N_("Works on or near a larger concession"), group=N_("Profile"))
    collective_land = Flag(N_("Works on or near indigenous or collective land"), group=N_("Profile"))
    legitimacy_option = Choice(N_("Legitimacy"), choices.LEGITIMACY, group=N_("Profile"))
    legitimacy_reason = LongText(N_("Reason for this option"), group=N_("Profile"))
    supply_chain = LongText(N_("Internal supply chain"), group=N_("Profile"),
                            help=N_("From the workface through processing to the point of sale."))
    description = LongText(N_("Description of the operation"), group=N_("Profile"))
    demo = Flag(N_("Invented demonstration data"), default=False, readonly=True)

    about = About(N_("organisation"), N_("Organisation"), "people", key=("legal_name",),
                  table=("legal_name", "municipality", "country", "representative"), order="legal_name",
                  search=("legal_name", "short_name"), sheet="S01",
                  purpose=N_("Who the cooperative is; printed on every report."))


class Site(Record):
    """A mine, working face, plant, store or office.  Source: pack sheet S02."""

    code = Code(N_("Site code"), key="site_code", unique=True)
    name = Text(N_("Name"), required=True)
    kind = Choice(N_("Kind"), choices.SITE_KIND, key="type")
    status = Choice(N_("Status"), choices.SITE_STATUS, default="active")
    method = Text(N_("Method"))
    mining_method = Choice(N_("Way of mining"), choices.MINING_METHOD,
                           help=N_("Says which grams per person and day are usual here."))
    minerals = Text(N_("Minerals"))
    municipality = Text(N_("Municipality"), group=N_("Place"))
    province = Text(N_("Department or province"), group=N_("Place"))
    country = Code(N_("Country"), longest=2, group=N_("Place"))
    latitude = Scaled(N_("Latitude"), unit="°", places=7, least=-900_000_000, most=900_000_000, key="lat",
                      personal="place", group=N_("Place"))
    longitude = Scaled(N_("Longitude"), unit="°", places=7, least=-1_800_000_000, most=1_800_000_000, key="lon",
                       personal="place", group=N_("Place"))
    altitude_m = Whole(N_("Altitude (m)"), least=-500, most=7000, group=N_("Place"))
    polygon_ref = Text(N_("Reference of the polygon"), group=N_("Place"))
    national_id = Code(N_("National no."))
    icglr_id = Code(N_("ICGLR no."))
    capacity_kg_month = Scaled(N_("Capacity per month"), unit="t", places=3, key="capacity_t_month")
    capacity_mg_month = Scaled(N_("Gold capacity per month"), unit="g", places=3, key="capacity_g_month")
    risk_area = Text(N_("Risk area"), key="cahra_status", group=N_("Risk area"))
    risk_source = Text(N_("Source"), key="cahra_source", group=N_("Risk area"))
    assessed_on = Date(N_("Assessed on"), group=N_("Risk area"))
    note = LongText(N_("Note"))

    about = About(N_("site"), N_("Sites"), "people", key=("name",),
                  table=("code", "name", "kind", "status", "municipality"), order="name",
                  search=("code", "name", "municipality"), sheet="S02",
                  purpose=N_("Where the cooperative works: mines, plants and stores."))


class Permit(Record):
    """A title, licence, registration or application.  Source: pack sheet S03."""

    code = Code(N_("Permit code"), key="permit_code")
    site = Link("site", N_("Site"), key="site_code")
    kind = Choice(N_("Kind"), choices.PERMIT_KIND, required=True)
    title = Text(N_("Title"))
    number = Code(N_("Number"))
    authority = Text(N_("Authority"))
    holder = Text(N_("Holder"))
    applied_on = Date(N_("Applied on"))
    granted_on = Date(N_("Granted on"))
    expires_on = Date(N_("Expires on"))
    status = Text(N_("Status as stated"))
    commodities = Text(N_("Minerals"))
    conditions = LongText(N_("Conditions"))
    document = Link("document", N_("Paper"), key="file_ref", on_trash="keep")

    about = About(N_("permit"), N_("Permits"), "people", key=("kind", "number"),
                  table=("kind", "title", "number", "authority", "granted_on", "expires_on"), order="expires_on",
                  search=("code", "title", "number", "authority", "holder"), sheet="S03",
                  purpose=N_("Titles, licences and registrations, with the day each one ends."))

    def problems(self) -> Mapping[str, str]:
        if self.granted_on and self.expires_on and self.expires_on < self.granted_on:
            return {"expires_on": _("It would expire before it was granted.")}
        return {}


class Crew(Record):
    """People who work together at one site."""

    code = Code(N_("Crew code"), unique=True)
    name = Text(N_("Name"), required=True)
    site = Link("site", N_("Site"))
    kind = Choice(N_("Kind of work"), choices.CREW_KIND)
    leader = Link("person", N_("Leader"), on_trash="keep")
    active_from = Date(N_("From"))
    active_to = Date(N_("Until"))
    note = LongText(N_("Note"))

    about = About(N_("crew"), N_("Crews"), "people", key=("name",), table=("code", "name", "site", "kind", "leader"),
                  order="name", search=("code", "name"), purpose=N_("Who works together, and where."))


class Stakeholder(Record):
    """An organisation or person the cooperative lives beside and works with."""

    name = Text(N_("Name"), required=True)
    kind = Choice(N_("Kind"), choices.STAKEHOLDER_KIND)
    contact = Text(N_("Contact person"), personal="identity")
    phone = Text(N_("Telephone"), personal="identity")
    email = Text(N_("E-mail"), personal="identity")
    interest = LongText(N_("Interest"))
    commitments = LongText(N_("Commitments"))
    note = LongText(N_("Note"))
    plan_signed_on = Date(N_("Signed the joint action plan on"))

    about = About(N_("stakeholder"), N_("Stakeholders"), "people", key=("name",),
                  table=("name", "kind", "contact", "phone"), order="name", search=("name", "contact"),
                  purpose=N_("Authorities, companies, communities and others around the mines."))


class Policy(Record):
    """A rule the cooperative gave itself.  Source: pack sheet S28."""

    title = Text(N_("Title"), required=True)
    edition = Text(N_("Version"), key="version")
    adopted_on = Date(N_("Adopted on"))
    adopted_by = Text(N_("Adopted by"))
    review_on = Date(N_("To be reviewed on"))
    made_known_how = LongText(N_("How it was made known"))
    document = Link("document", N_("Paper"), key="file_ref", on_trash="keep")
    subject = Choice(N_("Subject"), governance_choices.POLICY_SUBJECT)
    resolution = Link("resolution", N_("Adopted by the resolution"), on_trash="keep")
    known_meeting = Link("meeting", N_("Made known in the meeting"), on_trash="keep")
    known_training = Link("training", N_("Made known in the course"), on_trash="keep")
    reviewed_on = Date(N_("Last reviewed on"))
    ended_on = Date(N_("No longer in force since"))
    text = LongText(N_("Text"))

    about = About(N_("policy"), N_("Policies"), "people", key=("title", "edition"),
                  table=("title", "subject", "edition", "adopted_on", "adopted_by", "review_on"), order="title",
                  search=("title",), sheet="S28", purpose=N_("Rules the cooperative adopted, and when to review them."))

    def problems(self) -> Mapping[str, str]:
        for name in ("review_on", "reviewed_on", "ended_on"):
            day = getattr(self, name)
            if day and self.adopted_on and day < self.adopted_on:
                return {name: _("This is before it was adopted.")}
        return {}
