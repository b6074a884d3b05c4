from datetime import UTC, date, datetime, timedelta

import pytest

from tests.order.builders import (
    NOW,
    PLACED,
    ago,
    ahead,
    download,
    going_back,
    group,
    line,
    method,
    new_item,
    order,
    parcel_of,
    place,
    policy,
    say,
    shipment,
    shown,
    units,
)
from tracking.order.missing import missing
from tracking.order.model import Fulfillment, Order
from tracking.order.pending import IMPORTANCE
from tracking.order.statuses import FULFILLMENT_ORDERS, HOLDS, REQUESTS, UNSENT
from tracking.order.vocabulary import Condition, Reason, Route, Stage

FRIDAY = datetime(2026, 11, 13, 12, tzinfo=UTC)


def reason_of(its_order: Order, now: datetime = NOW) -> Reason | None:
    return parcel_of(its_order, now).reason


def held(*holds: str) -> Order:
    return order(fulfillment_orders=(group(status="ON_HOLD", holds=holds),))


def test_units_wait_together_by_place_way_and_reason() -> None:
    lines = (line(), line(id="lamp"), line(id="vase"))
    groups = (
        group(id="1", units=(units(),)),
        group(id="2", units=(units(line_id="lamp"),), location=place(city="Lund")),
        group(id="3", units=(units(line_id="vase"),)),
    )
    status = shown(order(lines=lines, fulfillment_orders=groups))
    assert [(parcel.location, len(parcel.items)) for parcel in status.parcels] == [("Malmö", 2), ("Lund", 1)]


def test_one_line_may_wait_at_two_places() -> None:
    lines = (line(quantity=3, current_quantity=3, unfulfilled_quantity=3),)
    groups = (group(units=(units(1),)), group(units=(units(2),), location=place(city="Lund")))
    status = shown(order(lines=lines, fulfillment_orders=groups))
    assert [(parcel.location, parcel.items[0].quantity) for parcel in status.parcels] == [("Malmö", 1), ("Lund", 2)]


def test_units_that_no_group_names_wait_with_the_only_one() -> None:
    assert parcel_of(order(fulfillment_orders=(group(units=()),))).location == "Malmö"


def test_units_that_none_of_several_groups_names_wait_by_themselves() -> None:
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


@pytest.mark.parametrize(
    ("dead", "reason"),
    [
        (shipment(status="CANCELLED"), Reason.FULFILLMENT_CANCELLED),
        (shipment(display_status="CANCELED"), Reason.FULFILLMENT_CANCELLED),
        (shipment(display_status="LABEL_VOIDED"), Reason.LABEL_VOIDED),
        (shipment(status="CANCELLED", display_status="LABEL_VOIDED"), Reason.FULFILLMENT_CANCELLED),
    ],
)
def test_a_shipment_that_was_called_off_outranks_that_it_takes_long(dead: Fulfillment, reason: Reason) -> None:
    assert reason_of(order(fulfillments=(dead,), placed_at=ago(days=30))) is reason


def test_a_shipment_that_was_called_off_is_no_reason_for_other_products() -> None:
    other = shipment(status="CANCELLED", units=(units(line_id="lamp"),))
    assert reason_of(order(fulfillments=(other,))) is None


def test_that_it_takes_long_outranks_where_it_waits() -> None:
    packing = group(status="IN_PROGRESS")
    assert reason_of(order(fulfillment_orders=(packing,), placed_at=ago(days=30))) is Reason.OLDER_THAN_USUAL


def test_a_place_of_somebody_else_that_was_not_asked_is_a_supplier() -> None:
    waiting = parcel_of(order(fulfillment_orders=(group(can_request=True),)))
    assert (waiting.condition, waiting.reason) == (Condition.FINE, Reason.WAITING_FOR_SUPPLIER)


def test_a_supplier_that_was_asked_is_packing() -> None:
    asked = group(can_request=True, request_status="SUBMITTED")
    assert reason_of(order(fulfillment_orders=(asked,))) is Reason.AT_WAREHOUSE


def test_a_hold_without_its_reason_is_a_pause() -> None:
    assert reason_of(held()) is Reason.HOLD_OTHER


def test_the_hold_of_minutes_after_the_checkout_is_not_shown() -> None:
    brief = group(status="ON_HOLD", holds=("ONLINE_STORE_POST_PURCHASE_CROSS_SELL",), can_request=True)
    assert reason_of(order(fulfillment_orders=(brief,))) is None


def test_of_several_holds_the_one_that_the_customer_can_settle_counts() -> None:
    assert reason_of(held("OTHER", "INCORRECT_ADDRESS")) is Reason.HOLD_ADDRESS


@pytest.mark.parametrize("hold", ["INVENTORY_OUT_OF_STOCK", "UNKNOWN_DELIVERY_DATE", "OTHER"])
def test_a_held_line_with_a_selling_plan_is_a_preorder(hold: str) -> None:
    preorder = order(lines=(line(has_selling_plan=True),), fulfillment_orders=(group(status="ON_HOLD", holds=(hold,)),))
    assert reason_of(preorder) is Reason.PREORDER


def test_a_scheduled_line_with_a_selling_plan_is_a_preorder_with_its_day() -> None:
    later = group(status="SCHEDULED", fulfill_at=ahead(days=10))
    preorder = parcel_of(order(lines=(line(has_selling_plan=True),), fulfillment_orders=(later,)))
    assert (preorder.reason, preorder.expected) == (Reason.PREORDER, date(2026, 11, 28))
    assert say(preorder.text).endswith("It is planned to be sent on 2026-11-28 to 2026-11-28.")


def test_a_preorder_with_a_wrong_address_needs_the_address_first() -> None:
    preorder = order(
        lines=(line(has_selling_plan=True),),
        fulfillment_orders=(group(status="ON_HOLD", holds=("INCORRECT_ADDRESS",)),),
    )
    assert reason_of(preorder) is Reason.HOLD_ADDRESS


def test_an_open_group_with_a_date_is_scheduled() -> None:
    later = parcel_of(order(fulfillment_orders=(group(fulfill_at=ahead(days=10)),)))
    assert (later.reason, later.expected) == (Reason.SCHEDULED, date(2026, 11, 28))


def test_what_is_packed_before_its_day_is_being_packed() -> None:
    early = group(status="IN_PROGRESS", fulfill_at=ahead(days=10))
    assert reason_of(order(fulfillment_orders=(early,))) is Reason.AT_WAREHOUSE


def test_a_date_that_has_passed_is_no_reason() -> None:
    due = parcel_of(order(fulfillment_orders=(group(fulfill_at=ago(days=1)),)))
    assert (due.reason, due.expected) == (None, None)


def test_scheduled_without_a_day_says_so_without_one() -> None:
    assert say(parcel_of(order(fulfillment_status="SCHEDULED")).text).endswith("at a later date.")


# Three working days from Friday end on Wednesday.
@pytest.mark.parametrize(("days", "is_late"), [(0, False), (3, False), (5, False), (6, True)])
def test_an_order_is_late_after_three_working_days(days: int, *, is_late: bool) -> None:
    waiting = parcel_of(order(placed_at=FRIDAY), FRIDAY + timedelta(days=days))
    assert (waiting.condition is Condition.LATE) is is_late
    assert waiting.reason is (Reason.OLDER_THAN_USUAL if is_late else None)


def test_the_day_ends_where_the_parcel_goes() -> None:
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)  # Thursday in Stockholm
    assert reason_of(order(placed_at=FRIDAY), late) is Reason.OLDER_THAN_USUAL
    assert reason_of(order(placed_at=FRIDAY, zone="UTC"), late) is None


def test_the_shop_decides_how_long_is_usual() -> None:
    assert parcel_of(order(placed_at=ago(days=5)), its_policy=policy(handling_days=10)).reason is None


def test_a_group_that_has_its_own_deadline_is_late_after_it() -> None:
    fo = group(fulfill_by=ago(days=1), created_at=None)
    assert reason_of(order(placed_at=ago(days=2), fulfillment_orders=(fo,))) is Reason.OLDER_THAN_USUAL


def test_a_promised_day_that_passed_unsent_is_late() -> None:
    promise = group(delivery=method(latest_at=ago(days=1)))
    assert reason_of(order(placed_at=ago(days=2), fulfillment_orders=(promise,))) is Reason.OLDER_THAN_USUAL


def test_what_was_scheduled_is_late_only_after_its_day() -> None:
    due = group(fulfill_at=ago(days=1))
    assert reason_of(order(placed_at=ago(days=30), fulfillment_orders=(due,))) is None


@pytest.mark.parametrize(
    "changes", [{"is_edited": True}, {"returns": (going_back(exchanges=(new_item(),)),)}], ids=["edited", "exchanged"]
)
def test_what_was_added_later_has_time_from_then_on(changes: dict[str, object]) -> None:
    added = group(created_at=ago(days=1))
    assert reason_of(order(placed_at=ago(days=30), fulfillment_orders=(added,), **changes)) is None


def test_a_group_that_was_only_moved_wins_no_time() -> None:
    moved = group(created_at=ago(days=1))
    assert reason_of(order(placed_at=ago(days=30), fulfillment_orders=(moved,))) is Reason.OLDER_THAN_USUAL


@pytest.mark.parametrize("financial_status", ["PAID", "AUTHORIZED", None])
def test_a_download_is_late_after_an_hour_also_one_that_is_free(financial_status: str | None) -> None:
    free = order(lines=(download(),), financial_status=financial_status, requires_shipping=False)
    at_once = parcel_of(free, PLACED + timedelta(hours=1))
    later = parcel_of(free, PLACED + timedelta(hours=1, seconds=1))
    reserved = Reason.PAY_RESERVED if financial_status == "AUTHORIZED" else None
    assert (at_once.route, at_once.stage, at_once.reason) == (Route.DIGITAL, Stage.CONFIRMED, reserved)
    assert (later.condition, later.reason) == (Condition.LATE, Reason.OLDER_THAN_USUAL)
    assert "spam folder" in say(later.text)


def test_a_download_that_is_not_paid_is_not_late() -> None:
    assert reason_of(order(lines=(download(),), financial_status="PENDING")) is Reason.PAY_PENDING


def test_a_broken_promise_is_no_estimate() -> None:
    promise = group(delivery=method(earliest_at=ago(days=3), latest_at=ago(days=1)))
    assert parcel_of(order(fulfillment_orders=(promise,))).estimate is None


@pytest.mark.parametrize("word", ["EXPIRED", "VOIDED", "PARTIALLY_PAID"])
def test_nothing_is_promised_while_the_payment_stands_in_the_way(word: str) -> None:
    promise = group(delivery=method(latest_at=ahead(days=1)))
    assert parcel_of(order(financial_status=word, fulfillment_orders=(promise,))).estimate is None


@pytest.mark.parametrize(
    ("word", "route"),
    [
        ("SHIPPING", Route.SHIP),
        ("PICKUP_POINT", Route.PICKUP_POINT),
        ("PICK_UP", Route.PICKUP),
        ("LOCAL", Route.LOCAL_DELIVERY),
        ("ROWING_BOAT", Route.SHIP),
    ],
)
def test_the_way_that_was_chosen_is_the_route(word: str, route: Route) -> None:
    assert parcel_of(order(fulfillment_orders=(group(delivery=method(method=word)),))).route is route


def test_a_group_without_a_way_is_shipped() -> None:
    assert parcel_of(order(fulfillment_orders=(group(delivery=None),))).route is Route.SHIP


def test_what_was_bought_at_the_counter_is_completed_whatever_was_not_written_down() -> None:
    counter = order(placed_at=ago(days=30), fulfillment_orders=(group(delivery=method(method="RETAIL")),))
    bought = parcel_of(counter)
    assert (bought.route, bought.stage, bought.condition) == (Route.IN_STORE, Stage.COMPLETED, Condition.DONE)


def test_an_exchange_waits_for_what_is_sent_back() -> None:
    assert reason_of(held("AWAITING_RETURN_ITEMS")) is Reason.HOLD_RETURN_ITEMS


def test_every_reason_to_wait_has_its_place_among_the_others() -> None:
    tables = (UNSENT, FULFILLMENT_ORDERS, REQUESTS, HOLDS)
    reasons = [meaning.reason for table in tables for meaning in table.values() if meaning.reason]
    assert missing(IMPORTANCE, reasons, content="place", module="tracking/order/pending.py") == []
