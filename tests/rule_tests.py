"""Which tests show of a rule that it speaks and that it is silent, where it has no case of its own in rule_cases."""

from __future__ import annotations


def _both(told: str) -> tuple[str, str]:
    """One test that shows both.  Shape: "plan_rules: done_before_it_was_there"."""
    file, _colon, name = told.partition(": ")
    return (f"test_{file}.py::test_{name}",) * 2


TESTS: dict[str, tuple[str, str]] = {
    "sums": _both("plausibility: sums_changed_outside_are_found_and_counted_again"),
    "profile": _both("checks: the_page_of_the_organisation"),
    "unanswered": _both("checks: answers_evidence_and_statements_that_are_missing"),
    "without_statement": _both("checks: answers_evidence_and_statements_that_are_missing"),
    "without_evidence": _both("checks: answers_evidence_and_statements_that_are_missing"),
    "time_run_out": _both("checks: time_limits_papers_and_lots"),
    "lapsed": _both("checks: time_limits_papers_and_lots"),
    "lots_on_hold": _both("checks: time_limits_papers_and_lots"),
    "balance": _both("checks: more_sold_than_there_was"),
    "without_fineness": _both("checks: fineness_mercury_and_late_actions"),
    "ages": _both("checks: ages"),
    "mercury": _both("checks: fineness_mercury_and_late_actions"),
    "overdue": _both("checks: fineness_mercury_and_late_actions"),
    "over_stock": (
        "test_plausibility.py::test_the_sale_over_stock_comes_out_to_the_milligram",
        "test_plausibility.py::test_little_else_is_found"),
    "unexplained": _both("plausibility: gold_that_is_missing_after_melting"),
    "person_cap": _both("plausibility: the_yearly_cap_of_a_registered_person"),
    "lot_without_seal": (
        "test_gold_rules.py::test_each_rule_speaks_of_the_record_concerned",
        "test_gold_rules.py::test_an_office_in_order_hears_nothing"),
    "seal_twice": (
        "test_gold_rules.py::test_each_rule_speaks_of_the_record_concerned",
        "test_gold_rules.py::test_an_office_in_order_hears_nothing"),
    "seal_gap": _both("gold_rules: gaps_in_a_row_of_seals_can_be_answered"),
    "assays_apart": (
        "test_gold_rules.py::test_each_rule_speaks_of_the_record_concerned",
        "test_gold_rules.py::test_an_office_in_order_hears_nothing"),
    "lot_sold_twice": (
        "test_gold_rules.py::test_each_rule_speaks_of_the_record_concerned",
        "test_gold_rules.py::test_an_office_in_order_hears_nothing"),
    "sale_before_lot": (
        "test_gold_rules.py::test_each_rule_speaks_of_the_record_concerned",
        "test_gold_rules.py::test_an_office_in_order_hears_nothing"),
    "lot_grown": (
        "test_gold_rules.py::test_each_rule_speaks_of_the_record_concerned",
        "test_gold_rules.py::test_an_office_in_order_hears_nothing"),
    "overtaken": (
        "test_gold_rules.py::test_each_rule_speaks_of_the_record_concerned",
        "test_gold_rules.py::test_an_office_in_order_hears_nothing"),
    "lot_status": (
        "test_gold_rules.py::test_each_rule_speaks_of_the_record_concerned",
        "test_gold_rules.py::test_an_office_in_order_hears_nothing"),
    "chain_broken": (
        "test_gold_rules.py::test_each_rule_speaks_of_the_record_concerned",
        "test_gold_rules.py::test_an_office_in_order_hears_nothing"),
    "used_on_hold": (
        "test_gold_rules.py::test_each_rule_speaks_of_the_record_concerned",
        "test_gold_rules.py::test_an_office_in_order_hears_nothing"),
    "classes_mixed": (
        "test_gold_rules.py::test_each_rule_speaks_of_the_record_concerned",
        "test_gold_rules.py::test_an_office_in_order_hears_nothing"),
    "net": _both("money_rules: net_and_listed_deductions"),
    "price_low": (
        "test_money_rules.py::test_a_price_is_low_against_the_others_only",
        "test_money_rules.py::test_few_sales_say_nothing_about_a_price"),
    "sale_buyers": _both("money_rules: licences_and_unknown_buyers"),
    "fairmined": _both("money_rules: floor_and_premium_concern_fairmined_buyers_only"),
    "cash": _both("money_rules: cash_from_the_dated_limit_on"),
    "receipts": (
        "test_money_rules.py::test_numbers_missing_in_their_row",
        "test_money_rules.py::test_a_new_book_a_new_year_and_other_letters_are_no_gap"),
    "debts": _both("money_rules: debts_by_dated_rows"),
    "settled": _both("money_rules: what_was_settled_and_changed_afterwards_is_found"),
    "provisional": _both("money_rules: a_provisional_sale_waits_no_longer_than_the_dated_days"),
    "premium_spent": _both("premium: each_fault_of_the_loop_is_found"),
    "premium_proof": (
        "test_premium.py::test_each_fault_of_the_loop_is_found",
        "test_premium.py::test_a_receipt_and_a_photo_prove_a_purchase"),
    "partners_unchecked": _both("kyc: gold_sold_to_somebody_nobody_looked_up_is_found"),
    "profile_denied": _both("applicability: registers_that_show_what_the_profile_denies_are_found"),
    "profile_open": _both("applicability: questions_of_the_profile_nobody_answered_are_one_note"),
    "against_profile": _both("applicability: what_nobody_answered_is_answered_with_its_reason_and_undone_as_one"),
    "premium_planned": _both("premium_plan: spent_beyond_or_beside_the_plan_is_found"),
    "premium_committee": _both("premium_plan: spent_beyond_or_beside_the_plan_is_found"),
    "early_certificates": _both("training_rules: a_certificate_is_not_older_than_its_course"),
    "course_totals": _both("training_rules: a_written_total_is_that_of_the_marks"),
    "courses_without_list": _both("training_rules: a_course_has_a_list_or_a_paper"),
    "course_while_away": _both("training_rules: nobody_comes_before_joining_or_after_leaving"),
    "course_lapsed": _both("training_rules: who_works_without_a_needed_course_is_named_course_by_course"),
    "talks_missing": _both("talks: a_crew_without_talks_is_found_from_the_first_talk_of_the_office_on"),
    "ppe_overdue": _both("training_rules: who_works_without_needed_equipment_is_named_item_by_item"),
    "ppe_unsigned": _both("training_rules: equipment_is_signed_for"),
    "rounds_late": _both("round_rules: a_round_that_is_late"),
    "own_crew": _both("round_rules: an_own_crew_inspected_is_told_with_its_reason"),
    "equipment_state": _both("round_rules: equipment_that_expired_is_an_alarm"),
    "drills_late": _both("round_rules: drills_and_plans_are_asked_for_once_the_office_keeps_them"),
    "over_limit": _both("environment: over_the_limit_asks_for_an_action_and_a_paper_that_errs_is_told"),
    "limit_contradicted": _both("environment: over_the_limit_asks_for_an_action_and_a_paper_that_errs_is_told"),
    "land_below_zero": _both("environment: land_is_a_running_account"),
    "monitoring_overdue": _both("environment: the_plan_says_what_is_due_and_late"),
    "minutes_numbers": (
        "test_governance.py::test_missing_minutes_are_named",
        "test_governance.py::test_annulled_minutes_are_not_missing_and_a_number_used_twice_is_told"),
    "quorum": _both("governance: a_quorum_as_written_is_compared_with_the_count"),
    "calls": _both("governance: a_late_call_and_another_list_are_told"),
    "counted_votes": _both("governance: a_state_that_is_not_what_the_votes_give_is_told"),
    "offices": _both("governance: terms_that_are_over_or_end_soon_are_told_once_for_an_organ"),
    "policies_due": _both("governance: a_policy_is_reviewed_and_made_known"),
    "promises": _both("governance: late_and_unproved_agreements_are_told"),
    "interest_undeclared": _both("governance: a_declaration_is_asked_for_in_each_mandate"),
    "related_sales": _both("governance: a_sale_to_somebodys_own_is_told_until_a_measure_is_written"),
    "own_votes": _both("governance: a_vote_on_ones_own_affairs_is_told_unless_they_stepped_aside"),
    "closed_before_opened": _both("plan_rules: done_before_it_was_there"),
    "done_without_evidence": _both("plan_rules: done_without_evidence"),
    "closed_without_effect": _both("plan_rules: effects_that_nobody_looked_at"),
    "effect_waits": _both("plan_rules: effects_that_nobody_looked_at"),
    "without_owner": _both("plan_rules: nobody_is_responsible"),
    "extended_often": _both("plan_rules: extended_again_and_again"),
    "moved_quietly": _both("plan_rules: extended_again_and_again"),
    "series_broken": _both("plan_rules: a_series_that_nobody_went_on_with"),
    "finding_without_action": _both("plan_rules: findings_without_an_action"),
    "risk_without_action": _both("plan_rules: high_risks_and_their_actions"),
    "risk_overdue": _both("plan_rules: the_six_months_run_from_the_adoption_of_the_plan"),
    "risk_not_assessed": _both("plan_rules: risks_that_were_only_written_down"),
    "risk_must_stop": _both("plan_rules: what_asks_to_stop_is_not_gone_on_with"),
    "risk_unsigned": _both("plan_rules: a_response_has_its_reason_and_somebody_who_stands_for_it"),
    "not_for_their_age": (
        "test_age_gate.py::test_the_check_finds_it_in_history_under_loose_names_too",
        "test_age_gate.py::test_grown_up_people_are_no_finding"),
    "age_alarms_open": _both("age_gate: an_alarm_without_answer_is_a_finding_and_with_one_is_none"),
    "registrations_ended": _both("people_same: registrations_that_ended_are_told_unless_renewed_or_of_people_who_left"),
    "grave_events": _both("incidents: a_death_and_what_stops_trade_alarm_at_once_and_say_who_is_to_be_told"),
    "child_hurt": _both("incidents: a_child_that_was_hurt_is_found_though_nobody_marked_it"),
    "told_late": _both("incidents: who_was_told_too_late_or_never_is_found"),
    "incident_twice": (
        "test_incidents.py::test_the_three_events_in_two_books_are_found_and_no_other",
        "test_incidents.py::test_two_events_that_are_not_the_same_are_remembered"),
    "awaiting_report": _both("incidents: what_awaits_its_final_report_is_found_when_its_time_is_over"),
    "closed_early": _both("incidents: what_was_closed_too_early_is_found"),
    "grievances_overdue": _both("incidents: the_steps_of_a_grievance_have_their_days_shorter_where_it_is_sensitive"),
    "files": _both("checks: missing_files_and_a_forged_history"),
    "history": _both("checks: missing_files_and_a_forged_history"),
    "rows": _both("replay: the_check_names_each_with_what_to_do"),
    "delivery_receipts": (
        "test_receipt_rules.py::test_a_missing_receipt_and_one_of_two_days",
        "test_receipt_rules.py::test_one_receipt_of_several_weights_and_annulled_ones_are_right"),
    "rates_overlap": (
        "test_rate_rules.py::test_two_values_on_one_day_are_found",
        "test_rate_rules.py::test_rates_that_follow_each_other_are_in_order"),
    "finding_late": _both("audit_room: late_findings_and_requests_are_told_and_stand_on_today"),
    "request_late": _both("audit_room: late_findings_and_requests_are_told_and_stand_on_today"),
    "finding_again": _both("audit_room: findings_that_come_again_and_those_closed_in_words_only"),
    "finding_bare": _both("audit_room: findings_that_come_again_and_those_closed_in_words_only"),
    "source_changed": _both("frozen_facts: the_check_names_the_requirements_and_leads_to_the_rows"),
    "untold_days": _both("day_sheet: a_rule_lists_the_months_with_gaps_of_each_site"),
}
"""Rule -> the test where it speaks, and the one where it is silent."""
