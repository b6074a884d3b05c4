from datetime import UTC, date, datetime, timedelta

import pytest

from tests.order.builders import (
    NOW,
    PLACED,
    ago,
    ahead,
    download,
    english,
    exchange_item,
    group,
    line,
    method,
    money,
    order,
    order_return,
    parcel_of,
    place,
    policy,
    shipment,
    status_of,
    units,
)
from tests.sampling import each_row
from tracking.order.missing import missing
from tracking.order.model import Fulfillment, Order
from tracking.order.pending import IMPORTANCE
from tracking.order.statuses import FULFILLMENT_ORDERS, HOLDS, REQUESTS, UNSENT
from tracking.order.vocabulary import Condition, Reason, Route, Stage

FRIDAY = datetime(2026, 11, 13, 12, tzinfo=UTC)


def reason_of(its_order: Order, now: datetime = NOW) -> Reason | None:
    return parcel_of(its_order, now).reason


def order_on_hold(*holds: str) -> Order:
    return order(fulfillment_orders=(group(status="ON_HOLD", holds=holds),))


def test_units_wait_together_by_location_route_and_reason() -> None:
    lines = (line(), line(id="lamp"), line(id="vase"))
    groups = (
        group(id="1", units=(units(),)),
        group(id="2", units=(units(line_id="lamp"),), location=place(city="Lund")),
        group(id="3", units=(units(line_id="vase"),)),
    )
    status = status_of(order(lines=lines, fulfillment_orders=groups))
    assert [(parcel.location, len(parcel.items)) for parcel in status.parcels] == [("Malmö", 2), ("Lund", 1)]


def test_one_line_may_wait_at_two_places() -> None:
    lines = (line(quantity=3, current_quantity=3, unfulfilled_quantity=3),)
    groups = (group(units=(units(1),)), group(units=(units(2),), location=place(city="Lund")))
    status = status_of(order(lines=lines, fulfillment_orders=groups))
    assert [(parcel.location, parcel.items[0].quantity) for parcel in status.parcels] == [("Malmö", 1), ("Lund", 2)]


def test_units_without_a_fulfillment_order_wait_with_the_only_one() -> None:
    assert parcel_of(order(fulfillment_orders=(group(units=()),))).location == "Malmö"


def test_units_outside_several_fulfillment_orders_wait_apart() -> None:
    assert parcel_of(order(fulfillment_orders=(group(units=()), group(units=())))).location is None


def test_a_hold_outranks_every_other_reason() -> None:
    busy = group(status="ON_HOLD", holds=("INCORRECT_ADDRESS",), request_status="REJECTED", fulfill_at=ahead(days=3))
    assert reason_of(order(fulfillment_orders=(busy,), placed_at=ago(days=30))) is Reason.HOLD_ADDRESS


def test_a_date_outranks_a_declined_request() -> None:
    later = group(status="SCHEDULED", request_status="REJECTED", fulfill_at=ahead(days=3))
    assert reason_of(order(fulfillment_orders=(later,))) is Reason.SCHEDULED


def test_a_declined_request_outranks_a_cancelled_shipment() -> None:
    declined = group(request_status="REJECTED")
    both = order(fulfillment_orders=(declined,), fulfillments=(shipment(status="CANCELLED"),))
    assert reason_of(both) is Reason.REQUEST_DECLINED


@each_row(
    ("dead", "reason"),
    [
        (shipment(status="CANCELLED"), Reason.FULFILLMENT_CANCELLED),
        (shipment(display_status="CANCELED"), Reason.FULFILLMENT_CANCELLED),
        (shipment(display_status="LABEL_VOIDED"), Reason.LABEL_VOIDED),
        (shipment(status="CANCELLED", display_status="LABEL_VOIDED"), Reason.FULFILLMENT_CANCELLED),
    ],
)
def test_called_off_shipment_outranks_older_than_usual(dead: Fulfillment, reason: Reason) -> None:
    assert reason_of(order(fulfillments=(dead,), placed_at=ago(days=30))) is reason


def test_a_shipment_that_was_called_off_is_no_reason_for_other_products() -> None:
    other = shipment(status="CANCELLED", units=(units(line_id="lamp"),))
    assert reason_of(order(fulfillments=(other,))) is None


def test_older_than_usual_outranks_at_warehouse() -> None:
    packing = group(status="IN_PROGRESS")
    assert reason_of(order(fulfillment_orders=(packing,), placed_at=ago(days=30))) is Reason.OLDER_THAN_USUAL


def test_unsubmitted_fulfillment_request_waits_for_the_supplier() -> None:
    waiting = parcel_of(order(fulfillment_orders=(group(can_request=True),)))
    assert (waiting.condition, waiting.reason) == (Condition.FINE, Reason.WAITING_FOR_SUPPLIER)


def test_submitted_fulfillment_request_has_been_sent() -> None:
    asked = group(can_request=True, request_status="SUBMITTED")
    assert reason_of(order(fulfillment_orders=(asked,))) is Reason.REQUEST_SENT


def test_a_hold_without_its_reason_is_a_pause() -> None:
    assert reason_of(order_on_hold()) is Reason.HOLD_OTHER


def test_post_purchase_hold_is_not_shown() -> None:
    brief = group(status="ON_HOLD", holds=("ONLINE_STORE_POST_PURCHASE_CROSS_SELL",), can_request=True)
    assert reason_of(order(fulfillment_orders=(brief,))) is None


def test_hold_that_the_customer_can_resolve_outranks_other_holds() -> None:
    assert reason_of(order_on_hold("OTHER", "INCORRECT_ADDRESS")) is Reason.HOLD_ADDRESS


@each_row("hold", ["INVENTORY_OUT_OF_STOCK", "UNKNOWN_DELIVERY_DATE", "OTHER"])
def test_a_held_line_with_a_selling_plan_is_a_preorder(hold: str) -> None:
    preorder = order(
        lines=(line(selling_plan="Preorder"),), fulfillment_orders=(group(status="ON_HOLD", holds=(hold,)),)
    )
    assert reason_of(preorder) is Reason.PREORDER


def test_a_scheduled_line_with_a_selling_plan_is_a_preorder_with_its_day() -> None:
    later = group(status="SCHEDULED", fulfill_at=ahead(days=10))
    preorder = parcel_of(order(lines=(line(selling_plan="Preorder"),), fulfillment_orders=(later,)))
    assert (preorder.reason, preorder.expected) == (Reason.PREORDER, date(2026, 11, 28))
    assert english(preorder.text).endswith("It’s planned to be sent on 2026-11-28 to 2026-11-28.")


def test_wrong_address_outranks_the_preorder() -> None:
    preorder = order(
        lines=(line(selling_plan="Preorder"),),
        fulfillment_orders=(group(status="ON_HOLD", holds=("INCORRECT_ADDRESS",)),),
    )
    assert reason_of(preorder) is Reason.HOLD_ADDRESS


def test_an_open_group_with_a_date_is_scheduled() -> None:
    later = parcel_of(order(fulfillment_orders=(group(fulfill_at=ahead(days=10)),)))
    assert (later.reason, later.expected) == (Reason.SCHEDULED, date(2026, 11, 28))


def test_scheduled_order_in_progress_is_at_the_warehouse() -> None:
    early = group(status="IN_PROGRESS", fulfill_at=ahead(days=10))
    assert reason_of(order(fulfillment_orders=(early,))) is Reason.AT_WAREHOUSE


def test_a_date_that_has_passed_is_no_reason() -> None:
    due = parcel_of(order(fulfillment_orders=(group(fulfill_at=ago(days=1)),)))
    assert (due.reason, due.expected) == (None, None)


def test_scheduled_order_without_a_day_names_none() -> None:
    assert english(parcel_of(order(fulfillment_status="SCHEDULED")).text).endswith("at a later date.")


# Three working days from Friday end on Wednesday.
@each_row(("days", "is_late"), [(0, False), (3, False), (5, False), (6, True)])
def test_an_order_is_late_after_three_working_days(days: int, *, is_late: bool) -> None:
    waiting = parcel_of(order(placed_at=FRIDAY), FRIDAY + timedelta(days=days))
    assert (waiting.condition is Condition.LATE) is is_late
    assert waiting.reason is (Reason.OLDER_THAN_USUAL if is_late else None)


def test_day_ends_in_the_zone_of_the_destination() -> None:
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)  # Thursday in Stockholm
    assert reason_of(order(placed_at=FRIDAY), late) is Reason.OLDER_THAN_USUAL
    assert reason_of(order(placed_at=FRIDAY, zone="UTC"), late) is None


def test_handling_time_comes_from_the_policy() -> None:
    assert parcel_of(order(placed_at=ago(days=5)), its_policy=policy(handling_days=10)).reason is None


def test_a_group_that_has_its_own_deadline_is_late_after_it() -> None:
    fo = group(fulfill_by=ago(days=1), created_at=None)
    assert reason_of(order(placed_at=ago(days=2), fulfillment_orders=(fo,))) is Reason.OLDER_THAN_USUAL


def test_a_promised_day_that_passed_unsent_is_late() -> None:
    promise = group(delivery=method(latest_at=ago(days=1)))
    assert reason_of(order(placed_at=ago(days=2), fulfillment_orders=(promise,))) is Reason.OLDER_THAN_USUAL


def test_scheduled_order_is_late_only_after_its_day() -> None:
    due = group(fulfill_at=ago(days=1))
    assert reason_of(order(placed_at=ago(days=30), fulfillment_orders=(due,))) is None


@pytest.mark.parametrize(
    "changes",
    [{"is_edited": True}, {"returns": (order_return(exchanges=(exchange_item(),)),)}],
    ids=["edited", "exchanged"],
)
def test_handling_time_of_added_items_starts_when_they_were_added(changes: dict[str, object]) -> None:
    added = group(created_at=ago(days=1))
    assert reason_of(order(placed_at=ago(days=30), fulfillment_orders=(added,), **changes)) is None


def test_moved_fulfillment_order_gets_no_more_time() -> None:
    moved = group(created_at=ago(days=1))
    assert reason_of(order(placed_at=ago(days=30), fulfillment_orders=(moved,))) is Reason.OLDER_THAN_USUAL


@each_row("financial_status", ["PAID", "AUTHORIZED", None])
def test_a_download_is_late_after_an_hour_also_one_that_is_free(financial_status: str | None) -> None:
    free = order(lines=(download(),), financial_status=financial_status, requires_shipping=False)
    at_once = parcel_of(free, PLACED + timedelta(hours=1))
    later = parcel_of(free, PLACED + timedelta(hours=1, seconds=1))
    reserved = Reason.PAY_RESERVED if financial_status == "AUTHORIZED" else None
    assert (at_once.route, at_once.stage, at_once.reason) == (Route.DIGITAL, Stage.CONFIRMED, reserved)
    assert (later.condition, later.reason) == (Condition.LATE, Reason.OLDER_THAN_USUAL)
    assert "spam folder" in english(later.text)


def test_a_download_that_is_not_paid_is_not_late() -> None:
    assert reason_of(order(lines=(download(),), financial_status="PENDING")) is Reason.PAY_PENDING


def test_passed_promise_is_no_estimate() -> None:
    promise = group(delivery=method(earliest_at=ago(days=3), latest_at=ago(days=1)))
    assert parcel_of(order(fulfillment_orders=(promise,))).estimate is None


@each_row("value", ["EXPIRED", "VOIDED", "PARTIALLY_PAID"])
def test_blocked_payment_has_no_estimate(value: str) -> None:
    promise = group(delivery=method(latest_at=ahead(days=1)))
    unpaid = order(financial_status=value, outstanding=money("12.50"), fulfillment_orders=(promise,))
    assert parcel_of(unpaid).estimate is None


@each_row(
    ("value", "route"),
    [
        ("SHIPPING", Route.SHIP),
        ("PICKUP_POINT", Route.PICKUP_POINT),
        ("PICK_UP", Route.PICKUP),
        ("LOCAL", Route.LOCAL_DELIVERY),
        ("ROWING_BOAT", Route.SHIP),
    ],
)
def test_delivery_method_decides_the_route(value: str, route: Route) -> None:
    assert parcel_of(order(fulfillment_orders=(group(delivery=method(method=value)),))).route is route


def test_fulfillment_order_without_a_delivery_method_is_shipped() -> None:
    assert parcel_of(order(fulfillment_orders=(group(delivery=None),))).route is Route.SHIP


def test_purchase_in_the_store_is_completed_without_a_fulfillment() -> None:
    counter = order(placed_at=ago(days=30), fulfillment_orders=(group(delivery=method(method="RETAIL")),))
    bought = parcel_of(counter)
    assert (bought.route, bought.stage, bought.condition) == (Route.IN_STORE, Stage.COMPLETED, Condition.DONE)


def test_exchange_waits_for_the_returned_items() -> None:
    assert reason_of(order_on_hold("AWAITING_RETURN_ITEMS")) is Reason.HOLD_RETURN_ITEMS


def test_every_reason_to_wait_has_its_rank() -> None:
    tables = (UNSENT, FULFILLMENT_ORDERS, REQUESTS, HOLDS)
    reasons = [meaning.reason for table in tables for meaning in table.values() if meaning.reason]
    assert missing(IMPORTANCE, reasons, content="place", module="tracking/order/pending.py") == []
