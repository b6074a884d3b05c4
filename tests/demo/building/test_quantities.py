from dataclasses import replace

from tracking.demo.building import Bought, Cancelled, Parcel, Refunded, Sale, Waiting
from tracking.demo.building.destinations import LONDON
from tracking.demo.building.quantities import ledger_of
from tracking.demo.orders.products import LAMP, MUG, PATTERN, TIP

SALE = Sale(
    name="#7",
    slug="test",
    situation="A test",
    email="ada@example.com",
    place=LONDON,
    placed="-3 10:00",
    lines=(Bought(MUG, 4), Bought(LAMP)),
)
MUGS, LAMPS = SALE.lines


def parcel(units: dict[str, int] | None, state: str = "SUCCESS") -> Parcel:
    return Parcel(sent="-1 10:00", status=None, units=units, state=state)


def test_a_parcel_that_names_nothing_holds_all_that_is_not_elsewhere() -> None:
    ledger = ledger_of(replace(SALE, parcels=(parcel({"mug": 1}), parcel(None)), waiting=(Waiting(units={"lamp": 1}),)))
    assert ledger.parcels == ({"mug": 1}, {"mug": 3})
    assert ledger.unsent(LAMPS) == 1


def test_what_waits_is_all_that_was_not_sent_nor_removed() -> None:
    sale = replace(
        SALE,
        parcels=(parcel({"mug": 2}),),
        waiting=(Waiting(),),
        removed={"lamp": 1},
        refunds=(Refunded(at="-1 10:00", units={"mug": 1}, restock="CANCEL"),),
    )
    ledger = ledger_of(sale)
    assert ledger.waiting == ({"mug": 1},)
    assert [ledger.current("mug"), ledger.current("lamp")] == [3, 0]


def test_units_that_came_back_stay_sent() -> None:
    ledger = ledger_of(replace(SALE, parcels=(parcel(None),), refunds=(Refunded(at="-1 10:00", units={"mug": 4}),)))
    assert ledger.current("mug") == 0
    assert ledger.unsent(MUGS) == 0
    assert ledger.sent["mug"] == 4


def test_a_parcel_that_was_called_off_sent_nothing() -> None:
    ledger = ledger_of(replace(SALE, parcels=(parcel({"lamp": 1}, "CANCELLED"),), waiting=(Waiting(),)))
    assert ledger.sent == {}
    assert ledger.waiting == ({"mug": 4, "lamp": 1},)


def test_a_cancelled_order_has_nothing_left() -> None:
    ledger = ledger_of(replace(SALE, cancelled=Cancelled("-1 10:00", "CUSTOMER")))
    assert [ledger.current("mug"), ledger.unsent(MUGS)] == [0, 0]


def test_downloads_and_boxes_never_mix_and_nobody_sends_a_tip() -> None:
    lines = (Bought(MUG), Bought(PATTERN), Bought(TIP))
    ledger = ledger_of(replace(SALE, lines=lines, waiting=(Waiting(), Waiting(method="NONE"))))
    assert ledger.waiting == ({"mug": 1}, {"pattern": 1})
    assert ledger.unsent(lines[2]) == 0


def test_the_same_good_may_stand_in_two_lines() -> None:
    ledger = ledger_of(replace(SALE, lines=(Bought(MUG, 1), Bought(MUG, 2, "second mug"))))
    assert ledger.ordered == {"mug": 1, "second mug": 2}
