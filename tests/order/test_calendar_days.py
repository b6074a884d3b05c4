from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.order.builders import NOW, ago, ahead, event, group, line, method, order, sent, shipment, status_of, units
from tracking.order.calendar_days import CalendarDays, calendar_days
from tracking.order.model import Order, Tracking

TODAY = NOW.date()
PICK_UP = method(method="PICK_UP")


def found(its_order: Order, now: datetime = NOW) -> tuple[CalendarDays, ...]:
    return calendar_days(its_order, status_of(its_order, now), now)


def spans(its_order: Order, now: datetime = NOW) -> list[tuple[date, date]]:
    return [(each.first, each.last) for each in found(its_order, now)]


def on_its_way(estimated_at: datetime | None, **changes: object) -> Order:
    scan = event("IN_TRANSIT", ago(hours=2), estimated_at=estimated_at)
    return sent(fulfillments=(shipment(display_status="IN_TRANSIT", events=(scan,), **changes),))


def ready(status: str = "READY_FOR_PICKUP", days: int = 1, **changes: object) -> Order:
    handed = shipment(
        display_status=status,
        created_at=ago(days=days + 1),
        updated_at=ago(days=days),
        events=(event(status, ago(days=days)),),
        **changes,
    )
    return sent(fulfillments=(handed,))


def test_day_is_that_of_the_expected_arrival() -> None:
    assert spans(on_its_way(ahead(days=2))) == [(ahead(days=2).date(), ahead(days=2).date())]


def test_days_promised_at_the_checkout() -> None:
    promised = method(earliest_at=ahead(days=2), latest_at=ahead(days=4))
    waiting = order(fulfillment_orders=(group(delivery=promised),))
    assert spans(waiting) == [(ahead(days=2).date(), ahead(days=4).date())]


@pytest.mark.parametrize(
    "its_order",
    [
        order(),
        on_its_way(None),
        on_its_way(ago(hours=30), created_at=ago(days=4)),
        order(fulfillment_orders=(group(status="SCHEDULED", fulfill_at=ahead(days=5)),)),
        sent(fulfillments=(shipment(display_status="DELIVERED", estimated_at=ahead(days=1)),)),
        ready("PICKED_UP"),
        order(cancelled_at=ago(hours=1), cancel_reason="CUSTOMER"),
    ],
    ids=["no day", "no estimate", "passed", "day of sending", "arrived", "picked up", "cancelled"],
)
def test_nothing_else_is_a_day(its_order: Order) -> None:
    assert found(its_order) == ()


def test_pickup_lasts_from_when_it_is_ready_until_it_is_kept() -> None:
    kept = ready(days=2, tracking=(Tracking(company="PostNL", number="3SHRBR067970168", url=None),))
    assert spans(kept) == [(ago(days=2).date(), ago(days=2).date() + timedelta(days=7))]


def test_pickup_without_a_last_day_lasts_until_today() -> None:
    its = ready(tracking=())
    assert spans(its) == [(TODAY - timedelta(days=1), TODAY)]
    assert spans(its, NOW + timedelta(days=1)) == [(TODAY - timedelta(days=1), TODAY + timedelta(days=1))]


def test_pickup_that_is_over_has_no_day() -> None:
    assert spans(ready(days=20, tracking=())) == []


def test_day_on_which_a_pickup_is_planned_to_be_ready() -> None:
    planned = group(delivery=PICK_UP, status="SCHEDULED", fulfill_at=ahead(days=5))
    assert spans(order(fulfillment_orders=(planned,))) == [(ahead(days=5).date(), ahead(days=5).date())]


def test_each_parcel_with_a_day_has_its_own() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    first = on_its_way(ahead(days=1)).fulfillments[0]
    second = shipment(
        id="second",
        display_status="IN_TRANSIT",
        units=(units(line_id="lamp"),),
        events=(event("IN_TRANSIT", ago(hours=2), estimated_at=ahead(days=3)),),
    )
    both = found(sent(lines=lines, fulfillments=(first, second)))
    assert [each.last for each in both] == [ahead(days=1).date(), ahead(days=3).date()]
    assert len({each.parcel.id for each in both}) == 2


def test_days_are_revised_with_each_report_and_never_in_the_future() -> None:
    (before,) = found(on_its_way(ahead(days=2)))
    assert before.revised_at == ago(hours=2)
    later = sent(
        fulfillments=(
            shipment(
                display_status="IN_TRANSIT",
                events=(
                    event("IN_TRANSIT", ago(hours=2), estimated_at=ahead(days=2)),
                    event("IN_TRANSIT", ago(hours=1), estimated_at=ahead(days=3)),
                    event("IN_TRANSIT", ahead(days=1)),
                ),
            ),
        )
    )
    (after,) = found(later)
    assert (after.last, after.revised_at) == (ahead(days=3).date(), ago(hours=1))


def test_pickup_that_lasts_until_today_is_revised_each_day() -> None:
    its = ready(tracking=())
    revisions = [found(its, NOW + timedelta(days=days))[0].revised_at for days in range(3)]
    assert revisions == sorted(set(revisions))


def test_order_without_any_report_yet() -> None:
    placed = order(
        placed_at=ahead(hours=1),
        updated_at=ahead(hours=1),
        fulfillment_orders=(group(delivery=method(earliest_at=ahead(days=2))),),
    )
    assert [each.revised_at for each in found(placed)] == [ahead(hours=1)]


def test_days_changed_when_a_day_was_said_that_is_kept() -> None:
    moving = on_its_way(ahead(days=2))
    status = status_of(moving)
    (before,) = calendar_days(moving, status, NOW)
    said = replace(status.parcels[0].promises[0], said_at=ago(hours=1))
    (after,) = calendar_days(moving, status, NOW, {status.parcels[0].id: (said,)})
    assert (before.revised_at, after.revised_at) == (ago(hours=2), ago(hours=1))
