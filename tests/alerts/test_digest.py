from datetime import UTC, date, datetime

import pytest

from tracking.alerts.digest import MOST_ORDERS, DigestFacts, DigestOrder, digest_day, digest_text

DAY = date(2026, 11, 28)
ONE = DigestOrder("#1001", "The carrier could not deliver it.", "https://admin.shopify.com/store/tea/orders/1")


@pytest.mark.parametrize(
    ("hour", "minute", "last", "is_due"),
    [
        (7, 59, None, False),
        (8, 0, None, True),
        (8, 0, "2026-11-27", True),
        (8, 0, "2026-11-28", False),
        (11, 59, "2026-11-27", True),
        (12, 0, "2026-11-27", False),
    ],
)
def test_digest_is_due_once_a_day_from_its_hour_on(hour: int, minute: int, last: str | None, *, is_due: bool) -> None:
    local = datetime(2026, 11, 28, hour, minute, tzinfo=UTC)
    assert digest_day(local, 8, last) == (DAY if is_due else None)
    assert digest_day(local, None, last) is None


@pytest.mark.parametrize(
    ("hour", "minute", "last", "due"),
    [
        (22, 59, "2026-11-27", None),
        (23, 0, "2026-11-27", DAY),
        (0, 30, "2026-11-26", date(2026, 11, 27)),
        (2, 59, "2026-11-26", date(2026, 11, 27)),
        (0, 30, "2026-11-27", None),
        (3, 0, "2026-11-26", None),
    ],
)
def test_digest_of_the_late_evening_leaves_after_midnight_too(
    hour: int, minute: int, last: str, due: date | None
) -> None:
    assert digest_day(datetime(2026, 11, 28, hour, minute, tzinfo=UTC), 23, last) == due


def test_a_day_on_which_nothing_needs_the_shop_is_one_line() -> None:
    text = digest_text(DigestFacts(day=DAY, orders=[], in_need=0, counts={"to send": 0}))
    assert text == "Saturday 28 November: nothing is late, and no parcel has a problem."


def test_digest_lists_what_needs_the_shop_with_links() -> None:
    facts = DigestFacts(
        day=DAY,
        orders=[ONE],
        in_need=3,
        counts={"to send": 14, "to be picked up": 0, "with an open return": 2},
        letters_sent=5,
        letters_given_up=1,
        open_answers=2,
        data_requests=1,
        orders_url="https://admin.shopify.com/store/tea/orders",
        lasting=["Shopify fails"],
    )
    assert digest_text(facts).splitlines() == [
        "Saturday 28 November: 3 orders need you.",
        "#1001  The carrier could not deliver it.",
        "  https://admin.shopify.com/store/tea/orders/1",
        "and 2 more: https://admin.shopify.com/store/tea/orders",
        "Also: 14 to send, 2 with an open return.",
        "Customers were told in the last day: 5 letters, 1 could not be delivered (`whereabouts notices`).",
        "2 customers wait for your answer: `whereabouts answers` has until when.",
        "1 customer asks for their data: `whereabouts export --requested` has until when.",
        "The site itself: Shopify fails (`whereabouts alerts`).",
    ]


def test_digest_of_a_large_shop_fits_one_screen() -> None:
    long = DigestOrder("#1001", "why " * 100, ONE.url)
    facts = DigestFacts(day=DAY, orders=[long] * MOST_ORDERS, in_need=9999, counts={"to send": 9}, letters_sent=1)
    lines = digest_text(facts).splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 100
