from datetime import UTC, date, datetime, timedelta

from tests.demo_orders import orders
from tests.fakes import NOW
from tests.order.builders import group, line, order, policy, status_of, units
from tests.sampling import each_row
from tracking.order.answers import (
    ASKED_FOR,
    ROWS,
    AnswerContext,
    AnswerKind,
    deadline,
    missed_deliveries,
    offered,
)
from tracking.settings.answer_choices import CHOICES

WAIT_OR_CONTACT = ["wait", "contact"]
FEEDBACK = ["went_well", "went_badly"]


def kinds_of(slug: str, *, now: datetime = NOW, asked_for: timedelta = ASKED_FOR) -> list[str]:
    found = orders()[slug]
    status = status_of(found, now, policy())
    return [*offered(AnswerContext(order=found, status=status, now=now, asked_for=asked_for), CHOICES)]


@each_row(
    ("slug", "expected"),
    [
        ("delayed", WAIT_OR_CONTACT),
        ("stalled", WAIT_OR_CONTACT),
        ("hold-stock", [*WAIT_OR_CONTACT, "swap", "cancel"]),
        ("hold-review", [*WAIT_OR_CONTACT, "swap", "cancel"]),
        ("preorder-day-passed", [*WAIT_OR_CONTACT, "swap", "cancel"]),
        ("hold-address", []),  # it waits for the customer
        ("hold-payment", []),
        ("bank-transfer-late", []),
        ("in-transit", []),
        ("just-ordered", []),
        ("lost", []),  # a problem is the shop's to mend
        ("cancelled-stock", []),
        ("delivered", ["not_received", *FEEDBACK]),
        ("delivered-long-ago", []),
        ("without-tracking-long-ago", ["not_received"]),
        ("pickup-picked-up", FEEDBACK),
        ("return-refunded", []),
        ("refund-failed", ["not_received"]),  # something did not go well
        ("partial", ["not_received"]),  # the rest is still to come
        ("test-order", []),
    ],
)
def test_kinds_fit_the_situation(slug: str, expected: list[str]) -> None:
    assert kinds_of(slug) == expected


def test_only_the_choices_that_are_allowed_are_offered() -> None:
    found = orders()["hold-stock"]
    context = AnswerContext(order=found, status=status_of(found, NOW, policy()), now=NOW)
    assert offered(context, ("cancel",)) == (AnswerKind.CANCEL,)
    assert offered(context, ()) == ()


def test_how_it_went_is_asked_for_a_time_only() -> None:
    assert "went_well" in kinds_of("delivered", now=NOW + timedelta(days=28))
    assert "went_well" not in kinds_of("delivered", now=NOW + timedelta(days=31))
    assert "went_well" not in kinds_of("delivered", now=NOW + timedelta(days=5), asked_for=timedelta(days=5))


@each_row(
    ("kind", "now", "zone", "expected"),
    [
        (AnswerKind.CONTACT, datetime(2026, 11, 24, 10, tzinfo=UTC), "Europe/London", date(2026, 11, 26)),
        (AnswerKind.CANCEL, datetime(2026, 11, 24, 10, tzinfo=UTC), "Europe/London", date(2026, 11, 25)),
        (AnswerKind.CONTACT, datetime(2026, 11, 27, 10, tzinfo=UTC), "Europe/London", date(2026, 12, 1)),
        (AnswerKind.CONTACT, datetime(2026, 11, 28, 10, tzinfo=UTC), "Europe/London", date(2026, 12, 1)),
        # Saturday already for the shop.
        (AnswerKind.CANCEL, datetime(2026, 11, 27, 23, tzinfo=UTC), "Asia/Tokyo", date(2026, 11, 30)),
        (AnswerKind.CANCEL, datetime(2026, 11, 23, 2, tzinfo=UTC), "America/New_York", date(2026, 11, 23)),
    ],
)
def test_the_deadline_is_in_the_shops_working_days(kind: AnswerKind, now: datetime, zone: str, expected: date) -> None:
    assert deadline(kind, now, zone, None) == expected


def test_the_shop_answers_after_its_holidays() -> None:
    assert deadline(AnswerKind.CONTACT, datetime(2026, 12, 23, 10, tzinfo=UTC), "UTC", "SE") == date(2026, 12, 29)


def test_every_kind_has_a_row() -> None:
    assert list(ROWS) == sorted(AnswerKind, key=list(ROWS).index)
    assert set(ROWS) == set(AnswerKind)


def test_a_report_names_when_it_was_delivered_and_until_when_it_may_turn_up() -> None:
    (delivery,) = missed_deliveries(status_of(orders()["delivered"], NOW, policy()))
    assert delivery.delivered_on is not None
    assert delivery.until is not None
    assert delivery.delivered_on < delivery.until
    assert delivery.until.weekday() < 5
    (silent,) = missed_deliveries(status_of(orders()["without-tracking-long-ago"], NOW, policy()))
    assert (silent.delivered_on, silent.until) == (None, None)


def test_the_rest_may_go_first_where_more_than_one_product_has_not_left() -> None:
    held = group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",))
    bowl = group(id="other", units=(units(line_id="bowl"),))
    alone = order(fulfillment_orders=(held,))
    both = order(lines=(line(), line(id="bowl", title="Bowl")), fulfillment_orders=(held, bowl))
    found = [
        AnswerKind.SEND_REST_FIRST in offered(AnswerContext(order=each, status=status_of(each), now=NOW), CHOICES)
        for each in (alone, both)
    ]
    assert found == [False, True]
