"""Judges a case by every invariant, and two moments of one order by those of its progress."""

from collections.abc import Callable, Iterator

from tests.judge import (
    about_ages,
    about_arrival,
    about_dates,
    about_money,
    about_next_steps,
    about_progress,
    about_returns,
    about_units,
    about_waiting,
    about_words,
)
from tests.judge.case import Case, Complaints

OF_ANY_ORDER: tuple[Callable[[Case], Complaints], ...] = (
    about_units.every_unit_stands_in_exactly_one_place,
    about_units.what_goes_back_was_ordered,
    about_units.the_counts_are_those_of_the_parcels,
    about_units.a_parcel_holds_something,
    about_money.what_is_due_is_what_is_owed,
    about_arrival.everything_means_everything,
    about_arrival.the_title_claims_no_arrival_of_what_has_not_arrived,
    about_arrival.sent_only_if_the_shop_has_sent_it,
    about_arrival.an_arrival_has_evidence,
    about_arrival.the_counts_in_the_text_are_those_of_the_boxes,
    about_waiting.a_hold_is_one_of_today,
    about_waiting.a_day_of_sending_was_planned,
    about_waiting.the_payment_in_the_first_line_is_that_of_the_payment,
    about_waiting.nothing_moves_any_more_only_once_it_is_done,
    about_waiting.the_page_changes_at_the_moments_it_names,
    about_waiting.what_nobody_sends_never_leads,
    about_dates.nothing_happened_before_the_order,
    about_dates.nothing_has_happened_that_is_still_to_come,
    about_dates.no_day_is_expected_that_has_passed,
    about_dates.the_history_is_in_order,
    about_dates.the_bar_is_in_order,
    about_dates.what_is_due_has_a_day_that_fits,
    about_next_steps.action_needed_has_a_next_step,
    about_next_steps.a_step_of_the_customer_means_action_needed,
    about_next_steps.the_orders_step_is_one_of_the_page,
    about_next_steps.nothing_is_asked_of_an_order_that_was_cancelled,
    about_next_steps.done_asks_no_patience,
    about_words.a_parcels_title_fits_its_bar,
    about_words.an_alarm_has_an_alarming_badge,
    about_words.what_is_done_is_told_as_done,
    about_words.the_headline_is_that_of_the_gravest_parcel,
    about_words.the_only_parcel_is_the_headline,
    about_words.the_only_parcel_has_no_other,
    about_words.nothing_is_said_twice,
    about_words.one_day_to_check_back_is_enough,
    about_words.a_stage_of_arrival_is_done_or_a_problem,
    about_ages.the_present_tense_ends,
    about_ages.no_unsent_parcel_is_fine_for_weeks,
    about_ages.an_archived_order_raises_no_alarm,
)

OF_A_LIFE: tuple[Callable[[Case], Complaints], ...] = (
    about_money.pay_only_what_is_owed_now,
    about_money.refunded_only_if_money_moved,
    about_money.what_moved_is_on_the_page,
    about_money.a_return_is_refunded_by_its_own_money,
    about_returns.back_only_if_the_goods_came_back,
    about_returns.on_its_way_back_only_if_it_was_sent,
    about_returns.exchanged_only_if_the_new_item_left,
    about_returns.nothing_is_asked_of_a_return_that_came_back,
    about_arrival.arrived_only_if_nothing_of_it_may_be_on_its_way,
)

OF_TWO_MOMENTS: tuple[Callable[[Case, Case], Complaints], ...] = (
    about_progress.bars_never_run_backwards,
    about_progress.what_is_done_stays_done,
)


def complaints(case: Case) -> Iterator[str]:
    """The complaints of a customer about the page, each with the fault."""
    for invariant in (*OF_ANY_ORDER, *(OF_A_LIFE if case.life else ())):
        yield from (_told(invariant, what) for what in invariant(case) if what)


def complaints_of_two(before: Case, after: Case) -> Iterator[str]:
    """Likewise, of the same order before and after."""
    for invariant in OF_TWO_MOMENTS:
        yield from (_told(invariant, what) for what in invariant(before, after))


def _told(invariant: Callable[..., Complaints], what: str) -> str:
    return f"{invariant.__name__}: {what}. The customer: {invariant.__doc__}"
