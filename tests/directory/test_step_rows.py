from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.directory.stored_orders import POLICY
from tests.order.builders import NOW, ago, line, order, shipment, transaction
from tracking.database.step_durations import StepDurationRow
from tracking.directory.step_rows import step_rows

MONTH_AGO = ago(days=30)
ZONE = ZoneInfo("America/Los_Angeles")  # eight hours behind
PARCEL = shipment(
    created_at=ago(days=8),
    in_transit_at=ago(days=7, hours=14.4),  # at 21:36
    delivered_at=ago(days=4, hours=10),
)
ORDER = order(
    fulfillments=(PARCEL,),
    placed_at=ago(days=10),
    transactions=(transaction(status="SUCCESS", at=ago(days=9)),),
)


def rows(since: datetime = MONTH_AGO, until: datetime = NOW) -> list[StepDurationRow]:
    return step_rows(ORDER, POLICY, since=since, until=until, zone=ZONE)


def test_days_are_the_shop_s_and_hours_are_rounded() -> None:
    found = {row.step: (row.started_on, row.ended_on, row.hours) for row in rows()}
    assert found == {
        "sent": (date(2026, 11, 9), date(2026, 11, 10), 24),
        "first_scan": (date(2026, 11, 10), date(2026, 11, 10), 10),
        "arrived": (date(2026, 11, 10), date(2026, 11, 13), 76),
    }
    assert {(row.carrier, row.country, row.shipping_method) for row in rows()} == {("ups", "SE", "Standard")}


def test_each_step_is_counted_on_one_side_of_a_moment() -> None:
    boundary = PARCEL.delivered_at
    assert boundary
    assert [row.step for row in rows(until=boundary)] == ["sent", "first_scan"]
    assert [row.step for row in rows(since=boundary)] == ["arrived"]
    assert [row.step for row in rows(until=boundary + timedelta(microseconds=1))] == ["sent", "first_scan", "arrived"]


def test_the_product_type_stands_in_the_row_of_what_was_sent() -> None:
    typed = replace(ORDER, lines=(line(product_type="M" * 300),))
    found = step_rows(typed, POLICY, since=MONTH_AGO, until=NOW, zone=ZONE)
    assert {row.step: row.product_type for row in found} == {"sent": "M" * 100, "first_scan": None, "arrived": None}


def test_no_row_says_of_which_order_it_is() -> None:
    text = repr(rows())
    assert not any(value in text for value in (ORDER.name, "1Z999", ORDER.placed_at.isoformat()))
    assert {type(value) for row in rows() for value in (row.started_on, row.ended_on)} == {date}
