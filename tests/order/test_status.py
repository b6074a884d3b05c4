import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.call_counts import count_calls
from tests.order.builders import (
    NOW,
    PLACED,
    ZONE,
    ago,
    ahead,
    english,
    group,
    line,
    method,
    order,
    order_return,
    parcel_of,
    phrases,
    policy,
    sent,
    shipment,
    status_of,
    units,
)
from tests.order.strategies import carried, events, orders
from tracking.order.model import DeliveryMethod, Destination, Event, Fulfillment, Order
from tracking.order.parcel_draft import build_parcel
from tracking.order.payment import payment_state
from tracking.order.status_types import Item, Parcel, RemovedItem, Step
from tracking.order.vocabulary import EXCHANGE_STAGES, STAGES, NextStep, Route, StepState

SHOPIFY_TERMS = re.compile(r"[A-Z]{3,}_[A-Z]|fulfil|fraud|risk|None|%\(", re.IGNORECASE)


@given(orders)
def test_every_ordered_unit_is_allocated_exactly_once(invented: Order) -> None:
    status = status_of(invented)
    allocated: list[Item | RemovedItem] = [item for parcel in status.parcels for item in parcel.items]
    allocated += status.removed
    for its_line in invented.lines:
        assert sum(item.quantity for item in allocated if item.title == its_line.title) == its_line.quantity


@given(orders)
def test_every_progress_bar_has_one_current_step_between_passed_and_later_ones(invented: Order) -> None:
    status = status_of(invented)
    for parcel in status.parcels:
        assert_bar(parcel.steps, parcel.route)
    for return_ in status.returns:
        if return_.stage:
            assert_bar(return_.steps, Route.RETURN)


def assert_bar(steps: tuple[Step, ...], route: Route) -> None:
    codes = tuple(step.code for step in steps)
    assert codes == STAGES[route] or (route is Route.RETURN and codes == EXCHANGE_STAGES)
    order_of_states = [StepState.PASSED, StepState.CURRENT, StepState.TODO]
    states = [step.state for step in steps]
    assert states == sorted(states, key=order_of_states.index)
    assert states.count(StepState.CURRENT) == 1
    times = [step.at for step in steps if step.at]
    assert times == sorted(times)
    assert all(step.at is None for step in steps if step.state is StepState.TODO)


@given(orders)
def test_only_parcel_is_the_only_one_beside_quiet_ones(invented: Order) -> None:
    status = status_of(invented)
    speaking = [parcel for parcel in status.parcels if not parcel.is_quiet]
    if len(speaking) == 1:
        assert status.only_parcel == speaking[0]
    else:
        assert status.only_parcel == (status.parcels[0] if len(status.parcels) == 1 else None)


def test_title_of_what_has_arrived_or_is_planned_tells_all_of_it() -> None:
    def only(its_order: Order) -> Parcel:
        (parcel,) = status_of(its_order).parcels
        return parcel

    arrived = shipment(display_status="DELIVERED", delivered_at=ago(days=1))
    planned = only(order(fulfillment_orders=(group(status="SCHEDULED", fulfill_at=ahead(days=5)),)))
    assert only(sent(fulfillments=(arrived,))).title_says_all
    assert planned.title_says_all
    assert planned.leaves_on == planned.expected
    assert not only(sent(fulfillments=(shipment(display_status="IN_TRANSIT"),))).title_says_all
    assert not only(order(fulfillment_orders=(group(status="SCHEDULED"),))).title_says_all


@given(orders)
def test_every_sentence_has_its_values_and_no_shopify_status(invented: Order) -> None:
    for phrase in phrases(status_of(invented)):
        assert not SHOPIFY_TERMS.search(english(phrase))


@given(
    carried,
    events,
    st.sampled_from([None, method(), method(method="PICKUP_POINT"), method(method="LOCAL"), method(method="PICK_UP")]),
)
def test_later_event_never_moves_a_progress_bar_back(
    parcel: Fulfillment, event: Event, chosen: DeliveryMethod | None
) -> None:
    at = parcel.events[-1].happened_at + timedelta(hours=1)
    assume(at <= NOW)  # a scan in the future takes the aggregate status that follows from it along
    later = Event(
        status=event.status,
        happened_at=at,
        city=None,
        province=None,
        country=None,
        estimated_at=None,
    )
    assert place_on_bar(parcel, (*parcel.events, later), chosen) >= place_on_bar(parcel, parcel.events, chosen)


def place_on_bar(parcel: Fulfillment, reported: tuple[Event, ...], chosen: DeliveryMethod | None) -> int:
    shown_parcel = parcel_of(
        sent(fulfillments=(replace(parcel, events=reported),), fulfillment_orders=(group(delivery=chosen, units=()),))
    )
    return STAGES[shown_parcel.route].index(shown_parcel.stage)


def test_destination_has_only_city_and_country() -> None:
    status = status_of(order())
    assert status.destination
    assert english(status.destination.text) == "Lund, <SE>"
    assert (status.destination.city, status.destination.country) == ("Lund", "SE")
    assert not any("222 22" in english(phrase) for phrase in phrases(status))


@pytest.mark.parametrize(
    ("city", "country", "expected"), [("Lund", None, "Lund"), (None, "SE", "<SE>"), (None, None, None)]
)
def test_destination_with_only_city_or_country_shows_it(
    city: str | None, country: str | None, expected: str | None
) -> None:
    there = Destination(city=city, province=None, country=country, postcode=None)
    named = status_of(order(destination=there)).destination
    assert (english(named.text) if named else None) == expected


def test_order_without_a_destination_names_none() -> None:
    assert status_of(order(destination=None)).destination is None


def test_status_has_name_time_zone_and_test_flag_of_the_order() -> None:
    status = status_of(order(is_test=True))
    assert (status.order, status.placed_at, status.zone, status.is_test) == ("#1001", PLACED, ZONE, True)


def test_return_that_needs_the_customer_changes_the_advice() -> None:
    delivered = shipment(display_status="DELIVERED")
    waiting = status_of(sent(fulfillments=(delivered,), returns=(order_return(),)))
    assert waiting.advice.code is NextStep.SEND_BACK
    assert english(waiting.advice.text) == "Send the items back if you haven’t yet."


def test_payment_is_worked_out_once_for_any_number_of_waiting_lines() -> None:
    lines = tuple(line(id=f"line-{number}") for number in range(5))
    groups = tuple(group(id=each.id, units=(units(line_id=each.id),)) for each in lines)
    with count_calls(payment_state) as calls:
        status_of(order(lines=lines, fulfillment_orders=groups))
    assert calls["payment_state"] == 1


def test_parcels_are_built_once_also_where_the_order_may_not_be_rated() -> None:
    returned = sent(fulfillments=(shipment(display_status="DELIVERED"),), returns=(order_return(),))
    with count_calls(build_parcel) as calls:
        status = status_of(returned, its_policy=policy(review_url="https://example.com/rate"))
    assert calls["build_parcel"] == len(status.parcels)
    assert status.advice.code is not NextStep.RATE
