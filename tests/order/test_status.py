import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.order.builders import (
    PLACED,
    ZONE,
    going_back,
    group,
    method,
    order,
    parcel_of,
    phrases,
    say,
    sent,
    shipment,
    shown,
)
from tests.order.strategies import carried, events, orders
from tracking.order.model import DeliveryMethod, Destination, Event, Fulfillment, Order
from tracking.order.status_types import Item, RemovedItem, Step
from tracking.order.vocabulary import STAGES, Route, StepState

SHOPIFYS_OWN = re.compile(r"[A-Z]{3,}_[A-Z]|fulfil|fraud|risk|None|%\(", re.IGNORECASE)


@given(orders)
def test_every_ordered_unit_stands_exactly_once(invented: Order) -> None:
    status = shown(invented)
    standing: list[Item | RemovedItem] = [item for parcel in status.parcels for item in parcel.items]
    standing += status.removed
    for line in invented.lines:
        assert sum(item.quantity for item in standing if item.title == line.title) == line.quantity


@given(orders)
def test_every_bar_has_one_current_step_what_is_before_it_passed_and_the_rest_to_come(invented: Order) -> None:
    status = shown(invented)
    for parcel in status.parcels:
        assert_bar(parcel.steps, parcel.route)
    for back in status.returns:
        if back.stage:
            assert_bar(back.steps, Route.RETURN)


def assert_bar(steps: tuple[Step, ...], route: Route) -> None:
    assert tuple(step.code for step in steps) == STAGES[route]
    order_of_states = [StepState.PASSED, StepState.CURRENT, StepState.TODO]
    states = [step.state for step in steps]
    assert states == sorted(states, key=order_of_states.index)
    assert states.count(StepState.CURRENT) == 1
    times = [step.at for step in steps if step.at]
    assert times == sorted(times)
    assert all(step.at is None for step in steps if step.state is StepState.TODO)


@given(orders)
def test_every_sentence_has_its_values_and_no_word_of_shopifys(invented: Order) -> None:
    for phrase in phrases(shown(invented)):
        assert not SHOPIFYS_OWN.search(say(phrase))


@given(
    carried,
    events,
    st.sampled_from([None, method(), method(method="PICKUP_POINT"), method(method="LOCAL"), method(method="PICK_UP")]),
)
def test_a_later_event_never_moves_a_bar_back(parcel: Fulfillment, event: Event, chosen: DeliveryMethod | None) -> None:
    later = Event(
        status=event.status,
        happened_at=parcel.events[-1].happened_at + timedelta(hours=1),
        city=None,
        province=None,
        country=None,
        estimated_at=None,
    )
    assert place_on_bar(parcel, (*parcel.events, later), chosen) >= place_on_bar(parcel, parcel.events, chosen)


def place_on_bar(parcel: Fulfillment, told: tuple[Event, ...], chosen: DeliveryMethod | None) -> int:
    shown_parcel = parcel_of(
        sent(fulfillments=(replace(parcel, events=told),), fulfillment_orders=(group(delivery=chosen, units=()),))
    )
    return STAGES[shown_parcel.route].index(shown_parcel.stage)


def test_the_page_names_the_city_and_the_country_and_no_more() -> None:
    status = shown(order())
    assert status.destination
    assert say(status.destination) == "Lund, <SE>"
    assert not any("222 22" in say(phrase) for phrase in phrases(status))


@pytest.mark.parametrize(
    ("city", "country", "expected"), [("Lund", None, "Lund"), (None, "SE", "<SE>"), (None, None, None)]
)
def test_half_a_destination_is_named_by_that_half(city: str | None, country: str | None, expected: str | None) -> None:
    there = Destination(city=city, province=None, country=country, postcode=None)
    named = shown(order(destination=there)).destination
    assert (say(named) if named else None) == expected


def test_without_a_destination_none_is_named() -> None:
    assert shown(order(destination=None)).destination is None


def test_the_page_keeps_what_the_order_says_of_itself() -> None:
    status = shown(order(is_test=True))
    assert (status.order, status.placed_at, status.zone, status.is_test) == ("#1001", PLACED, ZONE, True)


def test_where_a_return_waits_for_the_customer_there_is_something_to_do() -> None:
    delivered = shipment(display_status="DELIVERED")
    waits = shown(sent(fulfillments=(delivered,), returns=(going_back(),)))
    assert say(waits.advice.text) == "Send the items back if you have not done so yet."
