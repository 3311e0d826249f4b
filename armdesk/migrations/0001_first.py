"""The first schema: every register, the history, secrets and drafts.  Frozen at the first release."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_registers

TABLES = {
    "organisation": (
        "legal_name TEXT, short_name TEXT, legal_form TEXT, founded_on TEXT, registry_no TEXT, tax_id TEXT, "
        "country TEXT, region TEXT, municipality TEXT, address TEXT, phone TEXT, email TEXT, representative "
        "TEXT, dd_officer TEXT, dd_officer_since TEXT, complaint_contact TEXT, bank_channel TEXT, officers "
        "TEXT, minerals TEXT, uses_mercury SMALLINT, uses_cyanide SMALLINT, underground SMALLINT, "
        "has_selectors SMALLINT, buys_mineral SMALLINT, legitimacy_option TEXT, legitimacy_reason TEXT, "
        "supply_chain TEXT, description TEXT, demo SMALLINT"
    ),
    "site": (
        "code TEXT, name TEXT, kind TEXT, status TEXT, method TEXT, minerals TEXT, municipality TEXT, "
        "province TEXT, country TEXT, latitude BIGINT, longitude BIGINT, altitude_m BIGINT, polygon_ref TEXT, "
        "national_id TEXT, icglr_id TEXT, capacity_kg_month BIGINT, capacity_mg_month BIGINT, risk_area TEXT, "
        "risk_source TEXT, assessed_on TEXT, note TEXT"
    ),
    "permit": (
        "code TEXT, site BLOB>site, kind TEXT, title TEXT, number TEXT, authority TEXT, holder TEXT, "
        "applied_on TEXT, granted_on TEXT, expires_on TEXT, status TEXT, commodities TEXT, conditions TEXT, "
        "document BLOB>document"
    ),
    "crew": (
        "code TEXT, name TEXT, site BLOB>site, kind TEXT, leader BLOB>person, active_from TEXT, active_to "
        "TEXT, note TEXT"
    ),
    "person": (
        "code TEXT, name TEXT, sex TEXT, role TEXT, status TEXT, crew BLOB>crew, site BLOB>site, task TEXT, "
        "hazardous SMALLINT, joined_on TEXT, left_on TEXT, birth_date TEXT, birth_year BIGINT, age_stated "
        "BIGINT, age_stated_on TEXT, age_evidence TEXT, id_type TEXT, id_number TEXT, phone TEXT, address "
        "TEXT, next_of_kin TEXT, next_of_kin_phone TEXT, agreement_on TEXT, consent_on TEXT, informed_on "
        "TEXT, protected_until TEXT, photo BLOB>document, note TEXT"
    ),
    "person_role": (
        "person BLOB>person, role TEXT, office TEXT, crew BLOB>crew, site BLOB>site, began_on TEXT, ended_on "
        "TEXT, note TEXT"
    ),
    "registration": (
        "person BLOB>person, register TEXT, number TEXT, place TEXT, valid_from TEXT, valid_to TEXT, "
        "checked_on TEXT, checked_where TEXT, status TEXT, document BLOB>document"
    ),
    "training": (
        "code TEXT, date TEXT, subject TEXT, hours BIGINT, trainer TEXT, place TEXT, certificate_ref TEXT, "
        "certificate_on TEXT, expires_on TEXT, photo_ref TEXT, note TEXT"
    ),
    "training_attendance": (
        "training BLOB>training, person BLOB>person, person_as_written TEXT, present SMALLINT, mark TEXT, "
        "certificate_no TEXT, note TEXT"
    ),
    "ppe_delivery": (
        "date TEXT, person BLOB>person, person_as_written TEXT, item TEXT, quantity BIGINT, size TEXT, signed "
        "SMALLINT, note TEXT"
    ),
    "meeting": (
        "number TEXT, date TEXT, kind TEXT, title TEXT, place TEXT, called_on TEXT, entitled BIGINT, attended "
        "BIGINT, women BIGINT, quorum_stated SMALLINT, agenda TEXT, decisions TEXT, document BLOB>document, "
        "note TEXT"
    ),
    "meeting_attendance": (
        "meeting BLOB>meeting, person BLOB>person, stakeholder BLOB>stakeholder, name_as_written TEXT, "
        "present SMALLINT, represented_by TEXT"
    ),
    "resolution": (
        "number TEXT, meeting BLOB>meeting, topic TEXT, text TEXT, votes_for BIGINT, votes_against BIGINT, "
        "abstained BIGINT, women_for BIGINT, women_against BIGINT, amount BIGINT, currency TEXT, status TEXT"
    ),
    "stakeholder": (
        "name TEXT, kind TEXT, contact TEXT, phone TEXT, email TEXT, interest TEXT, commitments TEXT, note "
        "TEXT"
    ),
    "policy": (
        "title TEXT, edition TEXT, adopted_on TEXT, adopted_by TEXT, review_on TEXT, made_known_how TEXT, "
        "document BLOB>document"
    ),
    "grievance": (
        "number TEXT, received_on TEXT, channel TEXT, subject TEXT, group TEXT, author TEXT, sensitive "
        "SMALLINT, description TEXT, acknowledged_on TEXT, answered_on TEXT, outcome TEXT, status TEXT"
    ),
    "production": (
        "date TEXT, site BLOB>site, site_as_written TEXT, crew BLOB>crew, crew_as_written TEXT, person "
        "BLOB>person, person_as_written TEXT, shift TEXT, persons BIGINT, ore_kg BIGINT, tailings_kg BIGINT, "
        "head_grade BIGINT, gross_mg BIGINT, fineness BIGINT, fine_mg BIGINT, no_work SMALLINT, receipt_no "
        "TEXT, quality TEXT, note TEXT"
    ),
    "shift": (
        "date TEXT, site BLOB>site, crew BLOB>crew, shift TEXT, worked SMALLINT, reason TEXT, starts TEXT, "
        "ends TEXT, hours BIGINT, persons BIGINT, note TEXT"
    ),
    "attendance": (
        "date TEXT, person BLOB>person, shift BLOB>shift, crew BLOB>crew, site BLOB>site, status TEXT, hours "
        "BIGINT, task TEXT, quality TEXT"
    ),
    "batch": (
        "code TEXT, date TEXT, site BLOB>site, operator TEXT, method TEXT, ore_kg BIGINT, head_grade BIGINT, "
        "gross_mg BIGINT, fineness BIGINT, fine_mg BIGINT, tailings_kg BIGINT, tailings_grade BIGINT, "
        "recovery BIGINT, mercury_in_mg BIGINT, mercury_recovered_mg BIGINT, retort SMALLINT, cyanide_g "
        "BIGINT, whole_ore SMALLINT, open_burning SMALLINT, home_burning SMALLINT, cyanide_after_mercury "
        "SMALLINT, burn_place TEXT, persons_exposed BIGINT, note TEXT"
    ),
    "batch_input": (
        "batch BLOB>batch, production BLOB>production, lot BLOB>lot, input_mg BIGINT, ore_kg BIGINT"
    ),
    "reagent_movement": (
        "date TEXT, item TEXT, kind TEXT, quantity BIGINT, unit TEXT, balance_stated BIGINT, site BLOB>site, "
        "batch BLOB>batch, supplier TEXT, document_no TEXT, used_by TEXT, storage_place TEXT, note TEXT"
    ),
    "lot": (
        "code TEXT, created_on TEXT, site BLOB>site, form TEXT, source_type TEXT, gold_class TEXT, gross_mg "
        "BIGINT, fineness BIGINT, fine_mg BIGINT, package TEXT, seal_no TEXT, tag_id TEXT, status TEXT, "
        "hold_reason TEXT, hs_code TEXT, sale BLOB>sale, note TEXT"
    ),
    "lot_input": (
        "lot BLOB>lot, input_lot BLOB>lot, production BLOB>production, batch BLOB>batch, party BLOB>party, "
        "input_mg BIGINT, operation TEXT, date TEXT, loss_mg BIGINT, loss_reason TEXT"
    ),
    "custody_transfer": (
        "lot BLOB>lot, sequence BIGINT, date TEXT, time TEXT, from_party TEXT, to_party TEXT, place TEXT, "
        "latitude BIGINT, longitude BIGINT, gross_from_mg BIGINT, gross_to_mg BIGINT, scale_id TEXT, seal_no "
        "TEXT, seal_intact SMALLINT, carrier BLOB>party, route TEXT, document_no TEXT, signed_by_both "
        "SMALLINT"
    ),
    "assay": (
        "lot BLOB>lot, party TEXT, method TEXT, lab TEXT, date TEXT, fineness BIGINT, uncertainty BIGINT, "
        "certificate_no TEXT, document BLOB>document"
    ),
    "party": (
        "code TEXT, name TEXT, role TEXT, country TEXT, registry_no TEXT, tax_id TEXT, licence_no TEXT, "
        "licence_valid_to TEXT, address TEXT, contact TEXT, phone TEXT, email TEXT, fairmined SMALLINT, "
        "beneficial_owner TEXT, pep SMALLINT, screened_on TEXT, screening_source TEXT, screening_result TEXT, "
        "red_flag_sourcing SMALLINT, agreement_ref TEXT, note TEXT"
    ),
    "sale": (
        "code TEXT, date TEXT, buyer BLOB>party, buyer_as_written TEXT, lot BLOB>lot, gross_mg BIGINT, "
        "fineness BIGINT, fine_mg BIGINT, price_reference TEXT, reference_date TEXT, reference_usd_oz BIGINT, "
        "fx BIGINT, percent_paid BIGINT, currency TEXT, gross_value BIGINT, deductions_total BIGINT, "
        "net_value BIGINT, invoice_no TEXT, origin_document_no TEXT, gold_class TEXT, note TEXT"
    ),
    "sale_deduction": (
        "sale BLOB>sale, kind TEXT, base BIGINT, rate BIGINT, amount BIGINT, currency TEXT, authority TEXT, "
        "period TEXT, receipt_ref TEXT, paid_on TEXT, withheld_by TEXT"
    ),
    "payment": (
        "code TEXT, date TEXT, sale BLOB>sale, person BLOB>person, person_as_written TEXT, party BLOB>party, "
        "reason TEXT, gold_mg BIGINT, amount BIGINT, currency TEXT, method TEXT, bank_ref TEXT, cash_reason "
        "TEXT, approved_by TEXT, signed SMALLINT, note TEXT"
    ),
    "advance": (
        "date TEXT, person BLOB>person, amount BIGINT, currency TEXT, reason TEXT, repaid BIGINT, repay_by "
        "TEXT, receipt_no TEXT, note TEXT"
    ),
    "premium_entry": (
        "date TEXT, kind TEXT, sale BLOB>sale, resolution BLOB>resolution, programme TEXT, basis TEXT, "
        "fine_mg BIGINT, amount BIGINT, currency TEXT, use TEXT, beneficiaries TEXT, paid_on TEXT, "
        "receipt_ref TEXT, document BLOB>document"
    ),
    "incident": (
        "number TEXT, date TEXT, time TEXT, site BLOB>site, place TEXT, crew BLOB>crew, severity TEXT, kind "
        "TEXT, description TEXT, persons BIGINT, person_as_written TEXT, lost_days BIGINT, reported_by TEXT, "
        "reported_on TEXT, authority_on TEXT, cause TEXT, root_cause TEXT, measures TEXT, investigated_on "
        "TEXT, status TEXT, closed_on TEXT, same_as BLOB>incident"
    ),
    "injured_person": (
        "incident BLOB>incident, person BLOB>person, person_as_written TEXT, sex TEXT, employment TEXT, "
        "injury TEXT, body_part TEXT, treatment TEXT, lost_days BIGINT, returned_on TEXT"
    ),
    "inspection": (
        "date TEXT, kind TEXT, body TEXT, inspector TEXT, position TEXT, site BLOB>site, scope TEXT, result "
        "TEXT, status_after TEXT, findings TEXT, next_due TEXT, document BLOB>document"
    ),
    "measurement": (
        "date TEXT, site BLOB>site, place TEXT, latitude BIGINT, longitude BIGINT, medium TEXT, parameter "
        "TEXT, value BIGINT, unit TEXT, limit BIGINT, lab TEXT, within_limit SMALLINT, disturbed_m2 BIGINT, "
        "restored_m2 BIGINT, document BLOB>document"
    ),
    "security_event": (
        "date TEXT, kind TEXT, party TEXT, unit TEXT, place TEXT, amount BIGINT, currency TEXT, in_kind TEXT, "
        "paid SMALLINT, receipt TEXT, vetting_on TEXT, vpshr_clause TEXT, reported_to TEXT, reported_on TEXT, "
        "note TEXT"
    ),
    "document": (
        "number TEXT, title TEXT, kind TEXT, official_no TEXT, issuer TEXT, issued_on TEXT, valid_to TEXT, "
        "proves_from TEXT, proves_to TEXT, state TEXT, stated_status TEXT, keeper TEXT, binder_no TEXT, "
        "confidentiality TEXT, site BLOB>site, file_as_written TEXT, same_as BLOB>document, note TEXT"
    ),
    "revision": (
        "document BLOB>document, number BIGINT, file_name TEXT, original_path TEXT, sha256 TEXT, size BIGINT, "
        "media_type TEXT, added_on TEXT, pages BIGINT, width BIGINT, height BIGINT, taken_on TEXT, taken_at "
        "TEXT, latitude BIGINT, longitude BIGINT, camera TEXT, risk TEXT"
    ),
    "citation": (
        "document BLOB>document, revision BLOB>revision, target TEXT, page TEXT, note TEXT, period_from TEXT, "
        "period_to TEXT"
    ),
    "import_run": (
        "date TEXT, file_name TEXT, sha256 TEXT, recipe TEXT, document BLOB>document, created BIGINT, changed "
        "BIGINT, unchanged BIGINT, refused BIGINT, doubtful BIGINT, details TEXT, undone SMALLINT"
    ),
    "catalogue_use": (
        "catalogue TEXT, title TEXT, since TEXT, until TEXT, light SMALLINT, sha256 TEXT"
    ),
    "answer": (
        "catalogue TEXT, requirement TEXT, period_from TEXT, period_to TEXT, result TEXT, applies SMALLINT, "
        "reason TEXT, work_status TEXT, statement TEXT, gap TEXT, responsible TEXT, answered_on TEXT, "
        "confirmed_by TEXT, official_code TEXT"
    ),
    "rate": (
        "kind TEXT, name TEXT, country TEXT, value BIGINT, unit TEXT, currency TEXT, valid_from TEXT, "
        "valid_to TEXT, source_text TEXT"
    ),
    "explanation": (
        "rule TEXT, target TEXT, reason TEXT, author TEXT, date TEXT"
    ),
    "risk": (
        "number TEXT, requirement TEXT, description TEXT, site BLOB>site, likelihood TEXT, impact TEXT, "
        "response TEXT, reason TEXT, decided_by TEXT, decided_on TEXT, status TEXT, reassessed_on TEXT"
    ),
    "action": (
        "number TEXT, measure TEXT, origin TEXT, origin_as_written TEXT, area TEXT, owner TEXT, owner_person "
        "BLOB>person, priority TEXT, adopted_on TEXT, due_on TEXT, review_on TEXT, status TEXT, progress "
        "BIGINT, done_on TEXT, indicator TEXT, baseline TEXT, target TEXT, actual TEXT, effect_checked_on "
        "TEXT, effect TEXT, cost BIGINT, currency TEXT, donor TEXT, evidence_as_written TEXT, note TEXT"
    ),
    "action_note": (
        "action BLOB>action, date TEXT, text TEXT, progress BIGINT, author TEXT"
    ),
    "audit": (
        "code TEXT, title TEXT, kind TEXT, standard TEXT, period_from TEXT, period_to TEXT, visit_on TEXT, "
        "visit_until TEXT, auditor TEXT, status TEXT, result TEXT, note TEXT"
    ),
    "audit_request": (
        "audit BLOB>audit, number TEXT, text TEXT, requirement TEXT, due_on TEXT, status TEXT, auditor_status "
        "TEXT, answer TEXT"
    ),
    "finding": (
        "audit BLOB>audit, inspection BLOB>inspection, number TEXT, finding_class TEXT, requirement TEXT, "
        "text TEXT, cause TEXT, action BLOB>action, due_on TEXT, status TEXT, closed_on TEXT"
    ),
    "pack": (
        "number BIGINT, made_on TEXT, kind TEXT, recipient TEXT, language TEXT, period_from TEXT, period_to "
        "TEXT, catalogue TEXT, file_name TEXT, root_hash TEXT, history_seq BIGINT, history_head TEXT, "
        "previous_hash TEXT, files BIGINT, size BIGINT, signed_by TEXT"
    ),
}

INDEXES = {
    "organisation": "legal_name",
    "site": "name code!",
    "permit": "expires_on",
    "crew": "name code! site+name leader+name",
    "person": "id_number name crew+name",
    "person_role": "began_on person+began_on crew+began_on",
    "registration": "valid_to person+valid_to",
    "training": "date",
    "training_attendance": "training person+training",
    "ppe_delivery": "date person+date",
    "meeting": "date",
    "meeting_attendance": "meeting person+meeting stakeholder+meeting",
    "resolution": "number meeting+number",
    "stakeholder": "name",
    "policy": "title",
    "grievance": "received_on number!",
    "production": "date site+date crew+date person+date",
    "shift": "date site+date crew+date",
    "attendance": "date person+date crew+date site+date",
    "batch": "date code! site+date",
    "batch_input": "batch production+batch lot+batch",
    "reagent_movement": "date",
    "lot": "created_on code! sale+created_on",
    "lot_input": "date lot+date input_lot+date batch+date",
    "custody_transfer": "date lot+date",
    "assay": "date lot+date",
    "party": "name",
    "sale": "date code! buyer+date",
    "sale_deduction": "paid_on sale+paid_on",
    "payment": "code date person+date",
    "advance": "date person+date",
    "premium_entry": "date sale+date",
    "incident": "date site+date",
    "injured_person": "incident person+incident",
    "inspection": "date site+date",
    "measurement": "date site+date",
    "security_event": "date",
    "document": "number state valid_to",
    "revision": "added_on sha256 document+added_on",
    "citation": "target document+target",
    "import_run": "date sha256",
    "catalogue_use": "catalogue catalogue!",
    "answer": "catalogue requirement",
    "rate": "kind",
    "explanation": "date rule target",
    "risk": "number number!",
    "action": "due_on number!",
    "action_note": "date action+date",
    "audit": "visit_on code!",
    "audit_request": "number audit+number",
    "finding": "number audit+number inspection+number action+number",
    "pack": "made_on number number!",
}
HISTORY = (
    ("CREATE TABLE operation (seq {serial} PRIMARY KEY NOT NULL, id BLOB NOT NULL, at TEXT NOT NULL, "
    "utc_offset BIGINT NOT NULL, author TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, undoes BIGINT, "
    "first_entry BIGINT NOT NULL, last_entry BIGINT NOT NULL)"),
    "CREATE UNIQUE INDEX operation_id ON operation (id)",
    "CREATE INDEX operation_undoes ON operation (undoes) WHERE undoes IS NOT NULL",
    ("CREATE TABLE entry (seq {serial} PRIMARY KEY NOT NULL, operation BIGINT NOT NULL, type TEXT NOT NULL, "
    "record BLOB NOT NULL, verb TEXT NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL)"),
    "CREATE INDEX entry_record ON entry (record)",
    "CREATE TABLE secret (name TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL)",
    ("CREATE TABLE draft (id TEXT PRIMARY KEY NOT NULL, type TEXT NOT NULL, record TEXT, at TEXT NOT NULL, "
     "body TEXT NOT NULL)"),
)
PROTECTION = tuple(
    f"CREATE TRIGGER {table}_{name} BEFORE {act} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END"
    for table in ("operation", "entry") for name, act in (("stays", "UPDATE"), ("remains", "DELETE"))
)
"""Only SQLite reads these; a server guards the history by rights."""


def up(_migrator: Any, db: Any) -> None:
    """Make all tables; on SQLite rows lie in the order of their ids and triggers keep the history."""
    on_sqlite = hasattr(db, "pragma")
    add_registers(db, TABLES, INDEXES)
    for statement in (*HISTORY, *(PROTECTION if on_sqlite else ())):
        db.execute_sql(statement.replace("{serial}", "INTEGER" if on_sqlite else "BIGINT"))
