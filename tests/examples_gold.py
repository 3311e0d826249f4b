"""One complete record of each kind from mining to money."""

from __future__ import annotations

from datetime import date

from examples_support import gone, near

from armdesk.models import accounts, closing, lots, trade
from armdesk.models import production as mine
from armdesk.models.premium_plan import CommitteeSeat, PremiumPlan, PremiumPlanLine
from armdesk.store import Store


def production(store: Store) -> mine.Production:
    return mine.Production(
        date=date(2025, 3, 3), site=near(store, "site"), site_as_written="El aliso", crew=near(store, "crew"),
        crew_as_written="Los alisos", person=near(store, "person"), person_as_written="Rosalba Q.", shift="day",
        persons=4, hours=750, ore_kg=1_250, tailings_kg=1_200, head_grade=8_125, gross_mg=12_345, fineness=8_805,
        gold_class="certified", no_work=False, receipt_no="R-0412", quality="measured", note="Veta nueva",
        corrects=gone(store, "production"), correction_reason="Cifra mal copiada del cuaderno")


def shift(store: Store) -> mine.Shift:
    return mine.Shift(date=date(2025, 3, 3), site=near(store, "site"), crew=near(store, "crew"), shift="day",
                      worked=True,
                      reason="Media jornada por lluvia", starts="06:30", ends="14:15", hours=725, persons=9,
                      note="Sin novedad")


def attendance(store: Store) -> mine.Attendance:
    return mine.Attendance(date=date(2025, 3, 3), person=near(store, "person"), shift=near(store, "shift"),
                           crew=near(store, "crew"), site=near(store, "site"), status="present", hours=725,
                           task="Arranque", quality="measured")


def batch(store: Store) -> mine.Batch:
    return mine.Batch(
        code="B-2025-014", date=date(2025, 3, 8), site=near(store, "site"), operator="Eladio Tunubalá",
        method="amalgamation", ore_kg=8_500, head_grade=7_300, gross_mg=55_400, fineness=8_700,
        gold_class="certified", tailings_kg=8_400,
        tailings_grade=1_900, recovery=7_450, mercury_in_mg=60_000, mercury_recovered_mg=57_500, retort=True,
        cyanide_g=12_500, whole_ore=False, open_burning=False, home_burning=False, cyanide_after_mercury=False,
        burn_place="Caseta de retorta", persons_exposed=2,
        practice_answer="La quema pasó a la caseta", note="Retorta nueva")


def batch_input(store: Store) -> mine.BatchInput:
    return mine.BatchInput(batch=near(store, "batch"), production=near(store, "production"), lot=near(store, "lot"),
                           input_mg=4_000, ore_kg=850)


def reagent_movement(store: Store) -> mine.ReagentMovement:
    return mine.ReagentMovement(
        date=date(2025, 3, 8), item="mercury", kind="use", quantity=60_000, unit="g", balance_stated=940_500,
        site=near(store, "site"), batch=near(store, "batch"), supplier="Almacén El Minero", document_no="F-883",
        used_by="Eladio Tunubalá", storage_place="Caja con llave",
        difference_reason="Se pesó sin tapa", note="Con báscula nueva",
        corrects=gone(store, "reagent_movement"), correction_reason="Cifra mal copiada del cuaderno")


def lot(store: Store) -> lots.Lot:
    return lots.Lot(
        code="L-2025-041", created_on=date(2025, 3, 10), site=near(store, "site"), form="dore", source_type="mined",
        gold_class="certified", gross_mg=152_300, fineness=8_805, package="Bolsa sellada", seal_no="S-00417",
        tag_id="E2801160", status="hold", hold_reason="Falta el ensayo del comprador", held_on=date(2025, 3, 11),
        release_by="Tesorero", hs_code="710812", sale=near(store, "sale"), determined_gross_mg=152_280,
        determined_fineness=8_798, determined_by="Comprador, ensaye al fuego", determined_on=date(2025, 3, 14),
        note="Dos barras")


def lot_input(store: Store) -> lots.LotInput:
    lot = store.save(lots.Lot(code="L-0002")) if not store.all(lots.Lot, code="L-0002") else store.one(
        lots.Lot, code="L-0002")
    return lots.LotInput(lot=lot.id, input_lot=near(store, "lot"), production=near(store, "production"),
                          batch=near(store, "batch"), party=near(store, "party"), input_mg=48_200, operation="melting",
                          date=date(2025, 3, 10), loss_mg=350, loss_reason="Escoria",
        proposed=False)


def custody_transfer(store: Store) -> lots.CustodyTransfer:
    return lots.CustodyTransfer(
        lot=near(store, "lot"), sequence=1, date=date(2025, 3, 12), time="09:40", from_party="Tesorería",
        to_party="Transportadora", place="Oficina", latitude=2_412_345, longitude=-76_612_345, gross_from_mg=152_300,
        gross_to_mg=152_280, scale_id="BAL-2", seal_no="S-00417", seal_intact=True, carrier=near(store, "party"),
        route="Los Alisos - capital", document_no="G-55", signed_by_both=True)


def assay(store: Store) -> lots.Assay:
    return lots.Assay(lot=near(store, "lot"), party="buyer", method="fire", lab="Laboratorio del Cauca",
                       date=date(2025, 3, 14), fineness=8_798, uncertainty=15, certificate_no="LC-2207",
                       document=near(store, "document"))


def party(store: Store) -> trade.Party:
    return trade.Party(
        code="COM-2", name="Metales Ñandú", role="buyer", country="CO", registry_no="M-5521", tax_id="800222333-1",
        licence_no="RUC-2231", licence_valid_to=date(2026, 12, 31), address="Calle 4", contact="Iván Soto",
        phone="+57 320 000 0005", email="compras@example.org", fairmined=True, programme="BGI",
        beneficial_owner="Iván Soto", pep=False,
        screened_on=date(2025, 1, 20), screening_source="Listas públicas", screening_result="clear",
        red_flag_sourcing=False, agreement_ref="Contrato 2025-1", note="Paga a tres días")


def party_check(store: Store) -> trade.PartyCheck:
    return trade.PartyCheck(
        party=near(store, "party"), subject="licence", result="good", number="RUC-2231", checked_on=date(2025, 1, 20),
        checked_where="Consulta en línea del registro", checked_by="Rosalba Quintín", expires_on=date(2026, 12, 31),
        risk="1", document=near(store, "document"), note="Sin novedad")


def sale(store: Store) -> trade.Sale:
    return trade.Sale(
        code="V-2025-018", date=date(2025, 3, 15), buyer=near(store, "party"), buyer_as_written="Fundicion sur",
        lot=near(store, "lot"), gross_mg=152_300, fineness=8_798, price_reference="LBMA PM",
        reference_date=date(2025, 3, 14), reference_usd_oz=29_860_500, fx=4_105_250_000, percent_paid=9_650,
        currency="COP", gross_value=5_096_202_823, deductions_total=204_209_202, net_value=4_891_993_621,
        invoice_no="FV-118", origin_document_no="CO-9912", gold_class="other", note="Dos barras",
        contract_no="CT-2025-4", terms="FOB Buenaventura", stage="final", reference_kind="lbma_pm",
        reference_per_g=3_941_250_500, fx_source="TRM", own_debts=1_000_050, provisional_on=date(2025, 3, 16),
        provisional_gross_mg=152_310, provisional_fineness=8_750, provisional_usd_oz=29_500_000,
        provisional_net=4_801_020_853, settled_on=date(2026, 12, 30), connect_ref="FMC-5581",
        connect_on=date(2025, 3, 20), supply_model="labelled", buyer_checked_on=date(2025, 3, 10),
        corrects=gone(store, "sale"), correction_reason="Cifra mal copiada del cuaderno")


def sale_deduction(store: Store) -> trade.SaleDeduction:
    return trade.SaleDeduction(sale=near(store, "sale"), kind="royalty", base=5_105_230_055, rate=40_000,
                               amount=204_209_202, currency="COP", authority="Agencia minera", period="2025-T1",
                               receipt_ref="REG-31", paid_on=date(2025, 4, 10), withheld_by="Fundición del Sur",
                               rule=near(store, "rate"), note="Con formulario",
        corrects=gone(store, "sale_deduction"), correction_reason="Cifra mal copiada del cuaderno")


def settlement(store: Store) -> accounts.Settlement:
    return accounts.Settlement(
        number="S-00031", person=near(store, "person"), period_from=date(2025, 3, 1), period_to=date(2025, 3, 31),
        made_on=date(2025, 4, 2), fine_mg=41_250, price=3_900_000_500, price_source="Asamblea", currency="COP",
        credits=1_608_750_020, debits=108_750_020, net=1_500_000_000, note="Leída con la asociada")


def payment(store: Store) -> trade.Payment:
    return trade.Payment(
        code="RP-00912", date=date(2025, 3, 18), sale=near(store, "sale"), person=near(store, "person"),
        person_as_written="Rosalba Q.", party=near(store, "party"), reason="Oro entregado en marzo", gold_mg=12_345,
        amount=412_500_050, currency="COP", method="cash", bank_ref="TR-7781", cash_reason="Sin cuenta todavía",
        approved_by="Tesorero", signed=True, direction="out", settlement=near(store, "settlement"), note="Con huella",
        corrects=gone(store, "payment"), correction_reason="Cifra mal copiada del cuaderno")


def advance(store: Store) -> trade.Advance:
    return trade.Advance(date=date(2025, 2, 3), person=near(store, "person"), amount=30_000_000, currency="COP",
                         reason="Medicinas", repaid=10_000_000, repay_by=date(2025, 6, 30), receipt_no="AV-21",
                         note="En tres pagos",
        corrects=gone(store, "advance"), correction_reason="Cifra mal copiada del cuaderno")


def account_entry(store: Store) -> accounts.AccountEntry:
    return accounts.AccountEntry(
        date=date(2025, 3, 8), person=near(store, "person"), kind="delivery", text="Entrega R-118", fine_mg=12_250,
        price=3_900_000_500, amount=477_750_061, currency="COP", receipt_no="R-118",
        settlement=near(store, "settlement"), production=near(store, "production"), advance=near(store, "advance"),
        payment=near(store, "payment"), note="Dos bolsas")


def premium_entry(store: Store) -> trade.PremiumEntry:
    return trade.PremiumEntry(
        date=date(2025, 3, 29), kind="spent", sale=near(store, "sale"), resolution=near(store, "resolution"),
        programme="Prima del comprador", basis="4000 USD por kg fino", fine_mg=134_000, amount=53_600, currency="USD",
        use="Botiquines", beneficiaries="60 personas",
        plan_line=near(store, "premium_plan_line"), women=25, men=35, paid_on=date(2025, 4, 4), receipt_ref="FC-771",
        document=near(store, "document"),
        corrects=gone(store, "premium_entry"), correction_reason="Cifra mal copiada del cuaderno")


def committee_seat(store: Store) -> CommitteeSeat:
    return CommitteeSeat(
        person=near(store, "person"), name_as_written="Rosalba Q.", speaks_for="plant", began_on=date(2025, 3, 8),
        ended_on=date(2028, 3, 7), resolution=near(store, "resolution"), note="Elegida por las plantas")


def premium_plan(store: Store) -> PremiumPlan:
    return PremiumPlan(
        name="Plan de la prima 2025 a 2028", period_from=date(2025, 1, 1), period_to=date(2028, 12, 31),
        resolution=near(store, "resolution"), goals="Menos mercurio y agua limpia", document=near(store, "document"),
        note="Aprobado por unanimidad")


def premium_plan_line(store: Store) -> PremiumPlanLine:
    return PremiumPlanLine(
        plan=near(store, "premium_plan"), rank=1, area="environment", purpose="Retortas para las plantas",
        amount=4_500_000, currency="USD", women=40, men=65, note="Dos por año")


def month_close(store: Store) -> closing.MonthClose:
    return closing.MonthClose(
        month="2025-02", closed_on=date(2025, 3, 6), closed_by="Rosalba Quintín", witness="Iván Soto",
        history_seq=4_211, history_head="4f" * 32, produced_mg=812_345, sold_mg=640_010, stock_mg=172_335, open_count=1,
        open_items="Falta la ley de 2 entregas.", reopened_on=date(2025, 3, 20), reopened_by="Iván Soto",
        reopened_reason="Faltaba una venta.")


def printout(store: Store) -> accounts.Printout:
    return accounts.Printout(date=date(2025, 3, 18), time="10:20", kind="receipt",
                             target=f"payment/{near(store, 'payment')}", number="RP-00912", copy=1, language="es",
                             printed_by="Tesorera")
