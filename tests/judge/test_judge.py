"""The judge itself: each invariant complains of a page that breaks it, and of no other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.judge import about_ages, about_arrival, about_dates, about_next_steps, about_units, about_words
from tests.judge.case import Case, Complaints
from tests.judge.journeys import JOURNEYS, UNSCANNED
from tests.judge.judge import OF_ANY_ORDER, complaints, complaints_of_two
from tests.order.builders import NOW, ago, event, line, sent, shipment
from tests.order.test_statuses import ENUMS
from tests.sampling import each_row
from tracking.i18n.text import text
from tracking.order.model import Order
from tracking.order.status_types import Advice, OrderStatus, Parcel
from tracking.order.vocabulary import Condition, NextStep, Reason, Stage

ON_THE_ROAD = sent(
    placed_at=ago(days=3),
    fulfillments=(
        shipment(display_status="IN_TRANSIT", created_at=ago(days=2), events=(event("IN_TRANSIT", ago(days=1)),)),
    ),
)
ARRIVED = sent(
    placed_at=ago(days=3),
    fulfillments=(
        shipment(display_status="DELIVERED", created_at=ago(days=2), events=(event("DELIVERED", ago(days=1)),)),
    ),
)
PAY = Advice(code=NextStep.PAY, text=text("Pay"), url=None)


def told(its_order: Order, change: Callable[[OrderStatus], OrderStatus] = lambda status: status) -> Case:
    """The case of an order whose status tells something else."""
    case = Case(its_order, NOW)
    return case.with_status(change(case.status))


def parcel(**changes: Any) -> Callable[[OrderStatus], OrderStatus]:  # noqa: ANN401 - the fields of a Parcel
    """A change of the first parcel alone."""
    return lambda status: replace(status, parcels=(replace(status.parcels[0], **changes), *status.parcels[1:]))


def headline(**changes: Any) -> Callable[[OrderStatus], OrderStatus]:  # noqa: ANN401 - the fields of a Headline
    """A change of the headline alone."""
    return lambda status: replace(status, headline=replace(status.headline, **changes))


def items_of(status: OrderStatus) -> tuple[Parcel, ...]:
    first = status.parcels[0]
    return (replace(first, items=(*first.items, *first.items)), *status.parcels[1:])


BROKEN: list[tuple[Callable[[Case], Complaints], Order, Callable[[OrderStatus], OrderStatus]]] = [
    (about_units.every_unit_stands_in_exactly_one_place, ON_THE_ROAD, lambda s: replace(s, parcels=items_of(s))),
    (about_units.the_counts_are_those_of_the_parcels, ON_THE_ROAD, lambda s: replace(s, items_sent=7)),
    (about_arrival.an_arrival_has_evidence, ON_THE_ROAD, parcel(stage=Stage.DELIVERED)),
    (about_arrival.sent_only_if_the_shop_has_sent_it, ON_THE_ROAD, parcel(sent=False)),
    (
        about_arrival.the_title_claims_no_arrival_of_what_has_not_arrived,
        ON_THE_ROAD,
        parcel(title=text("Your parcel has arrived")),
    ),
    (about_dates.nothing_happened_before_the_order, ON_THE_ROAD, lambda s: replace(s, placed_at=NOW)),
    (about_dates.the_history_is_in_order, ON_THE_ROAD, lambda s: replace(s, timeline=s.timeline[::-1])),
    (about_dates.no_day_is_expected_that_has_passed, ON_THE_ROAD, parcel(expected=ago(days=3).date())),
    (about_next_steps.action_needed_has_a_next_step, ARRIVED, headline(condition=Condition.ACTION_NEEDED)),
    (about_next_steps.a_step_of_the_customer_means_action_needed, ON_THE_ROAD, lambda s: replace(s, advice=PAY)),
    (about_next_steps.the_orders_step_is_one_of_the_page, ARRIVED, parcel(condition=Condition.ACTION_NEEDED)),
    (about_next_steps.done_asks_no_patience, ON_THE_ROAD, headline(condition=Condition.DONE)),
    (about_words.a_parcels_title_fits_its_bar, ON_THE_ROAD, parcel(title=text("We’re preparing your order"))),
    (about_words.an_alarm_has_an_alarming_badge, ON_THE_ROAD, headline(title=text("Your parcel is late"))),
    (about_words.what_is_done_is_told_as_done, ARRIVED, headline(text=text("We send it soon."))),
    (about_words.the_headline_is_that_of_the_gravest_parcel, ON_THE_ROAD, parcel(condition=Condition.PROBLEM)),
    (about_words.the_only_parcel_is_the_headline, ON_THE_ROAD, headline(stage=Stage.DELIVERED)),
    (about_words.the_only_parcel_has_no_other, ON_THE_ROAD, headline(title=text("Part of your order is on its way"))),
    (
        about_words.one_day_to_check_back_is_enough,
        ON_THE_ROAD,
        headline(text=text("It’s worth checking back on Friday. It’s worth checking back on Monday.")),
    ),
    (about_words.nothing_is_said_twice, ON_THE_ROAD, headline(title=text("Sent"), text=text("Sent."))),
]


@each_row(("invariant", "its_order", "change"), BROKEN, ids=[invariant.__name__ for invariant, *_ in BROKEN])
def test_a_page_that_breaks_an_invariant_is_found(
    invariant: Callable[[Case], Complaints], its_order: Order, change: Callable[[OrderStatus], OrderStatus]
) -> None:
    assert list(invariant(told(its_order))) == []
    assert list(invariant(told(its_order, change)))


@pytest.mark.parametrize(
    "words",
    [
        "It’s with the driver, on the way to you.",
        "At least one of 2 parcels is out for delivery.",
        "Carriers often try again on the next working day.",
        "The carrier reports a delay.",
    ],
)
def test_a_sentence_that_is_past_its_age_is_found(words: str) -> None:
    said = parcel(text=text(words))
    assert list(about_ages.the_present_tense_ends(told(ON_THE_ROAD, said))) == []
    old = replace(Case(ON_THE_ROAD, NOW), now=NOW + timedelta(days=12))
    assert list(about_ages.the_present_tense_ends(old.with_status(said(old.status))))


def test_a_bar_that_runs_backwards_is_found() -> None:
    before, after = told(ON_THE_ROAD), told(ON_THE_ROAD, parcel(stage=Stage.PREPARING))
    assert list(complaints_of_two(before, before)) == []
    assert list(complaints_of_two(before, after))


def test_a_true_page_has_no_complaint_and_a_complaint_has_a_voice() -> None:
    assert list(complaints(told(ON_THE_ROAD))) == []
    assert list(complaints(told(ARRIVED))) == []
    assert list(complaints(told(sent(lines=(line(quantity=2, current_quantity=2, unfulfilled_quantity=1),))))) == []
    assert all(invariant.__doc__ for invariant in OF_ANY_ORDER)
    (complaint, *_) = complaints(told(ON_THE_ROAD, parcel(reason=Reason.NO_SCAN_YET)))
    assert "The customer: " in complaint


def test_the_journeys_use_every_status_of_the_schema() -> None:
    used = {status for journey in JOURNEYS for status in (*journey.scans, journey.last_status) if status}
    known = ENUMS["FulfillmentDisplayStatus"] | ENUMS["FulfillmentEventStatus"]
    assert known - used - set(UNSCANNED) <= {"CANCELED", "LABEL_VOIDED"}  # of shipments that are called off
