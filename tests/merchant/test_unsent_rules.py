from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.demo_orders import orders
from tests.fakes import NOW as DEMO_NOW
from tests.merchant.rules import evidence_in
from tests.order.builders import (
    ago,
    ahead,
    download,
    group,
    insurance,
    line,
    method,
    money,
    order,
    refund,
    refunded_units,
    repaid,
    sent,
    shipment,
    transaction,
    units,
)
from tracking.order.model import FulfillmentOrder, Order

# Now is Wednesday, 18 November.


# --- refunded_still_open --------------------------------------------------------------------------------------------


def test_canceled_order_that_is_still_to_be_sent() -> None:
    canceled = order(
        financial_status="VOIDED", cancelled_at=ago(hours=2), cancel_reason="CUSTOMER", fulfillment_orders=(group(),)
    )
    assert evidence_in(canceled) == {
        "refunded_still_open": "Canceled on 2026-11-18, and Shopify still has items to send."
    }


def test_demo_order_that_is_refunded_and_still_to_be_sent() -> None:
    assert evidence_in(orders()["refunded-and-rest-unsent"], DEMO_NOW) == {
        "refunded_still_open": "Refunded on 2026-11-20, and Shopify still has items to send."
    }


@pytest.mark.parametrize("status", ["CLOSED", "CANCELLED"])
def test_canceled_order_whose_fulfillment_order_has_ended(status: str) -> None:
    assert not evidence_in(
        order(financial_status="VOIDED", cancelled_at=ago(hours=2), fulfillment_orders=(group(status=status),))
    )


def test_canceled_order_with_nothing_left_to_send() -> None:
    assert not evidence_in(
        order(financial_status="VOIDED", cancelled_at=ago(hours=2), fulfillment_orders=(group(units=(units(0),)),))
    )


def test_canceled_order_that_the_service_was_asked_to_stop() -> None:
    stopping = group(status="IN_PROGRESS", request_status="CANCELLATION_REQUESTED")
    assert not evidence_in(
        order(
            financial_status="VOIDED",
            cancelled_at=ago(hours=2),
            updated_at=ago(hours=2),
            fulfillment_orders=(stopping,),
        )
    )


@pytest.mark.parametrize(("still_open", "is_out_of_step"), [(1, False), (2, True)])
def test_refunded_unit_is_out_of_step_only_while_it_is_still_open(still_open: int, *, is_out_of_step: bool) -> None:
    its_order = order(
        lines=(line(quantity=2, current_quantity=1, unfulfilled_quantity=1),),
        financial_status="PARTIALLY_REFUNDED",
        refunds=(refund(units=(refunded_units(1, "CANCEL"),), transactions=(repaid("SUCCESS"),)),),
        fulfillment_orders=(group(units=(units(still_open),)),),
    )
    assert ("refunded_still_open" in evidence_in(its_order)) is is_out_of_step


def test_units_waiting_in_one_group_and_stopping_in_another() -> None:
    its_order = order(
        lines=(line(quantity=2, current_quantity=1, unfulfilled_quantity=1),),
        refunds=(refund(units=(refunded_units(1, "CANCEL"),)),),
        updated_at=ago(hours=1),
        fulfillment_orders=(group(), group(id="second", request_status="CANCELLATION_REQUESTED")),
    )
    assert not evidence_in(its_order)


def test_units_taken_off_the_order_without_a_refund() -> None:
    its_order = order(
        lines=(line(), line(id="bowl", current_quantity=0, unfulfilled_quantity=0)),
        is_edited=True,
        fulfillment_orders=(group(units=(units(), units(line_id="bowl"))),),
    )
    assert evidence_in(its_order) == {
        "refunded_still_open": "Taken off the order, and Shopify still has items to send."
    }


# --- archived_unsent ------------------------------------------------------------------------------------------------


def test_archived_order_with_goods_that_wait() -> None:
    assert evidence_in(order(closed_at=ago(days=1))) == {
        "archived_unsent": "Archived on 2026-11-17, and not everything is sent."
    }


@pytest.mark.parametrize(
    "its_order",
    [
        sent(closed_at=ago(hours=1)),
        sent(closed_at=ago(hours=1), fulfillments=(shipment(display_status="LABEL_PRINTED"),)),
        order(financial_status="VOIDED", closed_at=ago(hours=1), cancelled_at=ago(hours=2)),
        order(closed_at=ago(hours=1), lines=(insurance(),), requires_shipping=False),
        order(),
    ],
    ids=["sent", "packed", "canceled", "nothing to send", "open"],
)
def test_nothing_waits_in_an_archived_order(its_order: Order) -> None:
    assert not evidence_in(its_order)


@pytest.mark.parametrize(("days", "is_out_of_step"), [(30, True), (31, False)])
def test_order_archived_long_ago_is_over(days: int, *, is_out_of_step: bool) -> None:
    assert bool(evidence_in(order(placed_at=ago(days=60), closed_at=ago(days=days)))) is is_out_of_step


# --- request_unanswered ---------------------------------------------------------------------------------------------


def _requested(at: datetime, **changes: object) -> Order:
    requested = group(status="OPEN", request_status="SUBMITTED", created_at=at, **changes)
    its_order: Order = order(placed_at=at, fulfillment_orders=(requested,))
    return its_order


@pytest.mark.parametrize(("days", "is_over"), [(2, False), (3, True)])  # Monday, Sunday
def test_request_is_answered_within_two_working_days(days: int, *, is_over: bool) -> None:
    assert ("request_unanswered" in evidence_in(_requested(ago(days=days)))) is is_over


def test_request_for_items_that_were_planned_for_later_counts_from_their_day() -> None:
    assert not evidence_in(_requested(ago(days=9), fulfill_at=ago(days=1)))


def test_request_names_since_when_it_waits() -> None:
    assert evidence_in(_requested(ago(days=5)))["request_unanswered"] == (
        "The service was asked for items of 2026-11-13, and has not answered."
    )


@pytest.mark.parametrize(("days", "is_over"), [(2, False), (3, True)])
def test_request_to_stop_counts_from_the_last_change(days: int, *, is_over: bool) -> None:
    stopping = group(status="IN_PROGRESS", request_status="CANCELLATION_REQUESTED")
    its_order = order(
        financial_status="VOIDED",
        cancelled_at=ago(days=days),
        updated_at=ago(days=days),
        fulfillment_orders=(stopping,),
    )
    assert ("request_unanswered" in evidence_in(its_order)) is is_over


def test_request_for_what_was_canceled_is_to_be_stopped_instead() -> None:
    canceled = replace(_requested(ago(days=5)), financial_status="VOIDED", cancelled_at=ago(hours=1))
    assert [*evidence_in(canceled)] == ["refunded_still_open"]


def test_accepted_request_is_answered() -> None:
    accepted = group(status="IN_PROGRESS", request_status="ACCEPTED", created_at=ago(days=5))
    assert not evidence_in(order(placed_at=ago(days=5), fulfillment_orders=(accepted,)))


# --- nobody_asked ---------------------------------------------------------------------------------------------------


def _unasked(at: datetime, its_group: FulfillmentOrder | None = None, **changes: object) -> Order:
    waiting = replace(its_group or group(can_request=True), created_at=at)
    its_order: Order = order(placed_at=at, fulfillment_orders=(waiting,), **changes)
    return its_order


@pytest.mark.parametrize(("days", "is_over"), [(1, False), (2, True)])  # Tuesday, Monday
def test_service_is_asked_by_the_next_working_day(days: int, *, is_over: bool) -> None:
    assert ("nobody_asked" in evidence_in(_unasked(ago(days=days)))) is is_over


def test_service_to_be_asked_since_the_payment() -> None:
    paid = (transaction("SALE", "FAILURE", at=ago(days=2)), transaction("SALE", "SUCCESS", at=ago(days=1)))
    assert not evidence_in(_unasked(ago(days=5), transactions=paid))
    tried_again = (transaction("SALE", "SUCCESS", at=ago(days=5)), transaction("SALE", "FAILURE", at=ago(days=1)))
    assert "nobody_asked" in evidence_in(_unasked(ago(days=5), transactions=tried_again))
    assert evidence_in(_unasked(ago(days=5)))["nobody_asked"] == (
        "Paid and ready since 2026-11-13, and nobody has asked the service to send it."
    )


@pytest.mark.parametrize(
    "its_order",
    [
        _unasked(ago(days=5), financial_status="PENDING"),
        _unasked(ago(days=5), group(can_request=True, status="ON_HOLD", holds=("OTHER",))),
        _unasked(ago(days=5), group(can_request=True, status="SCHEDULED", fulfill_at=ahead(days=3))),
        _unasked(ago(days=5), group(can_request=False)),
        _unasked(ago(days=5), group(can_request=True, status="CLOSED")),
    ],
    ids=["unpaid", "held", "scheduled", "no service", "ended"],
)
def test_service_is_not_to_be_asked(its_order: Order) -> None:
    assert not evidence_in(its_order)


# --- download_stuck -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "is_over"), [(1, False), (1.1, True)])
def test_download_is_sent_within_the_hour(hours: float, *, is_over: bool) -> None:
    its_order = order(placed_at=ago(hours=hours), lines=(download(),), requires_shipping=False)
    assert ("download_stuck" in evidence_in(its_order)) is is_over


def test_demo_gift_card_is_stuck() -> None:
    assert evidence_in(orders()["gift-card-late"], DEMO_NOW) == {
        "download_stuck": "Ordered on 2026-11-22, and the download is not marked as sent."
    }


def test_insurance_is_no_download() -> None:
    assert not evidence_in(order(placed_at=ago(days=2), lines=(insurance(),), requires_shipping=False))


# --- authorization_lapsing ------------------------------------------------------------------------------------------


def _authorized(at: datetime, **changes: object) -> Order:
    facts: dict[str, object] = {
        "placed_at": at,
        "financial_status": "AUTHORIZED",
        "capturable": money("49.00"),
        "transactions": (transaction("AUTHORIZATION", "SUCCESS", at=at),),
    }
    its_order: Order = order(**facts | changes)
    return its_order


@pytest.mark.parametrize(("days", "is_lapsing"), [(4, False), (5, True)])  # to Saturday, to Friday
def test_authorization_is_told_two_working_days_before_its_end(days: int, *, is_lapsing: bool) -> None:
    assert ("authorization_lapsing" in evidence_in(_authorized(ago(days=days)))) is is_lapsing


def test_authorization_names_its_day() -> None:
    assert (
        evidence_in(_authorized(ago(days=6)))["authorization_lapsing"] == "Authorized on 2026-11-12, and not captured."
    )


def test_authorization_without_its_transaction_counts_from_the_order() -> None:
    assert "authorization_lapsing" in evidence_in(_authorized(ago(days=6), transactions=()))


def test_renewed_authorization_counts_from_its_last_one() -> None:
    both = tuple(transaction("AUTHORIZATION", "SUCCESS", at=ago(days=days)) for days in (8, 1))
    assert "authorization_lapsing" not in evidence_in(_authorized(ago(days=8), transactions=both))


@pytest.mark.parametrize(
    "changes",
    [
        {"cancelled_at": ago(hours=1)},
        {"capturable": money("0.00"), "financial_status": "PAID"},
        {"capturable": None, "financial_status": "PAID"},
    ],
    ids=["canceled", "captured", "not told"],
)
def test_no_authorization_to_capture(changes: dict[str, object]) -> None:
    assert "authorization_lapsing" not in evidence_in(_authorized(ago(days=6), **changes))


# --- till_order_unsent ----------------------------------------------------------------------------------------------


def _sold_at_the_till(at: datetime, **changes: object) -> Order:
    its_order: Order = order(**{"source": "pos", "placed_at": at, "fulfillment_orders": (group(),)} | changes)
    return its_order


@pytest.mark.parametrize(("days", "is_over"), [(1, False), (2, True)])
def test_till_order_is_sent_by_the_next_working_day(days: int, *, is_over: bool) -> None:
    assert ("till_order_unsent" in evidence_in(_sold_at_the_till(ago(days=days)))) is is_over


def test_till_order_names_its_day() -> None:
    assert evidence_in(_sold_at_the_till(ago(days=2))) == {
        "till_order_unsent": "Sold in the shop on 2026-11-16 to be sent, and not sent yet."
    }


@pytest.mark.parametrize(
    "its_order",
    [
        _sold_at_the_till(ago(days=2), fulfillment_orders=(group(delivery=method(method="RETAIL")),)),
        _sold_at_the_till(ago(days=2), fulfillment_orders=(group(delivery=method(method="PICK_UP")),)),
        _sold_at_the_till(ago(days=2), fulfillment_orders=(group(status="ON_HOLD", holds=("OTHER",)),)),
        _sold_at_the_till(ago(days=2), source="web"),
    ],
    ids=["handed over", "picked up", "held", "sold on the web"],
)
def test_order_is_no_forgotten_till_order(its_order: Order) -> None:
    assert not evidence_in(its_order)


def test_demo_order_that_was_handed_over_at_the_till() -> None:
    its_order = orders()["in-store"]
    assert its_order.source == "pos"
    assert not evidence_in(its_order, DEMO_NOW + timedelta(days=5))


# --- service_warns --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("its_group", "sentence"),
    [
        (group(request_status="REJECTED"), "The service rejected the request to send the items."),
        (
            group(status="IN_PROGRESS", request_status="CANCELLATION_REJECTED"),
            "The service was asked to stop, and answered that it sends the items.",
        ),
        (group(request_status="CLOSED"), "The service closed the request before everything was sent."),
        (group(status="INCOMPLETE"), "The service closed the request before everything was sent."),
    ],
)
def test_refusal_of_the_service(its_group: FulfillmentOrder, sentence: str) -> None:
    assert evidence_in(order(fulfillment_orders=(its_group,))) == {"service_warns": sentence}


@pytest.mark.parametrize("slug", ["request-declined", "incomplete"])
def test_demo_order_with_a_refusal(slug: str) -> None:
    assert [*evidence_in(orders()[slug], DEMO_NOW)] == ["service_warns"]


def test_refusal_for_what_was_sent_otherwise() -> None:
    refused = group(request_status="REJECTED", status="CLOSED")
    assert not evidence_in(sent(fulfillment_orders=(refused,)))


def test_request_that_the_service_works_on() -> None:
    assert not evidence_in(order(fulfillment_orders=(group(status="IN_PROGRESS", request_status="ACCEPTED"),)))
