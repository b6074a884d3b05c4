from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.order.builders import (
    NOW,
    ago,
    ahead,
    disposition,
    event,
    group,
    line,
    method,
    order,
    order_return,
    place,
    policy,
    sent,
    shipment,
    status_of,
    transaction,
)
from tests.order.usual_figures import SENT, usual_policy
from tests.sampling import each_row
from tracking.durations.steps import TimedStep
from tracking.order.model import Destination, Order
from tracking.order.policy import Policy
from tracking.order.usual import Usual
from tracking.order.vocabulary import Condition, Reason

TUESDAY = date(2026, 11, 17)  # the order was placed then; now it is Wednesday noon
NORWAY = Destination(city="Oslo", province=None, country="NO", postcode=None)


def waiting(**changes: Any) -> Order:  # noqa: ANN401 - the fields of a FulfillmentOrder
    return order(fulfillment_orders=(group(**changes),))


def moving(days: float = 1, scanned: float = 0.1, **changes: Any) -> Order:  # noqa: ANN401 - the fields of an Order
    scans = (event("IN_TRANSIT", ago(days=days)), event("IN_TRANSIT", ago(days=scanned)))
    parcel = shipment(display_status="IN_TRANSIT", created_at=ago(days=days), events=scans)
    return replace(sent(fulfillments=(parcel,), placed_at=ago(days=days + 1)), **changes)


def labeled(days: float) -> Order:
    parcel = shipment(display_status="LABEL_PRINTED", created_at=ago(days=days), updated_at=ago(days=days))
    return sent(fulfillments=(parcel,), placed_at=ago(days=days + 1))


def usual_of(its_order: Order, its_policy: Policy | None = None, now: datetime = NOW) -> Usual | None:
    return status_of(its_order, now, its_policy=its_policy or usual_policy()).usual


def test_days_are_whole_and_at_least_one() -> None:
    usual = Usual(step=TimedStep.SENT, median=0, most=0, since=TUESDAY)
    assert usual.days == (1, 1)
    assert replace(usual, median=3, most=5).days == (2, 3)
    assert replace(usual, median=3, most=4).days == (2, 2)


def test_usual_time_is_over_only_after_one_more_working_day() -> None:
    sending = Usual(step=TimedStep.SENT, median=2, most=4, since=TUESDAY)
    assert sending.looked_into_after == date(2026, 11, 20)  # Friday: two working days and one
    arrival = replace(sending, step=TimedStep.ARRIVED, most=8)
    assert arrival.looked_into_after == date(2026, 11, 23)  # Saturday, and the next working day
    assert not arrival.is_over(date(2026, 11, 23))
    assert arrival.is_over(date(2026, 11, 24))


def test_units_that_wait_are_counted_from_their_payment() -> None:
    expected = Usual(step=TimedStep.SENT, median=2, most=4, since=TUESDAY)
    assert usual_of(waiting()) == expected
    paid = replace(waiting(), placed_at=ago(days=3), transactions=(transaction(status="SUCCESS", at=ago(days=1)),))
    assert usual_of(paid) == expected


@each_row(
    "its_order",
    [
        waiting(fulfill_by=ahead(days=3)),
        waiting(status="SCHEDULED", fulfill_at=ahead(days=9)),
        waiting(delivery=method(earliest_at=ahead(days=2), latest_at=ahead(days=3))),
        waiting(delivery=method(method="PICK_UP")),
        waiting(delivery=method(method="LOCAL")),
        waiting(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",)),
        replace(waiting(), is_edited=True),
        replace(waiting(), is_test=True),
        moving(is_test=True),
        replace(waiting(), transactions=(transaction(status="PENDING", at=ago(days=1)),)),
    ],
    ids=[
        "deadline",
        "planned",
        "promised",
        "pickup",
        "own driver",
        "hold",
        "edited",
        "test",
        "test that moves",
        "not paid",
    ],
)
def test_where_a_day_is_known_or_nothing_is_measured_nothing_is_usual(its_order: Order) -> None:
    assert usual_of(its_order) is None


def test_units_split_off_or_moved_are_counted_from_then() -> None:
    moved = replace(waiting(created_at=ago(days=1)), placed_at=ago(days=9))
    assert usual_of(moved) == Usual(step=TimedStep.SENT, median=2, most=4, since=TUESDAY)


def test_a_partner_is_not_measured_by_the_shop_s_own_shipments() -> None:
    partner = waiting(can_request=True, location=place(name="Partner"))
    assert usual_of(partner) is None
    its_own = ["sent", None, None, None, "Partner", None, 4, 6]
    expected = Usual(step=TimedStep.SENT, median=4, most=6, since=TUESDAY)
    assert usual_of(partner, usual_policy(its_own)) == expected
    chair = replace(partner, lines=(line(product_type="Furniture"),))
    of_all_locations = ["sent", *[None] * 4, "Furniture", 8, 12]
    assert usual_of(chair, usual_policy(of_all_locations)) is None
    assert usual_of(chair, usual_policy(of_all_locations, its_own)) == expected


def test_waiting_units_are_compared_with_their_own_product_type() -> None:
    figures = usual_policy(SENT, ["sent", *[None] * 4, "Furniture", 8, 12])
    made = Usual(step=TimedStep.SENT, median=8, most=12, since=TUESDAY)
    quick = replace(made, median=2, most=4)
    for lines, expected in (
        ((line(product_type="Furniture"),), made),
        ((line(product_type="Mugs"),), quick),
        ((line(product_type="Furniture"), line(id="mug", product_type="Mugs")), made),  # what takes longer
        ((line(), line(id="chair", product_type="Furniture")), made),
        ((line(product_type="Mugs"), line(id="card")), quick),
        ((line(product_type="Mugs"), line(id="plan", product_type="Furniture", requires_shipping=False)), quick),
    ):
        assert usual_of(replace(waiting(), lines=lines), figures) == expected


def test_of_several_types_the_slowest_tells_nothing_where_its_range_is_too_wide() -> None:
    figures = usual_policy(SENT, ["sent", *[None] * 4, "Furniture", 2, 12])
    both = (line(product_type="Furniture"), line(id="mug", product_type="Mugs"))
    assert usual_of(replace(waiting(), lines=both), figures) is None
    assert usual_of(replace(waiting(), lines=both[1:]), figures)


@pytest.mark.parametrize(("median", "most"), [(40, 120), (2, 10), (30, 32)], ids=["silly", "too wide", "too long"])
def test_a_range_that_tells_nothing_is_not_said(median: int, most: int) -> None:
    assert usual_of(waiting(), usual_policy([*SENT[:6], median, most])) is None


def test_the_day_that_was_named_does_not_move_when_the_figures_change() -> None:
    changed = usual_policy([*SENT[:6], 4, 8], [*SENT, "2026-11-18"])
    assert usual_of(waiting(), changed) == usual_of(waiting())
    later = replace(waiting(), placed_at=ago(hours=1))
    assert usual_of(later, changed) == Usual(step=TimedStep.SENT, median=4, most=8, since=date(2026, 11, 18))


def test_the_shop_s_handling_time_comes_first() -> None:
    assert usual_of(waiting(), usual_policy(has_handling_days=True)) is None
    assert usual_of(moving(), usual_policy(has_handling_days=True))
    assert usual_of(waiting(), policy()) is None


def test_order_on_hold_is_counted_from_its_release() -> None:
    released = order(
        placed_at=ago(days=20), fulfillment_orders=(group(created_at=ago(days=20), released_at=ago(days=1)),)
    )
    usual = usual_of(released)
    assert usual
    assert usual.since == TUESDAY
    assert status_of(released, its_policy=usual_policy()).headline.condition is Condition.FINE
    for terms in (policy(), policy(handling_days=2, has_handling_days=True)):
        assert status_of(released, its_policy=terms).headline.condition is Condition.FINE
        assert status_of(released, ahead(days=9), terms).headline.condition is Condition.LATE


def test_a_parcel_that_moves_is_counted_from_its_first_scan() -> None:
    at_home = Usual(step=TimedStep.ARRIVED, median=3, most=5, since=TUESDAY, carrier="UPS")
    assert (
        usual_of(moving(fulfillment_orders=(group(fulfillment_ids=("parcel",), units=(), status="CLOSED"),))) == at_home
    )
    assert usual_of(moving(fulfillment_orders=())) == replace(at_home, country="SE")  # from where is not known
    # A figure of the country alone names no carrier.
    assert usual_of(moving(destination=NORWAY)) == replace(at_home, median=5, most=10, carrier=None, country="NO")
    assert usual_of(moving(destination=replace(NORWAY, country="JP"))) is None
    assert usual_of(moving(destination=None)) is None


def test_the_carrier_s_estimate_comes_first() -> None:
    scan = event("IN_TRANSIT", ago(hours=3), estimated_at=ahead(days=2))
    assert usual_of(sent(fulfillments=(shipment(display_status="IN_TRANSIT", events=(scan,)),))) is None


def test_a_label_is_counted_from_its_making() -> None:
    usual = usual_of(labeled(1))
    assert usual == Usual(step=TimedStep.FIRST_SCAN, median=1, most=2, since=TUESDAY, carrier="UPS")


def test_the_days_of_a_carrier_are_longer_by_the_holidays_between() -> None:
    before_christmas = date(2026, 12, 22)
    arrival = Usual(step=TimedStep.ARRIVED, median=2, most=6, since=before_christmas, region="SE")
    assert arrival.days == (1, 5)  # Christmas Eve and Christmas Day are none of the three
    assert arrival.looked_into_after == date(2026, 12, 28)
    sending = replace(arrival, step=TimedStep.SENT)
    assert sending.days == (1, 3)
    assert sending.looked_into_after == date(2026, 12, 30)


def test_the_holidays_are_those_of_the_shop() -> None:
    usual = usual_of(moving(shop_region="SE"))
    assert usual
    assert usual.region == "SE"


def test_a_refund_is_counted_from_the_inspection() -> None:
    inspected = order_return(dispositions=(disposition(at=ago(days=1)),))
    (back,) = status_of(sent(returns=(inspected,)), its_policy=usual_policy()).returns
    assert back.usual == Usual(step=TimedStep.REFUNDED, median=2, most=6, since=TUESDAY)
    (back,) = status_of(sent(returns=(order_return(),)), its_policy=usual_policy()).returns
    assert back.usual is None


_FRIDAY_NIGHT = datetime(2026, 11, 20, 22, 59, 59, tzinfo=NOW.tzinfo)  # in Stockholm a second before midnight


@pytest.mark.parametrize(
    ("its_order", "last", "reason"),
    [
        (waiting(), _FRIDAY_NIGHT, Reason.OLDER_THAN_USUAL),
        (labeled(1), _FRIDAY_NIGHT - timedelta(days=1), Reason.NO_SCAN_YET),  # Wednesday, and a working day
        (moving(), _FRIDAY_NIGHT + timedelta(days=3), Reason.ESTIMATE_PASSED),  # Friday, and a working day
    ],
    ids=["unsent", "not scanned", "on its way"],
)
def test_order_is_late_once_the_day_named_on_its_page_is_over(its_order: Order, last: datetime, reason: Reason) -> None:
    before = status_of(its_order, last, its_policy=usual_policy())
    after = status_of(its_order, last + timedelta(seconds=1), its_policy=usual_policy())
    assert [each.is_past_usual for each in before.parcels] == [False]
    assert [each.is_past_usual for each in after.parcels] == [True]
    assert (after.headline.condition, after.headline.reason) == (Condition.LATE, reason)


def test_a_shop_that_is_slower_than_three_days_is_not_late_after_three() -> None:
    old = order(placed_at=ago(days=7), fulfillment_orders=(group(created_at=ago(days=7)),))
    assert status_of(old).headline.condition is Condition.LATE
    slow = usual_policy([*SENT[:6], 8, 12])
    assert status_of(old, its_policy=slow).headline.condition is Condition.FINE
