import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from gettext import NullTranslations

from icalendar import Calendar

from tests.order.builders import NOW, ZONE, ago, ahead, event, group, method, order, policy, sent, shipment, status_of
from tests.sampling import each_row
from tracking.i18n.localized_text import LocalizedText
from tracking.i18n.localizer import Localizer
from tracking.order.calendar_days import calendar_days
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.promise_texts import moved_by_parcel
from tracking.order.promises import promise_histories
from tracking.security.pseudonyms import Pseudonyms
from tracking.web.calendar_file import calendar_file

SHOP = policy(
    location_names=(("Harbor shop", "Our shop; on the quay"),),
    pickup_hours=LocalizedText(
        (("", "Mon-Sat 10-18, \N{SMILING FACE WITH OPEN MOUTH} every day but the holidays" * 3),)
    ),
)


def file(its_order: Order, now: datetime = NOW, its_policy: Policy = SHOP, shop: str = "Harbor Goods") -> bytes:
    status = status_of(its_order, now, its_policy)
    return calendar_file(
        its_order.id,
        status.order,
        calendar_days(its_order, status, now),
        shop=shop,
        localizer=Localizer("en", ZONE, NullTranslations(), now),
        pseudonyms=Pseudonyms("a key"),
    )


def on_its_way(*days: int) -> Order:
    """With a report each hour, the last of them an hour ago: it is expected in so many days."""
    scans = tuple(
        event("IN_TRANSIT", ago(hours=len(days) - nth), estimated_at=ahead(days=each)) for nth, each in enumerate(days)
    )
    return sent(
        fulfillments=(
            shipment(display_status="IN_TRANSIT", created_at=ago(hours=9), updated_at=ago(hours=9), events=scans),
        )
    )


def at_the_counter() -> Order:
    handed = shipment(display_status="READY_FOR_PICKUP", tracking=(), events=(event("READY_FOR_PICKUP", ago(days=1)),))
    done = group(status="CLOSED", units=(), delivery=method(method="PICK_UP"), fulfillment_ids=("parcel",))
    return sent(fulfillments=(handed,), fulfillment_orders=(done,))


def test_event_is_all_day_and_says_no_more_than_needed() -> None:
    calendar = Calendar.from_ical(file(on_its_way(2)))
    (found,) = calendar.events
    assert (found.start, found.end) == (ahead(days=2).date(), ahead(days=3).date())
    assert (found.summary, found.description) == ("Parcel from Harbor Goods · #1001", "Order #1001")
    assert "LOCATION" not in found
    assert "URL" not in found
    assert found["TRANSP"] == "TRANSPARENT"
    assert (calendar["METHOD"], calendar["NAME"], calendar["VERSION"]) == ("PUBLISH", "Harbor Goods", "2.0")
    assert calendar.refresh_interval == timedelta(hours=1)


def test_event_of_a_pickup_has_the_place_and_its_hours() -> None:
    (found,) = Calendar.from_ical(file(at_the_counter())).events
    assert found.summary == "Pickup at Harbor Goods · #1001"
    assert found.location == "Our shop; on the quay, Quay 1, 211 20 Malmö"
    assert "every day but the holidays" in found.description
    assert found.description.endswith("\nBring your order number and an ID.")
    assert (found.start, found.end) == (ago(days=1).date(), NOW.date() + timedelta(days=1))


def test_event_of_a_pickup_point_names_the_carrier_and_the_last_day() -> None:
    ready = (event("READY_FOR_PICKUP", ago(days=1), city="Lund"),)
    at_point = shipment(
        display_status="READY_FOR_PICKUP",
        updated_at=ago(days=1),
        events=ready,
        tracking=(replace(shipment().tracking[0], company="PostNL", number="3SHRBR067970168"),),
    )
    (found,) = Calendar.from_ical(file(sent(fulfillments=(at_point,)))).events
    assert (found.summary, found.location) == ("Pick up your parcel from Harbor Goods · #1001", "PostNL")
    last = ago(days=1).date() + timedelta(days=7)
    assert f"Usually held until {last:%A} {last.day}\N{NO-BREAK SPACE}{last:%B}" in found.description
    assert found.end == last + timedelta(days=1)
    assert "Lund" not in found.to_ical().decode()


def test_event_that_moves_keeps_its_id() -> None:
    (before,), (after,) = (Calendar.from_ical(file(on_its_way(*days))).events for days in ((2, 2), (2, 2, 4)))
    assert before.uid == after.uid
    assert before.start != after.start


def test_sequence_rises_with_the_report_that_moves_it() -> None:
    first = event("IN_TRANSIT", ago(hours=3), estimated_at=ahead(days=2))
    moved = event("IN_TRANSIT", ago(hours=1), estimated_at=ahead(days=3))
    sequences = [
        Calendar.from_ical(
            file(
                sent(
                    fulfillments=(
                        shipment(
                            display_status="IN_TRANSIT", created_at=ago(hours=9), updated_at=ago(hours=9), events=scans
                        ),
                    )
                )
            )
        )
        .events[0]
        .sequence
        for scans in ((first,), (first, moved))
    ]
    assert sequences[1] - sequences[0] == timedelta(hours=2).total_seconds()


def test_same_state_is_the_same_file() -> None:
    assert file(on_its_way(2)) == file(on_its_way(2), NOW + timedelta(minutes=1))


def test_ids_are_pseudonyms() -> None:
    written = file(on_its_way(2)).decode()
    assert "shipment-" not in written
    assert "gid://" not in written


def test_calendar_without_a_day_is_empty() -> None:
    for its_order in (order(), sent(fulfillments=(shipment(display_status="DELIVERED"),))):
        calendar = Calendar.from_ical(file(its_order))
        assert calendar.subcomponents == []
        assert calendar["NAME"] == "Harbor Goods"


def test_lines_end_with_crlf_and_are_folded_at_75_octets() -> None:
    written = file(at_the_counter(), shop="港湾物产" * 12)
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if line[:1] == b" "]
    for line in lines:
        line.decode()  # a fold is never inside of a character
    assert Calendar.from_ical(written).events[0].summary == f"Pickup at {'港湾物产' * 12} · #1001"


@each_row("character", ["\r\n", "\n", "\r", "\x00", "\x0b", "\x85", "\u2028"])
def test_words_of_the_shop_add_no_line(character: str) -> None:
    written = file(on_its_way(2), shop=f"A{character}ATTENDEE:mailto:x@example.com")
    (found,) = Calendar.from_ical(written).events
    assert found.summary == "Parcel from A ATTENDEE:mailto:x@example.com · #1001"
    assert "ATTENDEE" not in found
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", written)


def test_name_of_the_shop_is_escaped() -> None:
    assert b"\r\nNAME:Mugs\\, bowls\\; plates\r\n" in file(order(), shop="Mugs, bowls; plates")


def test_refresh_interval_is_written_as_the_rfc_wants_it() -> None:
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in file(order())
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in file(order())


def test_day_of_an_event_has_no_time() -> None:
    assert f"\r\nDTSTART;VALUE=DATE:{date.fromordinal(NOW.toordinal() + 2):%Y%m%d}\r\n".encode() in file(on_its_way(2))


def test_event_says_what_was_promised_before_its_day_moved() -> None:
    its_order = on_its_way(2, 4)
    status = status_of(its_order)
    histories = promise_histories(status, {}, NOW)
    written = calendar_file(
        its_order.id,
        status.order,
        calendar_days(its_order, status, NOW, histories),
        shop="Harbor Goods",
        localizer=Localizer("en", ZONE, NullTranslations(), NOW),
        pseudonyms=Pseudonyms("a key"),
        moved=moved_by_parcel(status, histories),
    )
    (found,) = Calendar.from_ical(written).events
    assert found.description.replace("\N{NO-BREAK SPACE}", " ") == (
        "Order #1001\nThe day has moved: at first Friday 20 November (UPS, Wednesday 18 November), "
        "now Sunday 22 November (UPS, Wednesday 18 November)."
    )
