from dataclasses import replace

from tracking.demo.building import Cancellation, DemoLine, DemoOrder, DemoParcel, DemoRefund, UnsentGroup
from tracking.demo.building.destinations import LONDON
from tracking.demo.building.quantities import count_quantities
from tracking.demo.orders.products import LAMP, MUG, PATTERN, TIP

ORDER = DemoOrder(
    name="#7",
    slug="test",
    situation="A test",
    email="ada@example.com",
    destination=LONDON,
    placed_at="-3 10:00",
    lines=(DemoLine(MUG, 4), DemoLine(LAMP)),
)
MUGS, LAMPS = ORDER.lines


def parcel(units: dict[str, int] | None, state: str = "SUCCESS") -> DemoParcel:
    return DemoParcel(sent_at="-1 10:00", status=None, units=units, fulfillment_status=state)


def test_parcel_without_units_contains_the_rest() -> None:
    quantities = count_quantities(
        replace(ORDER, parcels=(parcel({"mug": 1}), parcel(None)), unsent=(UnsentGroup(units={"lamp": 1}),))
    )
    assert quantities.parcels == ({"mug": 1}, {"mug": 3})
    assert quantities.unsent(LAMPS) == 1


def test_unsent_group_contains_units_neither_sent_nor_removed() -> None:
    order = replace(
        ORDER,
        parcels=(parcel({"mug": 2}),),
        unsent=(UnsentGroup(),),
        removed={"lamp": 1},
        refunds=(DemoRefund(at="-1 10:00", units={"mug": 1}, restock="CANCEL"),),
    )
    quantities = count_quantities(order)
    assert quantities.unsent_groups == ({"mug": 1},)
    assert [quantities.current("mug"), quantities.current("lamp")] == [3, 0]


def test_returned_units_stay_sent() -> None:
    quantities = count_quantities(
        replace(ORDER, parcels=(parcel(None),), refunds=(DemoRefund(at="-1 10:00", units={"mug": 4}),))
    )
    assert quantities.current("mug") == 0
    assert quantities.unsent(MUGS) == 0
    assert quantities.sent["mug"] == 4


def test_canceled_parcel_sent_nothing() -> None:
    quantities = count_quantities(replace(ORDER, parcels=(parcel({"lamp": 1}, "CANCELLED"),), unsent=(UnsentGroup(),)))
    assert quantities.sent == {}
    assert quantities.unsent_groups == ({"mug": 4, "lamp": 1},)


def test_a_cancelled_order_has_nothing_left() -> None:
    quantities = count_quantities(replace(ORDER, cancellation=Cancellation("-1 10:00", "CUSTOMER")))
    assert [quantities.current("mug"), quantities.unsent(MUGS)] == [0, 0]


def test_downloads_and_parcels_never_mix_and_tips_are_not_sent() -> None:
    lines = (DemoLine(MUG), DemoLine(PATTERN), DemoLine(TIP))
    quantities = count_quantities(replace(ORDER, lines=lines, unsent=(UnsentGroup(), UnsentGroup(method="NONE"))))
    assert quantities.unsent_groups == ({"mug": 1}, {"pattern": 1})
    assert quantities.unsent(lines[2]) == 0


def test_product_may_be_in_two_lines() -> None:
    quantities = count_quantities(replace(ORDER, lines=(DemoLine(MUG, 1), DemoLine(MUG, 2, "second mug"))))
    assert quantities.ordered == {"mug": 1, "second mug": 2}
