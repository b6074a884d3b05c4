from hypothesis import given

from tests.order.builders import TRACKED, ago, group, numbered, order, sent, shipment, units
from tests.order.strategies import orders
from tests.sampling import each_row
from tracking.carriers import Carriers
from tracking.order.allocation import is_active
from tracking.order.boxes import box_count, is_box, with_distinct_boxes
from tracking.order.model import Order, Tracking

CARRIERS = Carriers.built_in()


def distinct(its_order: Order) -> Order:
    return with_distinct_boxes(its_order, CARRIERS)


def units_of(its_order: Order) -> list[tuple[str, int]]:
    """The units of active fulfillments, by line."""
    found: dict[str, int] = {}
    for parcel in filter(is_active, its_order.fulfillments):
        for part in parcel.units:
            found[part.line_id] = found.get(part.line_id, 0) + part.quantity
    return sorted(found.items())


@given(orders)
def test_no_unit_is_lost_or_added(invented: Order) -> None:
    assert units_of(distinct(invented)) == units_of(invented)


@given(orders)
def test_distinct_boxes_stay_as_they_are(invented: Order) -> None:
    once = distinct(invented)
    assert distinct(once) == once


@given(orders)
def test_every_fulfillment_order_names_a_fulfillment_that_is_there(invented: Order) -> None:
    known = {parcel.id for parcel in invented.fulfillments}
    kept = {parcel.id for parcel in distinct(invented).fulfillments}
    named = [part for fo in distinct(invented).fulfillment_orders for part in fo.fulfillment_ids]
    assert all(part in kept or part not in known for part in named)


def test_order_whose_numbers_differ_is_returned_as_it_is() -> None:
    one = sent()
    two = sent(fulfillments=(shipment(), shipment(id="other")))
    assert distinct(one) is one
    assert distinct(two) is two


def test_box_has_a_number_or_a_link() -> None:
    assert is_box(TRACKED)
    assert is_box(Tracking(company=None, number=None, url="https://boxes.example.com/t/1"))
    assert not is_box(Tracking(company="UPS", number=None, url=None))


@each_row(
    ("tracking", "count"),
    [
        ((), 1),
        ((TRACKED,), 1),
        ((TRACKED, numbered("other")), 2),
        ((Tracking(company="UPS", number=None, url=None),), 1),
    ],
)
def test_fulfillment_is_as_many_boxes_as_it_has_numbers(tracking: tuple[Tracking, ...], count: int) -> None:
    assert box_count(shipment(tracking=tracking)) == count


def test_the_one_with_a_link_is_kept_of_equal_numbers() -> None:
    bare = Tracking(company=None, number="12345678901234567", url=None)
    linked = Tracking(company=None, number="12345678901234567", url="https://boxes.example.com/t/12345678901234567")
    (parcel,) = distinct(sent(fulfillments=(shipment(tracking=(bare, linked)),))).fulfillments
    assert parcel.tracking == (linked,)


def test_company_alone_is_kept_where_there_is_no_number() -> None:
    company = Tracking(company="UPS", number=None, url=None)
    (parcel,) = distinct(sent(fulfillments=(shipment(tracking=(company, company)),))).fulfillments
    assert parcel.tracking == (company,)


def test_fulfillments_without_listed_units_are_not_merged() -> None:
    two = (shipment(id="1", tracking=(TRACKED,)), shipment(id="2", tracking=(TRACKED,), units=()))
    assert len(distinct(sent(fulfillments=two)).fulfillments) == 2


def test_number_without_a_carrier_stays_apart_where_two_carriers_have_it() -> None:
    numbers = [Tracking(company=company, number="ABC-123456", url=None) for company in ("PostNord SE", None, "Bring")]
    parts = [shipment(id=f"{place}", tracking=(tracking,)) for place, tracking in enumerate(numbers)]
    assert len(distinct(order(fulfillments=tuple(parts))).fulfillments) == 3
    assert len(distinct(order(fulfillments=tuple(parts[:2]))).fulfillments) == 1


def test_merged_fulfillment_has_the_place_of_its_first_part() -> None:
    same = {"tracking": (TRACKED,)}
    parts = (
        shipment(id="3", created_at=ago(days=1), **same),
        shipment(id="2", created_at=ago(days=2)),
        shipment(id="1", created_at=ago(days=3), **same),
    )
    its = distinct(order(fulfillments=parts, fulfillment_orders=(group(fulfillment_ids=("3", "1", "2")),)))
    assert [parcel.id for parcel in its.fulfillments] == ["1", "2"]
    assert its.fulfillment_orders[0].fulfillment_ids == ("1", "2")
    assert its.fulfillments[0].units == (units(2),)
