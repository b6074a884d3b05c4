import re
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.order.builders import (
    NOW,
    ago,
    download,
    event,
    group,
    line,
    numbered,
    order,
    order_return,
    sent,
    shipment,
    status_of,
    units,
)
from tests.order.strategies import events, in_order, orders
from tracking.order.model import Event, Order
from tracking.order.public_ids import first_id, is_or_extends, pending_id, return_id, shipment_id, unique
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Reason


def ids(status: OrderStatus) -> list[str]:
    return sorted(parcel.id for parcel in status.parcels) + [return_.id for return_ in status.returns]


def shipment_ids(status: OrderStatus) -> set[str]:
    return {public_id for public_id in ids(status) if public_id.startswith("shipment-")}


def test_shipment_has_the_numeric_id_of_its_fulfillment() -> None:
    assert shipment_id(shipment(id="gid://shopify/Fulfillment/255858046")) == "shipment-255858046"


def test_return_has_its_numeric_id() -> None:
    assert return_id(order_return(id="gid://shopify/Return/945000954")) == "return-945000954"


def test_pending_units_have_the_numeric_id_of_their_fulfillment_order() -> None:
    fulfillment_order = group(id="gid://shopify/FulfillmentOrder/1046000818")
    assert pending_id(fulfillment_order, line(), None) == "pending-1046000818"
    assert pending_id(None, line(), None) == "pending-order"


def test_lines_of_one_fulfillment_order_that_wait_apart_have_different_ids() -> None:
    pending = [
        pending_id(group(), line(), None),
        pending_id(group(), download(), None),
        pending_id(group(), line(selling_plan="Preorder"), None),
        pending_id(group(), line(), Reason.LABEL_VOIDED),
        pending_id(group(), line(), Reason.FULFILLMENT_CANCELLED),
    ]
    assert pending == [
        "pending-group",
        "pending-group-digital",
        "pending-group-preorder",
        "pending-group-label-voided",
        "pending-group-fulfillment-cancelled",
    ]


def test_units_that_wait_together_have_the_plainest_id() -> None:
    assert first_id({"pending-9-digital", "pending-10", "pending-9"}) == "pending-9"


def test_repeated_id_gets_a_free_number() -> None:
    assert list(unique(["a", "a-2", "a", "b", "a"])) == ["a", "a-2", "a-3", "b", "a-4"]


def test_parcels_without_a_shipment_have_fixed_ids() -> None:
    tip = line(id="tip", requires_shipping=False, unfulfilled_quantity=0)
    assert ids(status_of(sent(lines=(line(unfulfilled_quantity=0), tip)))) == ["nothing-to-send", "shipment-parcel"]
    assert ids(status_of(order(cancelled_at=ago(days=1)))) == ["cancelled"]
    assert ids(status_of(order(lines=()))) == ["without-lines"]
    assert ids(status_of(sent(is_cut=True))) == ["shipment-parcel", "unlisted"]


@given(orders)
def test_ids_are_unique_within_the_order(invented: Order) -> None:
    found = ids(status_of(invented))
    assert len(set(found)) == len(found)


@given(orders)
def test_ids_are_safe_in_an_address_and_an_attribute(invented: Order) -> None:
    assert all(re.fullmatch(r"[a-z]+(-[A-Za-z0-9]+)*", public_id) for public_id in ids(status_of(invented)))


@given(orders, st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_the_order_in_which_shipments_and_returns_are_listed(
    invented: Order, random: Random
) -> None:
    fulfillments, returns = list(invented.fulfillments), list(invented.returns)
    random.shuffle(fulfillments)
    random.shuffle(returns)
    again = replace(invented, fulfillments=tuple(fulfillments), returns=tuple(returns))
    assert sorted(ids(status_of(again))) == sorted(ids(status_of(invented)))


def with_own_numbers(invented: Order) -> Order:
    """The order without a number that two of its shipments have: these would be one parcel."""
    own = (replace(parcel, tracking=(numbered(parcel.id),)) for parcel in invented.fulfillments)
    return replace(invented, fulfillments=tuple(own))


@given(orders, st.lists(events, max_size=3).map(in_order))
def test_ids_stay_when_a_carrier_reports_something(invented: Order, reported: tuple[Event, ...]) -> None:
    # The shop's reports, not a carrier's: after them the units wait again, or are in no parcel.
    assume(not any(event.status in {"LABEL_VOIDED", "CANCELED"} for event in reported))
    numbered_parcels = with_own_numbers(invented)
    silent = tuple(replace(parcel, events=()) for parcel in numbered_parcels.fulfillments)
    found = tuple(replace(parcel, events=reported) for parcel in numbered_parcels.fulfillments)
    assert ids(status_of(replace(invented, fulfillments=found))) == ids(
        status_of(replace(invented, fulfillments=silent))
    )


@given(orders)
def test_ids_of_other_shipments_stay_when_one_is_called_off(invented: Order) -> None:
    invented = with_own_numbers(invented)
    before = shipment_ids(status_of(invented))
    for called_off in invented.fulfillments:
        rest = tuple(
            replace(parcel, status="CANCELLED") if parcel is called_off else parcel for parcel in invented.fulfillments
        )
        assert shipment_ids(status_of(replace(invented, fulfillments=rest))) == before - {shipment_id(called_off)}


@given(orders, st.integers(0, 60))
def test_ids_of_shipments_and_returns_do_not_depend_on_the_time(invented: Order, days: int) -> None:
    now, later = status_of(invented), status_of(invented, NOW + timedelta(days=days))
    # A shipment may be shown only once what is reported of it lies in the past.
    assert shipment_ids(now) | shipment_ids(later) <= {shipment_id(parcel) for parcel in invented.fulfillments}
    assert [part.id for part in later.returns] == [part.id for part in now.returns]


def test_id_of_pending_units_stays_when_a_part_is_sent() -> None:
    lines = (line(quantity=2, current_quantity=2, unfulfilled_quantity=2), line(id="lamp", title="Lamp"))
    waiting = order(lines=lines, fulfillment_orders=(group(units=(units(2), units(1, "lamp"))),))
    part_sent = replace(
        waiting,
        lines=(replace(lines[0], unfulfilled_quantity=1), lines[1]),
        fulfillments=(shipment(),),
        fulfillment_orders=(group(units=(units(1), units(1, "lamp"))),),
    )
    assert ids(status_of(waiting)) == ["pending-group"]
    assert ids(status_of(part_sent)) == ["pending-group", "shipment-parcel"]


def test_id_of_pending_units_stays_when_their_reason_changes() -> None:
    for changes in ({}, {"status": "ON_HOLD", "holds": ("INCORRECT_ADDRESS",)}, {"status": "IN_PROGRESS"}):
        status = status_of(order(fulfillment_orders=(group(**changes),)))
        assert ids(status) == ["pending-group"]
    late = status_of(order(fulfillment_orders=(group(),)), NOW + timedelta(days=30))
    assert (ids(late), late.parcels[0].reason) == (["pending-group"], Reason.OLDER_THAN_USUAL)


def test_id_of_a_shipment_stays_from_the_label_to_the_delivery() -> None:
    for status in ("LABEL_PRINTED", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"):
        scanned = shipment(events=(event(status, ago(hours=1)),))
        assert ids(status_of(sent(fulfillments=(scanned,)))) == ["shipment-parcel"]


def test_id_of_units_that_wait_is_extended_by_what_tells_lines_apart() -> None:
    assert is_or_extends("pending-1", "pending-1")
    assert is_or_extends("pending-1-preorder", "pending-1")
    assert not is_or_extends("pending-12", "pending-1")
