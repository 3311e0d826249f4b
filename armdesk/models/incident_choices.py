"""Lists of choices of incidents and grievances: what happened in detail, what touches rights, where a body is hurt."""

from __future__ import annotations

from armdesk.i18n import N_

KIND_DETAILS: dict[str, dict[str, str]] = {
    "rock_fall": {"roof_fall": N_("Fall of roof or wall"), "rock_burst": N_("Rock burst"),
                  "support_failed": N_("Support gave way"), "people_trapped": N_("People trapped behind a fall")},
    "slope": {"bank_slide": N_("Slide of a bank or slope"), "dump_slide": N_("Slide of a dump"),
              "boulder": N_("Boulder or loose stone from above"), "subsidence": N_("Ground sank in")},
    "fall": {"slip": N_("Slip or trip on the level"), "ladder": N_("Fall on a ladder or stairs")},
    "height": {"from_height": N_("Fall from a height"), "into_opening": N_("Fall into a shaft, raise or pit")},
    "falling_object": {"dropped": N_("Dropped tool or load"), "flying": N_("Flying fragment")},
    "explosives": {"misfire": N_("Misfire"), "early_blast": N_("Blast before its time"),
                   "flyrock": N_("Flyrock outside the guarded area"), "blast_fumes": N_("Fumes after a blast"),
                   "explosives_missing": N_("Explosives lost or stolen")},
    "gas": {"no_oxygen": N_("Lack of oxygen"), "toxic_gas": N_("Toxic gas"), "firedamp": N_("Firedamp"),
            "fan_stopped": N_("Ventilation stopped")},
    "flood": {"inrush": N_("Inrush of water or mud"), "river_rise": N_("Rise of the river"),
              "drowning": N_("Person in the water")},
    "machinery": {"caught": N_("Caught in a machine"), "struck_by_machine": N_("Struck by a machine"),
                  "guard_missing": N_("Guard missing or failed"), "started_alone": N_("Started by itself")},
    "hoist": {"rope_broke": N_("Rope or hook broke"), "overwound": N_("Bucket or cage overwound or fell"),
              "rider": N_("Person carried where nobody may ride")},
    "transport": {"run_away": N_("Car or vehicle ran away"), "overturned": N_("Vehicle overturned"),
                  "run_over": N_("Person run over or crushed"), "on_the_road": N_("On the road to or from work")},
    "electric": {"shock": N_("Electric shock"), "arc": N_("Arc or short circuit"), "bare_cable": N_("Bare cable")},
    "fire": {"underground_fire": N_("Fire underground"), "surface_fire": N_("Fire on the surface"),
             "fuel": N_("Fuel caught fire")},
    "chemical": {"cyanide_contact": N_("Contact with cyanide"), "acid_burn": N_("Burn by acid or lime"),
                 "chemical_spill": N_("Spill of chemicals")},
    "mercury": {"burnt_open": N_("Amalgam burnt in the open"), "burnt_indoors": N_("Amalgam burnt indoors or at home"),
                "mercury_vapour": N_("Breathed mercury vapour"), "mercury_spill": N_("Mercury spilt"),
                "retort_leak": N_("Retort leaked or burst")},
    "hand_tool": {"own_tool": N_("Struck by the own tool"), "other_tool": N_("Struck by the tool of another"),
                  "drill_stuck": N_("Drill jammed")},
    "lifting": {"strain": N_("Strain from a load"), "load_fell": N_("Load slipped")},
    "structure": {"pond_leak": N_("Pond or dam leaked"), "dam_failed": N_("Dam or tailings failed"),
                  "structure_fell": N_("Scaffold, roof or frame fell")},
    "illness": {"collapse": N_("Sudden collapse"), "heat": N_("Heat or lack of water"),
                "tired": N_("Tiredness or lack of sleep"), "alcohol": N_("Alcohol or drugs")},
    "animal": {"snake": N_("Snake bite"), "insects": N_("Bees, wasps or insects"), "other_animal": N_("Other animal")},
    "violence": {"fight": N_("Fight"), "threat": N_("Threat"), "robbery": N_("Robbery"), "attack": N_("Attack")},
    "rights": {"child_at_work": N_("Child at work"), "forced": N_("Work under force or debt"),
               "harassment": N_("Sexual harassment or violence"), "degrading": N_("Degrading treatment")},
    "environmental": {"oil_spill": N_("Spill of fuel or oil"), "muddy_water": N_("Muddy or polluted water"),
                      "fish": N_("Dead fish or animals"), "trees": N_("Forest or land destroyed")},
    "other": {"other_detail": N_("Something else")},
}
"""Group of kinds -> what it may have been in detail.  Source: groups of dangerous occurrences as mines inspectors use
them (British Columbia, Health, Safety and Reclamation Code), with the burning of mercury of small mines."""

DETAIL = {code: label for details in KIND_DETAILS.values() for code, label in details.items()}
DETAIL_GROUP = {code: group for group, details in KIND_DETAILS.items() for code in details}

DANGEROUS = frozenset({
    "roof_fall", "rock_burst", "support_failed", "people_trapped", "bank_slide", "dump_slide", "misfire", "early_blast",
    "flyrock", "explosives_missing", "no_oxygen", "toxic_gas", "firedamp", "inrush", "rope_broke", "overwound",
    "run_away", "underground_fire", "dam_failed", "cyanide_contact", "mercury_vapour", "burnt_indoors"})
"""Details that are dangerous occurrences: to be looked into even where nobody was hurt."""

GRAVE = {"child": N_("A person under 18 was hurt or put in danger"), "forced_labour": N_("Forced or bonded labour"),
         "torture": N_("Torture or degrading treatment"), "sexual_violence": N_("Sexual violence"),
         "war_crime": N_("War crime"), "armed_group": N_("Armed group at the site"),
         "extortion": N_("Extortion by armed people")}
"""What stops trade at once where it is true; resources/incidents/grave.csv names the requirement it touches."""

STAGE = {"reported": N_("Reported"), "investigated": N_("Investigated"), "actions": N_("Actions under way"),
         "closed": N_("Closed")}
SERVICES = {"ambulance": N_("Ambulance or health post"), "rescue": N_("Mine rescue"),
            "fire_brigade": N_("Fire brigade"), "police": N_("Police"), "army": N_("Army"),
            "own_brigade": N_("Own brigade")}
TOLD = {"workers_rep": N_("Workers' representative"), "manager": N_("Management's representative"),
        "authority": N_("Mining or labour authority"), "insurer": N_("Accident insurance"),
        "police": N_("Police or prosecutor"), "child_protection": N_("Child protection"), "buyer": N_("Buyers"),
        "assurer": N_("Scheme or assurer"), "family": N_("Family"), "other": N_("Other")}
HOW = {"person": N_("In person"), "phone": N_("Telephone"), "radio": N_("Radio"), "message": N_("Message"),
       "web": N_("Form on the Internet"), "letter": N_("Letter")}
NATURE = {"bruise": N_("Bruise"), "cut": N_("Cut or open wound"), "fracture": N_("Fracture"), "sprain": N_("Sprain"),
          "crush": N_("Crushing"), "amputation": N_("Amputation"), "burn": N_("Burn"), "eye_injury": N_("Eye injury"),
          "poisoning": N_("Poisoning"), "suffocation": N_("Suffocation"), "shock": N_("Electric shock"),
          "drowning": N_("Drowning"), "internal": N_("Internal injury"), "mental": N_("Mental harm"),
          "other": N_("Other")}
FRONT = {"face": N_("Face"), "eyes": N_("Eyes"), "neck": N_("Neck"), "chest": N_("Chest"), "belly": N_("Belly"),
         "groin": N_("Groin"), "shoulder_r": N_("Right shoulder"), "shoulder_l": N_("Left shoulder"),
         "arm_r": N_("Right upper arm"), "arm_l": N_("Left upper arm"), "forearm_r": N_("Right forearm"),
         "forearm_l": N_("Left forearm"), "hand_r": N_("Right hand"), "hand_l": N_("Left hand"),
         "thigh_r": N_("Right thigh"), "thigh_l": N_("Left thigh"), "knee_r": N_("Right knee"),
         "knee_l": N_("Left knee"), "shin_r": N_("Right shin"), "shin_l": N_("Left shin"),
         "foot_r": N_("Right foot"), "foot_l": N_("Left foot")}
BACK = {"head": N_("Head"), "nape": N_("Nape"), "back_upper": N_("Upper back"), "back_lower": N_("Lower back"),
        "buttocks": N_("Buttocks"), "blade_l": N_("Left shoulder blade"), "blade_r": N_("Right shoulder blade"),
        "elbow_l": N_("Left elbow"), "elbow_r": N_("Right elbow"), "hand_back_l": N_("Back of the left hand"),
        "hand_back_r": N_("Back of the right hand"), "thigh_back_l": N_("Left thigh, behind"),
        "thigh_back_r": N_("Right thigh, behind"), "calf_l": N_("Left calf"), "calf_r": N_("Right calf"),
        "heel_l": N_("Left heel"), "heel_r": N_("Right heel")}
INSIDE = {"ears": N_("Ears"), "lungs": N_("Lungs"), "whole": N_("Whole body")}
REGION = {**FRONT, **BACK, **INSIDE}
"""Regions of the body map: seen from the front, from behind, and what no drawing shows."""

TOPIC = {"pay": N_("Pay and weighing"), "work": N_("Shifts and work"), "safety": N_("Safety and equipment"),
         "treatment": N_("Treatment by others"), "harassment": N_("Harassment or violence"),
         "children": N_("Children"), "environment": N_("Dust, noise, water"), "land": N_("Land and paths"),
         "trade": N_("Origin of gold, bribes"), "other": N_("Other")}
OUTCOME = {"upheld": N_("Found right"), "partly": N_("Partly right"), "not_upheld": N_("Not found right"),
           "referred": N_("Handed on to an authority"), "withdrawn": N_("Withdrawn")}
SATISFACTION = {"yes": N_("Content"), "partly": N_("Partly content"), "no": N_("Not content"),
                "unknown": N_("Could not be asked")}
