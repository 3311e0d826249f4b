"""Lots and where their gold came from: what went in, through whose hands they went, what was weighed and assayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from armdesk.fields import (
    Choice,
    Code,
    Date,
    Fineness,
    Flag,
    Link,
    LongText,
    Mass,
    Scaled,
    Text,
    TimeOfDay,
    Whole,
)
from armdesk.i18n import N_, _
from armdesk.models import choices, lineage
from armdesk.models.production import FINE_WEIGHT
from armdesk.record import About, Ask, Record, Written


class Lot(Record):
    """Gold kept together and weighed as one.  Source: pack sheet S08."""

    code = Code(N_("Lot no."), required=True, unique=True, key="lot_code")
    created_on = Date(N_("Made on"), index=True, key="created_at")
    site = Link("site", N_("Site"), key="site_code")
    form = Choice(N_("Form"), choices.LOT_FORM, default="dore")
    source_type = Choice(N_("Origin"), choices.SOURCE_TYPE, default="mined")
    gold_class = Choice(N_("Class"), choices.GOLD_CLASS)
    gross_mg = Mass(N_("Gross weight"))
    fineness = Fineness(N_("Fineness"))
    fine_mg = Mass(N_("Fine weight"), readonly=True)
    package = Text(N_("Package"))
    seal_no = Code(N_("Seal no."))
    tag_id = Code(N_("Tag"))
    status = Choice(N_("Status"), choices.LOT_STATUS, default="open")
    hold_reason = Text(N_("Why it is on hold"))
    held_on = Date(N_("On hold since"))
    release_by = Text(N_("Who may release it"), personal="identity")
    hs_code = Code(N_("Customs code"))
    sale = Link("sale", N_("Sold in"), on_trash="keep", index=True)
    determined_gross_mg = Mass(N_("Weight determined"), group=N_("As determined"),
                               help=N_("Found later, by hand-over, melting or buyer; what was declared stays."))
    determined_fineness = Fineness(N_("Fineness determined"), group=N_("As determined"))
    determined_by = Text(N_("Determined by"), group=N_("As determined"))
    determined_on = Date(N_("Determined on"), group=N_("As determined"))
    note = LongText(N_("Note"))

    about = About(N_("lot"), N_("Lots"), "production", key=("code",),
                  table=("code", "created_on", "form", "gross_mg", "fineness", "fine_mg", "seal_no", "status"),
                  order="-created_on", search=("code", "seal_no", "tag_id", "note"), sheet="S08",
                  purpose=N_("Each bar or bag of gold, with weight, fineness and seal."), closes="created_on",
                  stays_open=("status", "hold_reason", "held_on", "release_by", "sale", "package", "seal_no", "tag_id",
                              "hs_code", "note", "determined_gross_mg", "determined_fineness", "determined_by",
                              "determined_on"))

    follows = FINE_WEIGHT

    def problems(self) -> Mapping[str, str]:
        if self.status in ("hold", "frozen") and not self.hold_reason:
            return {"hold_reason": _("Say why the lot is on hold.")}
        return {}

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        return lineage.lot_conflicts(written, ask)


class LotInput(Record):
    """What a lot was made of.  Source: pack sheet S09."""

    lot = Link("lot", N_("Lot"), required=True, index=True, key="lot_code")
    input_lot = Link("lot", N_("Made of lot"), key="input_lot_code", index=True)
    production = Link("production", N_("Made of delivery"), index=True)
    batch = Link("batch", N_("Made of batch"), key="batch_code")
    party = Link("party", N_("Bought from"))
    input_mg = Mass(N_("Fine weight taken"), key="input_g")
    operation = Choice(N_("Operation"), choices.LOT_OPERATION, required=True)
    date = Date(N_("Date"))
    loss_mg = Mass(N_("Loss"), key="loss_g", least=-(10**10), help=N_("Fine weight; below zero it is a gain."))
    loss_reason = Text(N_("Reason of the loss"))
    proposed = Flag(N_("Only proposed"), help=N_("Reckoned afterwards from the dates; nobody noted it on the day."))

    about = About(N_("lot input"), N_("Lot genealogy"), "production", key=("operation", "date"),
                  table=("lot", "operation", "input_lot", "batch", "input_mg", "loss_mg", "date"), order="-date",
                  search=("loss_reason",), sheet="S09", details=True, purpose=N_("What each lot was made of."),
                  closes="date lot.created_on")

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if self.lot and self.lot == self.input_lot:
            found["input_lot"] = _("A lot cannot be made of itself.")
        if (self.loss_mg or 0) < 0 and not self.loss_reason:
            found["loss_reason"] = _("Gold does not grow: say why more came out than went in.")
        return found

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        return lineage.input_conflicts(written, ask)


class CustodyTransfer(Record):
    """A lot passing from one hand to the next.  Source: pack sheet S10."""

    lot = Link("lot", N_("Lot"), required=True, index=True, key="lot_code")
    sequence = Whole(N_("Step"), key="seq")
    date = Date(N_("Date"), required=True, key="at")
    time = TimeOfDay(N_("Time"))
    from_party = Text(N_("Handed over by"))
    to_party = Text(N_("Received by"))
    place = Text(N_("Place"))
    latitude = Scaled(N_("Latitude"), unit="°", places=7, least=-900_000_000, most=900_000_000, key="lat",
                      personal="place")
    longitude = Scaled(N_("Longitude"), unit="°", places=7, least=-1_800_000_000, most=1_800_000_000, key="lon",
                       personal="place")
    gross_from_mg = Mass(N_("Weight handed over"), key="gross_g_from")
    gross_to_mg = Mass(N_("Weight received"), key="gross_g_to")
    scale_id = Code(N_("Scale"))
    seal_no = Code(N_("Seal no."))
    seal_intact = Flag(N_("Seal whole"))
    carrier = Link("party", N_("Carrier"))
    route = Text(N_("Route"), personal="place")
    document_no = Code(N_("Waybill no."))
    signed_by_both = Flag(N_("Signed by both"))

    about = About(N_("hand-over"), N_("Hand-overs"), "production", key=("date", "place"),
                  table=("date", "lot", "from_party", "to_party", "gross_from_mg", "gross_to_mg", "seal_intact"),
                  order="-date", search=("from_party", "to_party", "seal_no", "document_no"), sheet="S10",
                  purpose=N_("Each time a lot passed from hand to hand."), closes="date")


class Assay(Record):
    """A measurement of the fineness of a lot.  Source: pack sheet S11."""

    lot = Link("lot", N_("Lot"), required=True, index=True, key="lot_code")
    party = Choice(N_("Whose assay"), choices.ASSAY_PARTY, required=True, default="own")
    method = Choice(N_("Method"), choices.ASSAY_METHOD)
    lab = Text(N_("Laboratory"))
    date = Date(N_("Date"))
    fineness = Fineness(N_("Result"), required=True, key="result_permille")
    uncertainty = Scaled(N_("Uncertainty"), unit="‰", places=1, most=10_000, key="uncertainty_permille")
    certificate_no = Code(N_("Certificate no."))
    document = Link("document", N_("Paper"), key="file_ref", on_trash="keep")

    about = About(N_("assay"), N_("Assays"), "production", key=("date", "certificate_no"),
                  table=("date", "lot", "party", "method", "lab", "fineness", "certificate_no"), order="-date",
                  search=("lab", "certificate_no"), sheet="S11",
                  purpose=N_("Fineness as measured by us, by the buyer and by an umpire."), closes="date",
                  stays_open=("certificate_no", "document"))
