"""Lists of choices that several registers share; codes follow the keys of the pack sheets."""

from __future__ import annotations

from armdesk.i18n import N_

SEX = {"F": N_("Woman"), "M": N_("Man"), "X": N_("Other")}
ROLE = {"member": N_("Member"), "owner": N_("Owner"), "partner": N_("Partner"), "worker": N_("Worker"),
        "selector": N_("Mineral selector"), "panner": N_("Panner"), "processor": N_("Plant worker"),
        "staff": N_("Staff"), "other": N_("Other")}
PERSON_STATUS = {"active": N_("Active"), "inactive": N_("Not active"), "left": N_("Left"), "dead": N_("Deceased")}
AGE_EVIDENCE = {"none": N_("None"), "stated": N_("Only stated"), "seen": N_("Document seen"),
                "copy": N_("Copy kept")}
SITE_KIND = {"hard_rock": N_("Underground or hard rock"), "alluvial": N_("Alluvial"),
             "tailings": N_("Tailings or dump"), "panning": N_("Panning"), "plant": N_("Processing plant"),
             "storage": N_("Store"),
             "office": N_("Office"), "other": N_("Other")}
MINING_METHOD = {"panning": N_("Panning"), "manual_vein": N_("Vein by hand"),
                 "semi_mechanised_vein": N_("Vein with machines"), "mechanised_alluvial": N_("Alluvial with machines")}
SITE_STATUS = {"active": N_("Active"), "inactive": N_("Inactive"), "abandoned": N_("Abandoned")}
PERMIT_KIND = {"title": N_("Mining title"), "concession": N_("Concession"), "contract": N_("Contract"),
               "registration": N_("Registration"), "application": N_("Application"),
               "environmental": N_("Environmental permit"), "water": N_("Water permit"),
               "explosives": N_("Explosives permit"), "mercury": N_("Mercury permit"), "trader": N_("Trader register"),
               "other": N_("Other")}
CREW_KIND = {"underground": N_("Underground"), "surface": N_("Surface"), "panning": N_("Panning"),
             "selection": N_("Mineral selection"), "plant": N_("Plant"), "other": N_("Other")}
SHIFT = {"day": N_("Day"), "night": N_("Night"), "first": N_("First"), "second": N_("Second"), "third": N_("Third")}
ATTENDANCE = {"present": N_("Present"), "absent": N_("Absent"), "excused": N_("Excused")}
QUALITY = {"measured": N_("Measured"), "estimated": N_("Estimated"), "declared": N_("Declared"),
           "corrected": N_("Corrected"), "missing": N_("Missing")}
METHOD = {"gravity": N_("Gravity"), "amalgamation": N_("Amalgamation"), "cyanide": N_("Cyanide"),
          "flotation": N_("Flotation"), "direct_smelting": N_("Direct smelting"), "other": N_("Other")}
REAGENT = {"mercury": N_("Mercury"), "cyanide": N_("Cyanide"), "explosives": N_("Explosives"), "fuel": N_("Fuel"),
           "acids": N_("Acids"), "other": N_("Other")}
REAGENT_KIND = {"opening": N_("Opening stock"), "in": N_("Received"), "use": N_("Used"), "recovered": N_("Recovered"),
                "loss": N_("Lost"), "delivered": N_("Handed over to the authority"), "count": N_("Counted")}
REAGENT_UNIT = {"g": N_("g"), "kg": N_("kg"), "l": N_("l"), "unit": N_("unit")}
LOT_FORM = {"ore": N_("Ore"), "concentrate": N_("Concentrate"), "amalgam": N_("Amalgam"), "sponge": N_("Sponge gold"),
            "alluvial": N_("Alluvial gold"), "dore": N_("Doré")}
LOT_STATUS = {"open": N_("Open"), "hold": N_("On hold"), "frozen": N_("Frozen"), "used": N_("Used up"),
              "sold": N_("Sold"), "exported": N_("Exported")}
SOURCE_TYPE = {"mined": N_("Mined"), "scrap": N_("Scrap")}
GOLD_CLASS = {"certified": N_("Under the standard"), "ecological": N_("Ecological"), "other": N_("Other")}
LOT_OPERATION = {"production": N_("Production"), "purchase": N_("Purchase"), "combination": N_("Combination"),
                 "split": N_("Split"), "processing": N_("Processing"), "melting": N_("Melting")}
ASSAY_PARTY = {"own": N_("Own"), "buyer": N_("Buyer"), "umpire": N_("Umpire")}
ASSAY_METHOD = {"touchstone": N_("Touchstone"), "density": N_("Density"), "xrf": N_("XRF"),
                "fire": N_("Fire assay"), "icp": N_("ICP")}
PARTY_ROLE = {"buyer": N_("Buyer"), "aggregator": N_("Aggregator"), "processor": N_("Processor"),
              "carrier": N_("Carrier"), "guard": N_("Guard company"), "lender": N_("Lender"),
              "supplier": N_("Supplier"), "other": N_("Other")}
CHECKED = {"identity": N_("Identity and address"), "registration": N_("Registration"), "licence": N_("Licence"),
           "owners": N_("Owners and directors"), "screening": N_("Sanctions and exposed persons"),
           "sourcing": N_("Where else it buys"), "agreement": N_("Agreement"), "visit": N_("Visit"),
           "other": N_("Other")}
CHECK_RESULT = {"good": N_("In order"), "doubt": N_("Doubtful"), "bad": N_("Not in order"),
                "pending": N_("Not checked yet")}
SCREENING = {"clear": N_("Nothing found"), "hit": N_("Something found"), "pending": N_("Not checked yet")}
DEDUCTION = {"royalty": N_("Royalty"), "income_withholding": N_("Income withholding"), "vat": N_("VAT"),
             "export_duty": N_("Export duty"), "municipal": N_("Municipal tax"),
             "association_fee": N_("Association fee"), "refining": N_("Refining or melting"), "assay": N_("Assay"),
             "transport": N_("Transport"), "insurance": N_("Insurance"), "advance": N_("Advance"),
             "other": N_("Other")}
SALE_STAGE = {"agreed": N_("Agreed"), "provisional": N_("Provisional"), "final": N_("Final")}
QUOTE = {"lbma_am": N_("London AM"), "lbma_pm": N_("London PM"), "official": N_("Official quotation"),
         "central_bank": N_("Central bank"), "agreed": N_("Agreed price")}
SUPPLY_MODEL = {"labelled": N_("Labelled, kept apart"), "incorporated": N_("Incorporated, by mass balance")}
DIRECTION = {"out": N_("Paid out"), "in": N_("Received")}
ACCOUNT_ENTRY = {"delivery": N_("Gold delivered"), "share": N_("Share"), "credit": N_("Other credit"),
                 "deduction": N_("Deduction"), "due": N_("Dues"), "repayment": N_("Repayment of an advance")}
PRINTOUT = {"receipt": N_("Receipt"), "sale_settlement": N_("Settlement of a sale"),
            "settlement": N_("Settlement of a member"), "settlement_list": N_("List of settlements"),
            "card": N_("Card"), "person_file": N_("File of a person")}
RATE_BASE = {"gross": N_("Gross value of the sale"), "reference": N_("Value at the reference of the sale"),
             "quote_day": N_("Value at the quote of the day"),
             "quote_month_before": N_("Value at the mean quote of the month before"),
             "quote_fortnight_before": N_("Value at the mean quote of the fortnight before")}
PAYMENT_METHOD = {"bank": N_("Bank"), "mobile": N_("Mobile"), "cheque": N_("Cheque"), "cash": N_("Cash")}
PREMIUM_KIND = {"accrued": N_("Accrued"), "received": N_("Received"), "budgeted": N_("Budgeted"),
                "spent": N_("Spent")}
SEVERITY = {"near_miss": N_("Near miss"), "first_aid": N_("First aid"), "medical": N_("Medical treatment"),
            "lost_time": N_("Lost time"), "permanent": N_("Permanent harm"), "fatal": N_("Fatal")}
INCIDENT_KIND = {"rock_fall": N_("Fall of rock"), "fall": N_("Fall of a person"),
                 "falling_object": N_("Falling object"), "explosives": N_("Explosives"),
                 "gas": N_("Gas or lack of oxygen"), "flood": N_("Water inrush"),
                 "machinery": N_("Machinery"), "transport": N_("Haulage or transport"), "electric": N_("Electricity"),
                 "fire": N_("Fire"), "chemical": N_("Chemicals or mercury"),
                 "mercury": N_("Mercury: burning, vapour or spill"), "hand_tool": N_("Hand tools"),
                 "lifting": N_("Lifting or effort"), "animal": N_("Animals"), "violence": N_("Violence"),
                 "environmental": N_("Spill or environmental"), "slope": N_("Slope, bank or dump"),
                 "height": N_("Fall from a height or into an opening"), "hoist": N_("Hoisting, winches and ropes"),
                 "structure": N_("Dams, ponds and structures"), "illness": N_("Sudden illness, heat or tiredness"),
                 "rights": N_("Abuse of people's rights"), "other": N_("Other")}
OPEN_CLOSED = {"open": N_("Open"), "closed": N_("Closed")}
INSPECTION_KIND = {"government": N_("Government"), "audit": N_("Audit"), "internal": N_("Internal"),
                   "buyer": N_("Buyer"), "certification": N_("Scheme or assurer"), "talk": N_("Toolbox talk")}
PPE = {"helmet": N_("Helmet"), "gloves": N_("Gloves"), "boots": N_("Boots"), "respirator": N_("Respirator"),
       "glasses": N_("Safety glasses"), "lamp": N_("Lamp"), "ears": N_("Ear protection"), "harness": N_("Harness"),
       "clothing": N_("Work clothing"), "self_rescuer": N_("Self-rescuer"), "other": N_("Other")}
COURSE_FORM = {"course": N_("Course"), "talk": N_("Toolbox talk")}
ROUND = {"portal": N_("Mine portal and underground"), "plant": N_("Plant and mercury"),
         "explosives": N_("Explosives store"), "ppe": N_("Protective equipment"),
         "first_aid": N_("First aid and fire"), "camp": N_("Camp and kitchen"), "vehicles": N_("Vehicles"),
         "other": N_("Other")}
QUESTION = {"yes_no": N_("Yes or no"), "number": N_("Number"), "text": N_("Text")}
ROUND_ANSWER = {"yes": N_("Yes"), "no": N_("No"), "na": N_("Does not apply")}
EQUIPMENT = {"first_aid_kit": N_("First-aid kit"), "extinguisher": N_("Extinguisher"), "refuge": N_("Refuge"),
             "self_rescuer": N_("Self-rescuer"), "alarm": N_("Alarm"), "gas_detector": N_("Gas detector"),
             "stretcher": N_("Stretcher"), "eyewash": N_("Eyewash or shower"), "rescue": N_("Rescue equipment"),
             "other": N_("Other")}
EQUIPMENT_STATUS = {"in_use": N_("In use"), "out_of_order": N_("Out of order"), "retired": N_("Taken out of use")}
EQUIPMENT_RESULT = {"good": N_("In order"), "mended": N_("Put in order"), "bad": N_("Not in order")}
DRILL = {"evacuation": N_("Evacuation"), "fire": N_("Fire"), "rescue": N_("Rescue underground"),
         "first_aid": N_("First aid"), "gas": N_("Gas or lack of oxygen"),
         "chemical": N_("Spill of mercury or chemicals"),
         "explosives": N_("Explosives"), "flood": N_("Water inrush"), "earthquake": N_("Earthquake or landslide"),
         "other": N_("Other")}
MEDIUM = {"water": N_("Water"), "soil": N_("Soil"), "air": N_("Air"), "tailings": N_("Tailings"),
          "noise": N_("Noise"), "area": N_("Land area")}
GRIEVANCE_GROUP = {"member": N_("Member"), "worker": N_("Worker"), "community": N_("Community"), "women": N_("Women"),
                   "anonymous": N_("Anonymous")}
CHANNEL = {"person": N_("In person"), "phone": N_("Telephone"), "box": N_("Complaint box"), "message": N_("Message"),
           "letter": N_("Letter"), "other": N_("Other")}
MEETING_KIND = {"assembly": N_("Assembly"), "extraordinary": N_("Extraordinary assembly"), "board": N_("Board"),
                "committee": N_("Committee"), "dialogue": N_("Dialogue with stakeholders"), "other": N_("Other")}
RESOLUTION_STATUS = {"adopted": N_("Adopted"), "rejected": N_("Rejected"), "carried_out": N_("Carried out"),
                     "withdrawn": N_("Withdrawn")}
STAKEHOLDER_KIND = {"public": N_("Public authority"), "private": N_("Company"), "civil": N_("Civil society"),
                    "community": N_("Community"), "miners": N_("Miners"), "other": N_("Other")}
SECURITY_KIND = {"guard_contract": N_("Guard contract"), "payment": N_("Payment"), "demand": N_("Demand"),
                 "extortion": N_("Extortion"), "incident": N_("Incident"), "presence": N_("Presence")}
LEVEL = {"1": N_("Low"), "2": N_("Medium"), "3": N_("High"), "4": N_("Very high")}
RISK_LEVEL = {"1": N_("Low risk"), "2": N_("Medium risk"), "3": N_("High risk"), "4": N_("Very high risk")}
RESPONSE = {"continue": N_("Continue and mitigate"), "suspend": N_("Suspend while mitigating"), "end": N_("End")}
RISK_STATUS = {"open": N_("Open"), "mitigating": N_("Being mitigated"), "controlled": N_("Controlled"),
               "closed": N_("Closed")}
ACTION_STATUS = {"open": N_("Open"), "in_progress": N_("In progress"), "done": N_("Done, effect to be checked"),
                 "closed": N_("Closed"), "cancelled": N_("Cancelled")}
EFFECTIVE = {"yes": N_("Yes"), "partly": N_("Partly"), "no": N_("No")}
PRIORITY = {"high": N_("High"), "medium": N_("Medium"), "low": N_("Low")}
AUDIT_KIND = {"self": N_("Self-assessment"), "buyer": N_("Buyer visit"), "assurer": N_("Assurer or scheme"),
              "government": N_("Government"), "rehearsal": N_("Rehearsal")}
AUDIT_STATUS = {"preparing": N_("Preparing"), "rehearsing": N_("Rehearsing"), "frozen": N_("Frozen"),
                "visit": N_("Visit"), "findings": N_("Findings"), "closed": N_("Closed")}
FINDING_CLASS = {"major": N_("Major"), "minor": N_("Minor"), "observation": N_("Observation"),
                 "good_practice": N_("Good practice")}
DOCUMENT_KIND = {"permit": N_("Permit or title"), "registration": N_("Registration"), "contract": N_("Contract"),
                 "minutes": N_("Minutes"), "receipt": N_("Receipt"), "invoice": N_("Invoice"),
                 "certificate": N_("Certificate"), "report": N_("Report"), "policy": N_("Policy"),
                 "plan": N_("Plan"), "list": N_("Signed list"), "photo": N_("Photo"), "book": N_("Register or book"),
                 "letter": N_("Letter"), "other": N_("Other")}
DOCUMENT_STATE = {"expected": N_("Expected, not here yet"), "inbox": N_("In the inbox"), "filed": N_("Filed"),
                  "rejected": N_("Rejected")}
CONFIDENTIALITY = {"public": N_("Public"), "partners": N_("For partners"), "restricted": N_("Restricted")}
WORK_STATUS = {"to_do": N_("To do"), "in_progress": N_("In progress"), "review": N_("To be reviewed"),
               "done": N_("Done")}
LEGITIMACY = {"A": N_("A. The law for artisanal mining works here and we hold the permits"),
              "B": N_("B. Formalisation is under way"),
              "C": N_("C. The law is there but cannot be applied here; we work in good faith"),
              "D": N_("D. There is no law for our kind of mining; we work in good faith")}
PACK_KIND = {"craft_full": N_("CRAFT Report, full edition"), "craft_public": N_("CRAFT Report, public edition"),
             "requirements": N_("Report by requirement")}
AGE_BAND = {"under_15": N_("Under 15"), "15_17": N_("15 to 17"), "18_29": N_("18 to 29"), "30_44": N_("30 to 44"),
            "45_59": N_("45 to 59"), "60_up": N_("60 and over")}
AGE_RULE = {"too_young": N_("Too young to work"), "minor_hazardous": N_("Under age in dangerous work"),
            "protected": N_("Pregnant or nursing in dangerous work")}
AGE_ANSWER = {"moved": N_("Moved to work without danger"), "stopped": N_("No longer at work"),
              "referred": N_("Referred to a service"), "age_proved": N_("Age proved, old enough"),
              "mistake": N_("The entry was wrong"), "other": N_("Something else")}
SOCIAL_COVER = {"health": N_("Health"), "accidents": N_("Accidents at work"), "pension": N_("Pension"),
                "other": N_("Other, or not said which"), "none": N_("No cover")}
HAZARD = {"hazardous": N_("Dangerous work"), "underground": N_("Underground"), "mercury": N_("Mercury"),
          "cyanide": N_("Cyanide"), "explosives": N_("Explosives"), "night": N_("Night")}
