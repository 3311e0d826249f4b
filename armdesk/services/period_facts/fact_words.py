"""What facts say and how they are reckoned, in words; facts that are not named here say it in the common way."""

from __future__ import annotations

from armdesk.i18n import N_

_ON_THE_DAY = (
    "stock_left people under_18 minors_in_hazardous_tasks informed training_coverage ppe_coverage open_actions "
    "actions_overdue high_risks documents_cited documents sites permits risks land_open women_in_office "
    "offices_held policies plan_kept buyers_checked lots_on_hold advances_open age_proved hazardous_proved "
    "in_hazardous_tasks women selectors agreements_signed registered safe_days findings_open equipment_ready "
    "emergency_plans guards_vetted policies_known interests_declared permits_valid permit_next_end papers_valid "
    "last_pack risks_reviewed risks_answered")
ON_THE_DAY = frozenset(_ON_THE_DAY.split())
"""Facts of the last day of the period; the others are of all its days."""

SENTENCES: dict[str, str] = {
    "fine_produced": N_("In the period {period}, {value} of fine gold were produced"),
    "gross_produced": N_("In the period {period}, {value} of gold were handed in, gross"),
    "fine_sold": N_("In the period {period}, {value} of fine gold were sold"),
    "stock_left": N_("By the registers, {value} of fine gold should be in stock on {day}"),
    "grams_per_day": N_("In the period {period}, each person produced {value} of fine gold a day on average"),
    "months_short": N_("Months of the period {period} with more gold sold than there was: {value}"),
    "price_paid": N_("In the period {period}, buyers paid {value} of the reference price, net and on average"),
    "buyers_checked": N_("Of the buyers sold to in the period {period}, the needed checks hold for {part} of {whole}"),
    "lots_traced": N_("{part} of {whole} lots made in the period {period} say what they were made of"),
    "lots_sealed": N_("{part} of {whole} lots made in the period {period} have a seal"),
    "lots_assayed": N_("{part} of {whole} lots made in the period {period} have an assay"),
    "sales_with_lot": N_("{part} of {whole} sales of the period {period} name their lot"),
    "sales_with_invoice": N_("{part} of {whole} sales of the period {period} have an invoice"),
    "sales_with_origin": N_("{part} of {whole} sales of the period {period} have a paper of origin"),
    "sales_paid": N_("The payment of {part} of {whole} sales of the period {period} was received"),
    "taxes_receipted": N_("{part} of {whole} taxes of the period {period} have a receipt"),
    "payments_in_cash": N_("{part} of {whole} payments of the period {period} were made in cash"),
    "payments_signed": N_("{part} of {whole} payments to people in the period {period} are signed or went through a "
                          "bank"),
    "premium_planned": N_("{part} of {whole} uses of the premium in the period {period} stand in the plan that was "
                          "voted"),
    "premium_receipted": N_("{part} of {whole} uses of the premium in the period {period} have a receipt"),
    "premium_accrued": N_("For {part} of {whole} sales under the standard in the period {period} the premium is "
                          "written down"),
    "months_closed": N_("{part} of {whole} months of the period {period} are closed"),
    "people": N_("{value} people belonged to the cooperative on {day}"),
    "under_18": N_("People on the roster under 18 on {day}: {value}"),
    "minors_in_hazardous_tasks": N_("People under 18 in hazardous tasks on {day}: {value}"),
    "informed": N_("By {day}, {part} of {whole} people on the roster had been told about the Code"),
    "age_proved": N_("On {day}, a document proved the age of {part} of {whole} people on the roster"),
    "hazardous_proved": N_("On {day}, a document proved {part} of {whole} people in hazardous tasks to be of age"),
    "women": N_("On {day}, {part} of {whole} people on the roster were women"),
    "agreements_signed": N_("On {day}, {part} of {whole} people on the roster had a written agreement"),
    "registered": N_("On {day}, {part} of {whole} people on the roster stood in a national register"),
    "trained": N_("{part} of {whole} people on the roster took part in a course or talk in the period {period}"),
    "alarms_answered": N_("{part} of {whole} alarms about age of the period {period} were answered"),
    "training_coverage": N_("On {day}, people had {value} of the courses that their work needs"),
    "ppe_coverage": N_("On {day}, people had {value} of the protective equipment that their work needs"),
    "incidents": N_("Incidents and near misses written down in the period {period}: {value}"),
    "incidents_investigated": N_("{part} of {whole} injuries of the period {period} that needed a doctor or worse were "
                                 "looked into"),
    "safe_days": N_("On {day}, {value} days had passed without an injury that costs working time"),
    "rounds_kept": N_("{part} of {whole} planned rounds of inspection of the period {period} were done"),
    "equipment_ready": N_("On {day}, {part} of {whole} pieces of emergency equipment were ready"),
    "emergency_plans": N_("On {day}, {part} of {whole} emergency plans were reviewed in time"),
    "hours_a_day": N_("In the period {period}, a person worked {value} a day on average"),
    "mercury_used": N_("In the period {period}, {value} of mercury were used"),
    "mercury_per_gold": N_("Mercury lost in the period {period} for each gram of fine gold: {value}"),
    "mercury_recovered": N_("In the period {period}, {value} of the mercury used was recovered"),
    "mercury_difference": N_("In the period {period}, the last count of mercury is {value} below what the book says"),
    "retort_used": N_("{part} of {whole} batches with mercury in the period {period} were burnt in a retort"),
    "worst_practices": N_("Batches of the period {period} marked with whole-ore amalgamation, open or home burning, or "
                          "cyanide after mercury: {value}"),
    "cyanide_used": N_("In the period {period}, {value} of cyanide were used"),
    "reagents_documented": N_("{part} of {whole} receipts of mercury, chemicals and explosives in the period {period} "
                              "have a paper"),
    "land_restored": N_("In the period {period}, {value} of land were restored"),
    "minutes_kept": N_("{part} of {whole} meetings of the period {period} have minutes"),
    "grievances_answered": N_("{part} of {whole} grievances of the period {period} were answered"),
    "grievance_days": N_("Grievances of the period {period} were answered after {value} days on average"),
    "demands_paid": N_("Demands and payments to armed people that were paid in the period {period}: {value}"),
    "policies_known": N_("On {day}, {part} of {whole} policies in force had been made known"),
    "permits_valid": N_("On {day}, {part} of {whole} titles and permits had not ended"),
    "permit_next_end": N_("After {day}, the next permit ends on {value}"),
    "papers_valid": N_("On {day}, {part} of {whole} papers cited as evidence had not ended"),
    "last_pack": N_("The newest evidence pack was made on {value}"),
    "risks_reviewed": N_("By {day}, {part} of {whole} risks that are followed had been looked at since the period "
                         "began"),
    "risks_answered": N_("On {day}, {part} of {whole} risks that are followed had an action"),
    "effects_checked": N_("The effect of {part} of {whole} actions done in the period {period} was checked"),
}
"""Sentences of facts by name; places: period, day, value, part, whole, count."""

FORMULAS: dict[str, str] = {
    "fine_produced": N_("Gross weight times fineness of each delivery of the period, added up exactly; deliveries "
                        "without fineness are not in the sum"),
    "gross_produced": N_("Gross weights of all deliveries of the period, added up"),
    "fine_sold": N_("Gross weight times fineness of each sale of the period, added up exactly; sales without fineness "
                    "are not in the sum"),
    "stock_left": N_("What there was before, plus produced and bought, less sold and lost, in fine gold"),
    "buyers": N_("Different buyers named in the sales of the period"),
    "grams_per_day": N_("Fine gold of the deliveries that say how many people worked, divided by the sum of those "
                        "people"),
    "months_short": N_("Months with sales at whose end the stock by the registers is below zero by more than the "
                       "tolerance of the balance"),
    "price_paid": N_("What each sale brought net, in percent of its reference price, weighed by its fine gold"),
    "buyers_checked": N_("Buyers of the period of whom no needed check is missing, doubtful or over on the last day"),
    "fineness_known": N_("Deliveries with a gross weight that have a fineness too"),
    "delivered_by_known": N_("Deliveries with a weight that name a person or a crew of the registers"),
    "sales_with_lot": N_("Sales that name a lot, or that a lot names; counter-entries are not counted"),
    "lots_assayed": N_("Lots made in the period with an assay or a fineness determined afterwards"),
    "lots_traced": N_("Lots made in the period with at least one entry of what they were made of"),
    "payments_in_cash": N_("Payments made in cash divided by all payments made, by number; money received is not "
                           "counted"),
    "payments_signed": N_("Payments to people with a signature or a bank reference"),
    "sales_paid": N_("Sales for which a payment received is written down"),
    "taxes_receipted": N_("Royalties, withholdings, duties and municipal taxes of the period's sales with the number "
                          "of a receipt"),
    "months_closed": N_("Months closed and not opened again, divided by the months of the period"),
    "advances_open": N_("Advances given up to the last day of which less was paid back than was given"),
    "people": N_("People who had joined and not left on the last day of the period"),
    "under_18": N_("People on the roster who are or, by what is known, may be under 18 on the last day"),
    "informed": N_("People on the roster with a day, up to the last one, on which they were told about the Code"),
    "age_proved": N_("People on the roster of whom a document on the age was seen or a copy is kept"),
    "hazardous_proved": N_("People in hazardous tasks who are 18 or older and of whom a document was seen or a copy is "
                           "kept"),
    "registered": N_("People on the roster with an entry in a register that held on the last day"),
    "trained": N_("People on the roster marked as present in a course or talk of the period"),
    "training_coverage": N_("Courses that people on the roster need by the list of needs and that still hold, divided "
                            "by all they need"),
    "ppe_coverage": N_("Equipment that people on the roster need by the list of needs and were given in time, divided "
                       "by all they need"),
    "safe_days": N_("Days from the last injury with lost time until the last day of the period; without one, from the "
                    "first entry of the book"),
    "incidents_investigated": N_("Injuries with medical treatment, lost time, permanent harm or death that have a day "
                                 "of investigation"),
    "rounds_kept": N_("Turns of the plan of rounds in which a round was finished, divided by all turns of the period"),
    "equipment_ready": N_("Equipment in use that is in order, not expired and checked in time"),
    "mercury_per_gold": N_("Mercury used less recovered, divided by the fine gold produced"),
    "mercury_recovered": N_("Mercury recovered divided by mercury used, by the book; without a book by the batches"),
    "mercury_difference": N_("What the book says on the day of the last count, less what was counted"),
    "retort_used": N_("Batches with mercury that say a retort was used"),
    "worst_practices": N_("Batches marked with whole ore, open burning, burning at home or cyanide after mercury"),
    "hours_a_day": N_("Hours of all attendances of the period divided by their number"),
    "quorum_held": N_("Meetings with quorum divided by the meetings that can be counted"),
    "women_attending": N_("Women divided by all who came to assemblies; groups under five are not told"),
    "women_votes": N_("Votes of women divided by all votes, where they were counted by sex; groups under five are not "
                      "told"),
    "actions_in_time": N_("Actions done in the period by their due date, divided by those with a due date"),
    "action_days": N_("Days from adopting to doing an action, on average"),
    "high_risks": N_("Risks that are followed and high or very high by likelihood and impact"),
    "grievance_days": N_("Days from receiving to answering, on average, of the grievances answered"),
    "permits_valid": N_("Titles and permits without a day on which they end, or with one after the period; "
                        "applications are not counted"),
    "papers_valid": N_("Papers cited as evidence without a day on which they end, or with one after the period"),
    "risks_reviewed": N_("Risks that are followed with a decision or a review since the first day of the period"),
    "risks_answered": N_("Risks that are followed and that an action answers"),
    "effects_checked": N_("Actions done in the period with a day on which their effect was checked"),
    "plan_kept": N_("Agreements due by the last day that were fulfilled, divided by all that were due"),
    "documents_cited": N_("Papers that at least one citation names"),
}
"""How facts are reckoned, by name; without a full stop at the end."""
