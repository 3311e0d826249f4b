"""Choices of own rows: words of results, what decides whether they apply, registers that prove them, ties."""

from __future__ import annotations

from armdesk.i18n import N_

RESULT_WORDS = {
    "fulfilment": N_("Met, partly, not met"), "precondition": N_("Precondition met, not met"),
    "conformance": N_("Conforms, does not conform"), "mitigation": N_("Pass, six-month mitigation, fail"),
    "improvement": N_("Controlled, in progress, not addressed"), "record": N_("Kept, partly, missing")}
"""Words a list of our own may answer with; the sets themselves stand in the catalogues named in RESULT_SETS."""
RESULT_SETS = {
    "fulfilment": ("fairmined-2.0", "fulfilment"), "precondition": ("craft-2.0", "precondition"),
    "conformance": ("craft-2.0", "conformance"), "mitigation": ("craft-2.0", "mitigation"),
    "improvement": ("craft-2.0", "improvement"), "record": ("oecd-annex2", "record")}
LEVEL = {"entry": N_("At entry"), "progress": N_("Progress"), "ecological": N_("Ecological")}
APPLIES_IF = {
    "uses_mercury": N_("Mercury is used"), "uses_cyanide": N_("Cyanide is used"),
    "underground": N_("Works underground"),
    "has_selectors": N_("Has mineral selectors"), "buys_mineral": N_("Buys mineral from others"),
    "extracts": N_("Extracts mineral"), "processes": N_("Processes mineral"), "uses_explosives": N_("Uses explosives"),
    "hires_workers": N_("Has hired workers"), "has_guards": N_("Hires guards or hosts security forces"),
    "near_large_mine": N_("Works on or near a larger concession"),
    "collective_land": N_("Works on or near indigenous or collective land")}
"""Questions of the profile, by the names of their fields."""
RELATION = {"equal": N_("asks the same"), "wider": N_("asks for more"), "narrower": N_("asks for less"),
            "touches": N_("touches the same")}
TIE = {"own": N_("Added by us"), "confirmed": N_("Confirmed"), "refused": N_("Does not fit")}
NC_CLASS = {"major": N_("Major"), "minor": N_("Minor"), "observation": N_("Observation")}
"""Classes of a requirement that is not met."""

_PEOPLE, _GOLD, _SAFETY, _OFFICE = (N_("People"), N_("Production and sales"), N_("Safety and environment"),
                                    N_("Cooperative"))
_PROOFS: dict[str, dict[str, str]] = {
    _PEOPLE: {"person": N_("Members and workers"), "registration": N_("Registrations"), "training": N_("Training"),
              "ppe_delivery": N_("Protective equipment"), "attendance": N_("Attendance"),
              "grievance": N_("Grievances")},
    _GOLD: {"production": N_("Production"), "shift": N_("Shifts"), "batch": N_("Batches"), "lot": N_("Lots"),
            "sale": N_("Sales"), "sale_deduction": N_("Deductions of sales"), "party": N_("Buyers and partners"),
            "payment": N_("Payments"), "premium_entry": N_("Entries of the premium"),
            "reagent_movement": N_("Reagents")},
    _SAFETY: {"incident": N_("Incidents and near misses"), "inspection": N_("Inspections"), "drill": N_("Drills"),
              "measurement": N_("Measurements"), "security_event": N_("Security")},
    _OFFICE: {"organisation": N_("Organisation"), "site": N_("Sites"), "permit": N_("Permits and titles"),
              "meeting": N_("Meetings and assemblies"), "resolution": N_("Resolutions"), "policy": N_("Policies"),
              "mandate": N_("Offices held"), "stakeholder": N_("Stakeholders"), "agreement": N_("Agreements"),
              "risk": N_("Risks"), "action": N_("Actions"), "document": N_("Documents")},
}
PROOFS = {code: label for group in _PROOFS.values() for code, label in group.items()}
PROOF_GROUPS = {code: name for name, group in _PROOFS.items() for code in group}
