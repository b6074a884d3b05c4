"""Something of when on every page that waits: a day, the shop's own handling time, or when to look again."""

from datetime import timedelta
from typing import Any

import pytest

from tests import demo_orders
from tests.fakes import NOW as DEMO_NOW
from tests.order.builders import (
    NOW,
    ago,
    ahead,
    english,
    event,
    group,
    line,
    method,
    money,
    order,
    order_return,
    policy,
    sent,
    shipment,
    status_of,
    transaction,
)
from tests.order.usual_figures import AT_HOME, FIRST_SCAN, usual_policy
from tests.sampling import each_row
from tracking.order.model import Order, Transaction
from tracking.order.outlook import LOOK_AGAIN
from tracking.order.reasons import REASONS
from tracking.order.vocabulary import Condition, Reason, Stage

SHOP_SENDS_WITHIN_3_DAYS = {"has_handling_days": True}
TOMORROW = "It’s worth checking back on 2026-11-19 to 2026-11-19."


def waiting(**changes: Any) -> Order:  # noqa: ANN401 - the fields of a FulfillmentOrder
    return order(fulfillment_orders=(group(**changes),))


def moving(**changes: Any) -> Order:  # noqa: ANN401 - the fields of a Fulfillment
    scan = event("IN_TRANSIT", ago(hours=2))
    return sent(fulfillments=(shipment(display_status="IN_TRANSIT", events=(scan,), **changes),))


@each_row(
    ("an_order", "settings", "sentence"),
    [
        (waiting(), {}, TOMORROW),
        (waiting(), SHOP_SENDS_WITHIN_3_DAYS, "We usually send within 3 working days: by 2026-11-20 to 2026-11-20."),
        (
            waiting(),
            {"has_handling_days": True, "handling_days": 1},
            "We usually send within 1 working day: by 2026-11-18 to 2026-11-18.",
        ),
        (
            waiting(delivery=method(method="PICK_UP")),
            SHOP_SENDS_WITHIN_3_DAYS,
            "It’s usually ready within 3 working days: by 2026-11-20 to 2026-11-20.",
        ),
        (waiting(status="ON_HOLD", holds=("HIGH_RISK_OF_FRAUD",)), SHOP_SENDS_WITHIN_3_DAYS, TOMORROW),
        (
            waiting(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",)),
            SHOP_SENDS_WITHIN_3_DAYS,
            "It’s worth checking back on 2026-11-25 to 2026-11-25.",
        ),
        (moving(), SHOP_SENDS_WITHIN_3_DAYS, TOMORROW),
        (
            sent(fulfillments=(shipment(tracking=()),)),
            {},
            "If nothing has arrived by 2026-12-02 to 2026-12-02, please contact us.",
        ),
        (sent(fulfillments=(shipment(display_status="LABEL_PRINTED"),)), {}, TOMORROW),
        (
            order(placed_at=ago(days=20), fulfillment_orders=(group(created_at=ago(days=20)),)),
            {},
            TOMORROW,
        ),
        (
            order(
                requires_shipping=False,
                placed_at=ago(hours=0.5),
                lines=(line(requires_shipping=False, is_gift_card=True),),
                fulfillment_orders=(),
            ),
            SHOP_SENDS_WITHIN_3_DAYS,
            "Check back in an hour.",
        ),
    ],
)
def test_a_page_that_waits_without_a_day_says_when(an_order: Order, settings: dict[str, Any], sentence: str) -> None:
    assert english(status_of(an_order, its_policy=policy(**settings)).headline.text).endswith(f" {sentence}")


@each_row(
    "an_order",
    [
        waiting(status="SCHEDULED", fulfill_at=ahead(days=9)),
        waiting(delivery=method(earliest_at=ahead(days=2), latest_at=ahead(days=3))),
        moving(estimated_at=ahead(days=1)),
        sent(
            fulfillments=(
                shipment(display_status="OUT_FOR_DELIVERY", events=(event("OUT_FOR_DELIVERY", ago(hours=1)),)),
            )
        ),
        sent(fulfillments=(shipment(display_status="DELIVERED", events=(event("DELIVERED", ago(hours=1)),)),)),
        sent(fulfillments=(shipment(display_status="FAILURE", events=(event("FAILURE", ago(hours=1)),)),)),
        waiting(status="ON_HOLD", holds=("INCORRECT_ADDRESS",)),
        order(cancelled_at=ago(hours=1)),
    ],
    ids=["planned", "promised", "estimate", "today", "arrived", "problem", "the customer's turn", "cancelled"],
)
def test_nothing_is_added_to_a_day_or_where_nothing_is_waited_for(an_order: Order) -> None:
    text = english(status_of(an_order, its_policy=policy(has_handling_days=True)).headline.text)
    assert "checking back" not in text
    assert "usually" not in text


def test_a_return_that_waits_says_when() -> None:
    back = sent(
        fulfillments=(shipment(display_status="DELIVERED", events=(event("DELIVERED", ago(days=3)),)),),
        returns=(order_return(status="REQUESTED"),),
        return_status="RETURN_REQUESTED",
    )
    (its_return,) = status_of(back).returns
    assert english(its_return.text).endswith(" It’s worth checking back on 2026-11-20 to 2026-11-20.")


def test_the_day_is_not_in_the_past_over_a_weekend() -> None:
    friday = NOW + timedelta(days=2)
    text = english(status_of(waiting(), friday).headline.text)
    assert text.endswith(" It’s worth checking back on 2026-11-23 to 2026-11-23.")


def test_every_page_of_the_demo_that_waits_has_something_of_when(demo_slugs: list[str]) -> None:
    for slug in demo_slugs:
        status = status_of(demo_orders.orders()[slug], DEMO_NOW, policy(has_handling_days=True))
        headline = status.headline
        waits = headline.condition in (Condition.FINE, Condition.WAITING, Condition.LATE)
        is_today = headline.stage in (Stage.OUT_FOR_DELIVERY, Stage.READY_FOR_PICKUP)
        has_day = status.estimate or any(parcel.expected for parcel in status.parcels)
        is_late_download = headline.reason is Reason.OLDER_THAN_USUAL and headline.stage is Stage.CONFIRMED
        if waits and not (is_today or has_day or is_late_download or headline.reason is Reason.NOTHING_TO_SEND):
            said = english(headline.text)
            of_when = ("checking back", "Check back", "usually", "nothing has arrived by")
            assert any(words in said for words in of_when), slug


@each_row("is_usual", [True, False])
def test_of_a_carrier_that_scans_at_night_it_says_when_to_look_again(*, is_usual: bool) -> None:
    rows: list[list[Any]] = [*([AT_HOME, FIRST_SCAN] if is_usual else []), ["ups", 7]]
    overnight = "UPS usually scans overnight. It’s worth checking back after 07:00."
    label = sent(fulfillments=(shipment(display_status="LABEL_PRINTED", created_at=ago(hours=5)),))
    for its_order in (moving(), label):
        said = english(status_of(its_order, its_policy=usual_policy(*rows)).headline.text)
        assert said.endswith(overnight)
        assert ("look into it" in said) is is_usual
        assert said.count("checking back") == 1


@pytest.mark.parametrize(
    "its_order",
    [
        moving(estimated_at=ahead(days=1)),
        moving(tracking=()),
        waiting(),
        sent(fulfillments=(shipment(display_status="IN_TRANSIT", created_at=ago(days=8), in_transit_at=ago(days=8)),)),
    ],
    ids=["a day", "no carrier", "not sent", "late"],
)
def test_elsewhere_it_says_nothing_of_the_night(its_order: Order) -> None:
    assert "overnight" not in english(status_of(its_order, its_policy=usual_policy(["ups", 7])).headline.text)


def test_rows_are_of_reasons_that_wait() -> None:
    assert LOOK_AGAIN.keys() <= REASONS.keys()


@each_row(
    "late",
    [
        sent(fulfillments=(shipment(tracking=(), created_at=ago(days=4), estimated_at=ago(days=2)),)),
        order(
            placed_at=ago(days=20),
            fulfillment_orders=(group(created_at=ago(days=20), delivery=method(method="PICK_UP")),),
        ),
    ],
)
def test_a_late_page_without_an_offer_to_contact_us_says_when_to_check_back(late: Order) -> None:
    headline = status_of(late).headline
    said = english(headline.text)
    assert (headline.condition, "contact us" in said) == (Condition.LATE, False)
    assert said.endswith(f". {TOMORROW}")


@each_row("transactions", [(), (transaction("SALE", "PENDING"),)])
def test_a_payment_is_worth_looking_at_in_an_hour_only_on_the_day_of_the_order(
    transactions: tuple[Transaction, ...],
) -> None:
    unpaid = order(
        placed_at=ago(hours=1), financial_status="PENDING", outstanding=money("49.00"), transactions=transactions
    )
    assert english(status_of(unpaid).headline.text).endswith("Check back in an hour.")
    later = status_of(unpaid, ahead(days=2)).headline
    assert english(later.text).endswith("It’s worth checking back on 2026-11-24 to 2026-11-24.")
