from dataclasses import replace

from tests.order.builders import (
    NOW,
    ago,
    ahead,
    english,
    event,
    group,
    method,
    numbered,
    order,
    sent,
    shipment,
    status_of,
    units,
)
from tracking.durations.promises import Promise, PromisedStep, SaidBy
from tracking.order.model import Order
from tracking.order.promise_texts import MOST_SHOWN, MovedDays, moved_by_parcel, of_headline, speaker
from tracking.order.promises import StoredPromises, promise_histories

CHECKOUT = method(earliest_at=ahead(days=1), latest_at=ahead(days=1))


def on_its_way(*days: int, delivery: object = CHECKOUT, **changes: object) -> Order:
    """Reported each hour, at last an hour ago, to come in so many days."""
    scans = tuple(
        event("IN_TRANSIT", ago(hours=len(days) - place), estimated_at=ahead(days=each))
        for place, each in enumerate(days)
    )
    parcel = shipment(events=scans, display_status="IN_TRANSIT", created_at=ago(hours=9), **changes)
    return sent(
        fulfillments=(parcel,), fulfillment_orders=(group(delivery=delivery, fulfillment_ids=(parcel.id,), units=()),)
    )


def moved(its_order: Order, kept: StoredPromises | None = None) -> MovedDays | None:
    status = status_of(its_order)
    return of_headline(status, promise_histories(status, kept or {}, NOW))


def test_a_day_that_moved_is_a_sentence_with_who_said_so_and_when() -> None:
    found = moved(on_its_way(2, 5))
    assert found
    assert [each.first.day for each in found.days] == [19, 20, 23]
    assert english(found.sentence) == (
        "The day has moved: at first 2026-11-19 to 2026-11-19 (shop, 2026-11-17 to 2026-11-17), "
        "then 2026-11-20 to 2026-11-20 (UPS, 2026-11-18 to 2026-11-18), "
        "now 2026-11-23 to 2026-11-23 (UPS, 2026-11-18 to 2026-11-18)."
    )
    assert (english(found.by), found.said_on.first.day, found.is_cut) == ("UPS", 18, False)


def test_nothing_is_said_where_nothing_moved_or_no_day_is_shown() -> None:
    assert moved(on_its_way(1)) is None
    assert moved(on_its_way(1, 1)) is None
    assert moved(order()) is None
    arrived = on_its_way(1, 3)
    done = replace(
        arrived,
        fulfillments=(replace(arrived.fulfillments[0], display_status="DELIVERED", delivered_at=ago(hours=0.5)),),
    )
    assert moved(done) is None


def test_of_many_days_the_first_and_the_last_ones_are_shown() -> None:
    found = moved(on_its_way(2, 3, 4, 5, 6))
    assert found
    assert [each.first.day for each in found.days] == [19, 22, 23, 24]
    assert len(found.days) == MOST_SHOWN
    assert found.is_cut


def test_the_day_of_sending_moves_where_the_page_names_it() -> None:
    planned = order(fulfillment_orders=(group(status="SCHEDULED", fulfill_at=ahead(days=5)),), updated_at=ago(hours=1))
    earlier = Promise(
        step=PromisedStep.SEND,
        first=ahead(days=2).date(),
        last=ahead(days=2).date(),
        said_by=SaidBy.SHOP,
        said_at=ago(hours=9),
    )
    found = moved(planned, {"pending-group": [earlier]})
    assert found
    assert [each.first.day for each in found.days] == [20, 23]


def test_each_parcel_has_its_own_days() -> None:
    slow = shipment(
        id="slow",
        events=tuple(event("IN_TRANSIT", ago(hours=3 - day), estimated_at=ahead(days=day)) for day in (1, 2)),
        units=(units(0),),
    )
    quick = shipment(id="quick", events=(event("IN_TRANSIT", ago(hours=1), estimated_at=ahead(days=1)),))
    status = status_of(sent(fulfillments=(slow, quick)))
    histories = promise_histories(status, {}, NOW)
    assert list(moved_by_parcel(status, histories)) == ["shipment-slow"]


def test_a_carrier_has_its_name_where_only_one_can_be_meant() -> None:
    ups = on_its_way(1)
    parcels = status_of(ups).parcels
    assert [english(speaker(each, parcels)) for each in SaidBy] == ["UPS", "shop", "usual time"]
    dhl = replace(numbered("dhl"), company="DHL", number="JJD000390001234567890")
    both = [*parcels, *status_of(on_its_way(1, id="dhl", tracking=(dhl,))).parcels]
    assert english(speaker(SaidBy.CARRIER, both)) == "carrier"
