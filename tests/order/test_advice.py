import pytest

from tests.order.builders import ago, event, group, order, parcel_of, parcel_saying, policy, sent, shipment, shown
from tracking.order.advice import TEXTS
from tracking.order.missing import missing
from tracking.order.model import Order
from tracking.order.status_types import Advice
from tracking.order.vocabulary import NextStep

SHOP = policy(review_url="https://example.com/rate", contact_url="https://example.com/contact")


def advised(its_order: Order) -> Advice:
    return parcel_of(its_order, its_policy=SHOP).advice


def delivered() -> Order:
    return sent(fulfillments=(shipment(display_status="DELIVERED"),))


def test_every_step_has_words() -> None:
    assert missing(TEXTS, NextStep, content="words", module="tracking/order/advice.py") == []


def test_what_arrived_may_be_rated() -> None:
    assert (advised(delivered()).code, advised(delivered()).url) == (NextStep.RATE, "https://example.com/rate")


def test_without_an_address_for_it_nothing_is_to_be_rated() -> None:
    rest = parcel_of(delivered()).advice
    assert (rest.code, rest.url) == (NextStep.WAIT, None)


def test_a_cancelled_order_is_not_to_be_rated() -> None:
    cancelled = shown(order(cancelled_at=ago(hours=1), cancel_reason="CUSTOMER"), its_policy=SHOP)
    assert cancelled.advice.code is NextStep.WAIT


def test_a_parcel_on_its_way_is_to_be_followed() -> None:
    follow = parcel_saying("IN_TRANSIT").advice
    assert follow.code is NextStep.TRACK
    assert follow.url
    assert follow.url.startswith("https://www.ups.com/")


def test_a_parcel_without_a_page_to_follow_it_is_to_be_waited_for() -> None:
    scanned = parcel_saying("IN_TRANSIT", event("IN_TRANSIT", ago(hours=1)), tracking=())
    assert scanned.advice.code is NextStep.WAIT


def test_what_is_prepared_is_to_be_waited_for() -> None:
    assert advised(order()).code is NextStep.WAIT


def test_what_has_to_be_paid_is_to_be_paid() -> None:
    unpaid = shown(order(financial_status="EXPIRED"), its_policy=SHOP).advice
    assert (unpaid.code, unpaid.url) == (NextStep.PAY, None)  # only the e-mail knows where


def test_a_wrong_address_is_to_be_checked() -> None:
    held = order(fulfillment_orders=(group(status="ON_HOLD", holds=("INCORRECT_ADDRESS",)),))
    assert (advised(held).code, advised(held).url) == (NextStep.CHECK_ADDRESS, "https://example.com/contact")


def test_what_waits_to_be_fetched_is_to_be_fetched() -> None:
    assert (parcel_saying("READY_FOR_PICKUP").advice.code, parcel_saying("READY_FOR_PICKUP").advice.url) == (
        NextStep.PICK_UP,
        None,
    )


def test_a_failed_attempt_is_to_be_arranged_anew_on_the_carriers_page() -> None:
    attempt = parcel_saying("ATTEMPTED_DELIVERY").advice
    assert attempt.code is NextStep.ARRANGE_DELIVERY
    assert attempt.url


@pytest.mark.parametrize("word", ["ATTEMPTED_DELIVERY", "DELAYED", "BUYER_ACTION_REQUIRED"])
def test_without_the_carriers_page_the_shop_is_to_be_asked(word: str) -> None:
    assert parcel_saying(word, event(word, ago(hours=1)), tracking=()).advice.code is NextStep.CONTACT


def test_an_unreadable_status_without_a_page_is_to_be_waited_for() -> None:
    assert parcel_saying("NEWS_OF_2030", tracking=()).advice.code is NextStep.WAIT


@pytest.mark.parametrize("word", ["NOT_DELIVERED", "FAILURE", "RETURNING_TO_SENDER"])
def test_a_problem_is_the_shops_to_solve(word: str) -> None:
    assert parcel_saying(word).advice.code is NextStep.CONTACT


def test_the_page_advises_what_its_headline_is_about() -> None:
    status = shown(sent(fulfillments=(shipment(display_status="FAILURE"),)), its_policy=SHOP)
    assert status.advice == status.parcels[0].advice
    assert (status.advice.code, status.advice.url) == (NextStep.CONTACT, "https://example.com/contact")
    assert status.advice.text == TEXTS[NextStep.CONTACT]
