from dataclasses import replace

from hypothesis import given

from tests.order.builders import ago, event, line, order, shipment, status_of, units
from tests.order.strategies import orders
from tests.sampling import each_row
from tracking.order.model import Order
from tracking.order.page_order import in_page_order
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import Condition, Reason, Route, Stage

# From the first to the last (STATUSES, order of the page).
RANKED = (
    (Condition.PROBLEM, Stage.SHIPPED),
    (Condition.ACTION_NEEDED, Stage.READY_FOR_PICKUP),
    (Condition.LATE, Stage.SHIPPED),
    (Condition.FINE, Stage.OUT_FOR_DELIVERY),
    (Condition.FINE, Stage.READY_FOR_PICKUP),
    (Condition.FINE, Stage.SHIPPED),
    (Condition.WAITING, Stage.PREPARING),
    (Condition.FINE, Stage.PREPARING),
    (Condition.DONE, Stage.SHIPPED),
    (Condition.DONE, Stage.DELIVERED),
)

PARCEL = replace(status_of(order()).parcels[0], number=None)


def of(condition: Condition, stage: Stage) -> Parcel:
    return replace(PARCEL, condition=condition, stage=stage, reason=None)


def test_parcels_that_need_someone_come_first_and_arrived_ones_last() -> None:
    shown = in_page_order(tuple(of(*each) for each in reversed(RANKED)))
    assert [(parcel.condition, parcel.stage) for parcel in shown] == list(RANKED)


def test_numbers_are_those_of_the_order_of_creation() -> None:
    shown = in_page_order((of(Condition.DONE, Stage.DELIVERED), of(Condition.FINE, Stage.SHIPPED)))
    assert [(parcel.stage, parcel.number) for parcel in shown] == [(Stage.SHIPPED, 2), (Stage.DELIVERED, 1)]


def test_part_without_a_carrier_has_no_number_and_one_that_is_not_sent_is_last() -> None:
    quiet = replace(PARCEL, route=Route.DIGITAL, reason=Reason.NOTHING_TO_SEND)
    shown = in_page_order((quiet, of(Condition.DONE, Stage.DELIVERED)))
    assert [parcel.number for parcel in shown] == [1, None]


@given(orders)
def test_page_has_each_parcel_once(invented: Order) -> None:
    parcels = status_of(invented).parcels
    assert len({parcel.id for parcel in parcels}) == len(parcels)
    numbers = [parcel.number for parcel in parcels if parcel.number]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def several(*statuses: str) -> Order:
    boxes = (
        shipment(
            id=f"box-{n}",
            display_status=status,
            events=(event(status, ago(hours=n + 1)),),
            units=(units(line_id=f"l{n}"),),
        )
        for n, status in enumerate(statuses)
    )
    lines = (line(id=f"l{n}", unfulfilled_quantity=0) for n in range(len(statuses)))
    return order(lines=tuple(lines), fulfillments=tuple(boxes))


@each_row(
    ("statuses", "folded"),
    [
        (("DELIVERED",), 0),
        (("DELIVERED", "DELIVERED"), 0),  # nothing else to be seen
        (("DELIVERED", "DELIVERED", "IN_TRANSIT"), 2),
        (("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED"), 4),
    ],
)
def test_parcels_that_have_arrived_are_one_line_beside_others(statuses: tuple[str, ...], folded: int) -> None:
    assert len(status_of(several(*statuses)).folded_parcels) == folded
