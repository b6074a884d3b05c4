from dataclasses import replace
from datetime import timedelta

from tests.notices.situations import POLICY, bad_news, part_of, situation_of, told_of
from tests.order.builders import NOW, ago, event, group, line, money, order, sent, shipment, units
from tests.sampling import each_row
from tracking.notices.codes import NoticeCode
from tracking.notices.news import News
from tracking.notices.notice_history import NoticeHistory
from tracking.notices.recoveries import is_on_track, recoveries
from tracking.notices.situation import situation
from tracking.order.model import Event, Order
from tracking.order.status import order_status
from tracking.order.vocabulary import Reason

DELAYED = event("DELAYED", ago(hours=3))
PART = "shipment-parcel"


def parcel(*events: Event) -> Order:
    return sent(fulfillments=(shipment(events=(event("IN_TRANSIT", ago(hours=30)), *events), created_at=ago(days=2)),))


def back(*changes: Order) -> list[tuple[str, str]]:
    return [(each.part, each.about) for each in told_of(*changes) if each.code is NoticeCode.BACK_ON_TRACK]


def at(status: str, hours: int = 0) -> Event:
    return event(status, ago(hours=hours))


@each_row(
    ("status", "is_back"),
    [
        ("IN_TRANSIT", True),
        ("OUT_FOR_DELIVERY", True),
        ("DELIVERED", True),
        ("READY_FOR_PICKUP", True),
        ("PICKED_UP", False),  # which the customer did
        ("ATTEMPTED_DELIVERY", False),
        ("NOT_DELIVERED", False),
    ],
)
def test_delayed_parcel_is_back_on_track_when_it_moves_or_has_arrived(status: str, *, is_back: bool) -> None:
    assert back(parcel(), parcel(DELAYED), parcel(DELAYED, at(status))) == ([(PART, "delayed")] if is_back else [])


def test_news_that_was_not_told_is_not_taken_back() -> None:
    moving = situation_of(parcel(DELAYED, at("IN_TRANSIT")))
    late = situation_of(parcel(DELAYED), ago(hours=1))
    waiting = bad_news(NoticeCode.DELAYED, PART, Reason.DELAYED)
    for history in (NoticeHistory(before=late), NoticeHistory(before=late, waiting=(waiting,))):
        assert list(recoveries(history, moving, NOW)) == []
    assert len(list(recoveries(NoticeHistory(before=late, left=(waiting,)), moving, NOW))) == 1


def test_delay_is_taken_back_once() -> None:
    changes = (parcel(), parcel(DELAYED), parcel(DELAYED, at("IN_TRANSIT", 1)))
    assert back(*changes, parcel(DELAYED, at("IN_TRANSIT", 1), at("IN_TRANSIT"))) == []


def test_last_reason_that_was_told_is_taken_back() -> None:
    wrong = parcel(DELAYED, at("ATTEMPTED_DELIVERY", 1))
    assert back(parcel(), parcel(DELAYED), wrong, parcel(DELAYED, at("ATTEMPTED_DELIVERY", 1), at("IN_TRANSIT"))) == [
        (PART, "attempt_failed")
    ]


def test_units_that_waited_are_back_on_track_in_the_shipment_that_moves() -> None:
    source = group(id="gid://shopify/FulfillmentOrder/1")
    held = order(fulfillment_orders=(replace(source, status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",)),))
    parcel_id = "gid://shopify/Fulfillment/2"
    closed = replace(source, status="CLOSED", units=(), fulfillment_ids=(parcel_id,))
    label = shipment(id=parcel_id, display_status="LABEL_PRINTED", created_at=ago(hours=1))
    moving = replace(label, display_status="IN_TRANSIT", events=(event("IN_TRANSIT", NOW),))
    free = order(fulfillment_orders=(source,))
    packed, left = (sent(fulfillments=(each,), fulfillment_orders=(closed,)) for each in (label, moving))
    assert back(free, held, free) == [("pending-1", "hold_stock")]
    assert back(free, held, packed) == []
    assert back(free, held, packed, left) == [("shipment-2", "hold_stock")]
    assert back(free, held, left) == [("shipment-2", "hold_stock")]


def test_units_that_are_late_are_back_on_track_only_when_they_leave() -> None:
    late = order(placed_at=ago(days=6))
    patient = replace(POLICY, handling_days=10)  # the shop has changed its setting
    bad = bad_news(NoticeCode.NOT_SENT_YET, "pending-order", Reason.OLDER_THAN_USUAL)
    history = NoticeHistory(before=situation_of(late, ago(hours=1)), left=(bad,))
    on_time = situation(order_status(late, NOW, patient), late, NOW, patient)
    assert list(recoveries(history, on_time, NOW)) == []


def test_parcel_is_not_back_on_track_by_a_setting() -> None:
    silent = sent(fulfillments=(shipment(events=(event("IN_TRANSIT", ago(days=8)),), created_at=ago(days=9)),))
    patient = replace(POLICY, stalled_days=20)
    bad = bad_news(NoticeCode.DELAYED, PART, Reason.STALLED)
    history = NoticeHistory(before=situation_of(silent, ago(hours=1)), left=(bad,))
    assert list(recoveries(history, situation(order_status(silent, NOW, patient), silent, NOW, patient), NOW)) == []


def test_clock_that_was_set_back_takes_nothing_back() -> None:
    bad = News(NoticeCode.DELAYED, PART, "stalled", NOW + timedelta(hours=1))
    assert list(recoveries(NoticeHistory(left=(bad,)), situation_of(parcel()), NOW)) == []


def test_paid_order_goes_on() -> None:
    owing = order(financial_status="PARTIALLY_PAID", outstanding=money("9.00"), is_edited=True)
    assert back(order(), owing, order()) == [("", "pay_balance_due")]


def test_other_parcel_of_the_order_takes_nothing_back() -> None:
    lines = (line(quantity=2, current_quantity=2, unfulfilled_quantity=0),)
    first = shipment(id="first", events=(DELAYED,), created_at=ago(days=1), units=(units(),))
    second = shipment(id="second", events=(at("IN_TRANSIT", 2),), created_at=ago(days=1), units=(units(),))
    before = sent(lines=lines, fulfillments=(replace(first, events=(at("IN_TRANSIT", 9),)), second))
    late = sent(lines=lines, fulfillments=(first, second))
    moving = sent(lines=lines, fulfillments=(first, replace(second, events=(*second.events, at("DELIVERED")))))
    assert back(before, late, moving) == []


def test_cancelled_order_takes_nothing_back() -> None:
    bad = bad_news(NoticeCode.NOT_SENT_YET, "pending-order", Reason.HOLD_STOCK)
    assert list(recoveries(NoticeHistory(left=(bad,)), situation_of(order(cancelled_at=ago(hours=1))), NOW)) == []


def test_pickup_point_is_no_way_out_of_having_waited_there() -> None:
    ready = part_of(shipment(events=(at("READY_FOR_PICKUP", 1),), created_at=ago(days=1)))
    assert is_on_track(ready, NOW, after=Reason.DELAYED)
    assert not is_on_track(ready, NOW, after=Reason.AT_PICKUP_POINT)


def test_parcel_without_tracking_has_left() -> None:
    assert is_on_track(part_of(shipment(tracking=())), NOW, after=Reason.OLDER_THAN_USUAL)
