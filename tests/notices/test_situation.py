import json

from hypothesis import given

from tests.notices.situations import demo_situations, situation_of
from tests.order.builders import (
    NOW,
    PLACED,
    ago,
    ahead,
    download,
    event,
    group,
    insurance,
    method,
    order,
    order_return,
    sent,
    shipment,
    units,
)
from tests.order.strategies import orders
from tracking.notices.situation import Kind, Situation
from tracking.order.model import Order
from tracking.order.vocabulary import Condition, Reason, Stage


@given(orders)
def test_situation_survives_json(invented: Order) -> None:
    true = situation_of(invented)
    assert Situation.from_json(json.loads(json.dumps(true.to_json()))) == true


@given(orders)
def test_parts_have_distinct_ids_and_no_future(invented: Order) -> None:
    true = situation_of(invented)
    assert len({part.id for part in true.parts}) == len(true.parts)
    assert [part for part in true.parts if part.kind is Kind.PAYMENT] == [true.part("")]
    assert all(part.since is None or part.since <= true.at for part in true.parts if part.condition is Condition.LATE)


def test_situation_is_small() -> None:
    sizes = sorted(len(json.dumps(true.to_json())) for true in demo_situations().values())
    assert sizes[len(sizes) // 2] < 1_000


def test_order_has_its_day_and_its_marks() -> None:
    true = situation_of(order(is_test=True, is_partial=True))
    assert (true.order_id, true.at, true.placed_on, true.is_test, true.is_partial) == (
        "1",
        NOW,
        PLACED.date(),
        True,
        True,
    )
    assert true.is_silent
    assert true.cancelled is None


def test_cancelled_order_has_the_reason_and_the_time() -> None:
    true = situation_of(order(cancelled_at=ago(hours=1), cancel_reason="INVENTORY"))
    assert (true.cancelled, true.cancelled_at) == (Reason.CANCELLED_STOCK, ago(hours=1))
    assert [part.kind for part in true.parts] == [Kind.PAYMENT]


def test_sale_at_the_till_is_silent() -> None:
    bought = order(fulfillment_orders=(group(delivery=method(method="RETAIL")),))
    assert situation_of(bought).is_silent


def test_units_that_wait_have_the_day_on_which_they_leave_also_once_it_has_passed() -> None:
    planned = order(fulfillment_orders=(group(status="SCHEDULED", fulfill_at=ahead(days=3)),))
    part = situation_of(planned).part("pending-group")
    assert part
    assert (part.kind, part.reason, part.leaves, part.source) == (
        Kind.UNSENT,
        Reason.SCHEDULED,
        ahead(days=3).date(),
        None,
    )
    later = situation_of(planned, ahead(days=4)).part("pending-group")
    assert later
    assert later.leaves == ahead(days=3).date()


def test_shipment_knows_its_source_its_day_and_its_reports() -> None:
    reports = (
        event("IN_TRANSIT", ago(hours=5), estimated_at=ahead(days=1)),
        event("IN_TRANSIT", ago(hours=2), estimated_at=ahead(days=2)),
    )
    moving = shipment(id="gid://shopify/Fulfillment/7", events=reports, created_at=ago(hours=6))
    source = group(id="gid://shopify/FulfillmentOrder/4", status="CLOSED", units=(), fulfillment_ids=(moving.id,))
    part = situation_of(sent(fulfillments=(moving,), fulfillment_orders=(source,))).part("shipment-7")
    assert part
    assert (part.kind, part.stage, part.source) == (Kind.SENT, Stage.SHIPPED, "pending-4")
    assert (part.sent_at, part.reported_at, part.arrives_since) == (ago(hours=5), ago(hours=2), ago(hours=2))
    assert (part.arrives, part.arrived_before) == (ahead(days=2).date(), ahead(days=1).date())


def test_parcel_that_travels_again_is_not_out_for_delivery() -> None:
    tried = (event("OUT_FOR_DELIVERY", ago(hours=9)), event("ATTEMPTED_DELIVERY", ago(hours=8)))
    for reports, stage in (
        (tried, Stage.OUT_FOR_DELIVERY),
        ((*tried, event("IN_TRANSIT", ago(hours=2))), Stage.SHIPPED),
    ):
        part = situation_of(sent(fulfillments=(shipment(events=reports, created_at=ago(hours=10)),))).part(
            "shipment-parcel"
        )
        assert part
        assert part.stage is stage


def test_line_without_delivery_is_no_part_and_a_return_is_one() -> None:
    its = order(lines=(insurance(),), returns=(order_return(),))
    assert [part.kind for part in situation_of(its).parts] == [Kind.RETURN, Kind.PAYMENT]
    online = order(lines=(download(),), fulfillment_orders=(group(units=(units(line_id="pdf"),)),))
    assert [part.kind for part in situation_of(online).parts] == [Kind.UNSENT, Kind.PAYMENT]
