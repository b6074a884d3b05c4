from tests.order.builders import (
    ago,
    english,
    event,
    group,
    order,
    parcel_of,
    parcel_reported,
    policy,
    sent,
    shipment,
    status_of,
)
from tests.sampling import each_row
from tracking.order.advice import TEXTS
from tracking.order.missing import missing
from tracking.order.model import Order
from tracking.order.status_types import Advice
from tracking.order.vocabulary import NextStep

SHOP = policy(review_url="https://example.com/rate", contact_url="https://example.com/contact")


def advice_of(its_order: Order) -> Advice:
    return parcel_of(its_order, its_policy=SHOP).advice


def delivered() -> Order:
    return sent(fulfillments=(shipment(display_status="DELIVERED"),))


def test_every_next_step_has_a_text() -> None:
    assert missing(TEXTS, NextStep, content="words", module="tracking/order/advice.py") == []


def test_delivered_order_may_be_rated() -> None:
    assert (advice_of(delivered()).code, advice_of(delivered()).url) == (NextStep.RATE, "https://example.com/rate")


def test_next_step_is_no_rating_without_a_review_url() -> None:
    rest = parcel_of(delivered()).advice
    assert (rest.code, rest.url) == (NextStep.WAIT, None)


def test_cancelled_order_has_no_rating_as_next_step() -> None:
    cancelled = status_of(order(cancelled_at=ago(hours=1), cancel_reason="CUSTOMER"), its_policy=SHOP)
    assert cancelled.advice.code is NextStep.WAIT


def test_next_step_of_a_parcel_on_its_way_is_to_track_it() -> None:
    follow = parcel_reported("IN_TRANSIT").advice
    assert follow.code is NextStep.TRACK
    assert follow.url
    assert follow.url.startswith("https://www.ups.com/")


def test_next_step_of_a_parcel_without_a_link_is_to_wait() -> None:
    scanned = parcel_reported("IN_TRANSIT", event("IN_TRANSIT", ago(hours=1)), tracking=())
    assert scanned.advice.code is NextStep.WAIT


def test_next_step_of_pending_units_is_to_wait() -> None:
    assert advice_of(order()).code is NextStep.WAIT


def test_next_step_of_an_unpaid_order_is_to_pay() -> None:
    unpaid = status_of(order(financial_status="EXPIRED"), its_policy=SHOP).advice
    assert (unpaid.code, unpaid.url) == (NextStep.PAY, None)  # only the email knows where


def test_next_step_of_a_wrong_address_is_to_check_it() -> None:
    held = order(fulfillment_orders=(group(status="ON_HOLD", holds=("INCORRECT_ADDRESS",)),))
    assert (advice_of(held).code, advice_of(held).url) == (NextStep.CHECK_ADDRESS, "https://example.com/contact")


def test_next_step_of_a_parcel_ready_for_pickup_is_to_pick_it_up() -> None:
    step = parcel_reported("READY_FOR_PICKUP").advice
    assert (step.code, step.label and english(step.label)) == (NextStep.PICK_UP, "Find your pickup point")
    assert (step.url or "").startswith("https://www.ups.com/")
    assert parcel_reported("READY_FOR_PICKUP", tracking=()).advice.url is None


def test_next_step_after_a_failed_attempt_is_on_the_carriers_page() -> None:
    attempt = parcel_reported("ATTEMPTED_DELIVERY").advice
    assert attempt.code is NextStep.ARRANGE_DELIVERY
    assert attempt.url


@each_row("value", ["ATTEMPTED_DELIVERY", "DELAYED", "BUYER_ACTION_REQUIRED"])
def test_next_step_without_a_carrier_link_is_to_contact_the_shop(value: str) -> None:
    assert parcel_reported(value, event(value, ago(hours=1)), tracking=()).advice.code is NextStep.CONTACT


def test_next_step_of_an_unknown_status_without_a_link_is_to_wait() -> None:
    assert parcel_reported("NEWS_OF_2030", tracking=()).advice.code is NextStep.WAIT


@each_row("value", ["NOT_DELIVERED", "FAILURE", "RETURNING_TO_SENDER"])
def test_next_step_of_a_problem_is_to_contact_the_shop(value: str) -> None:
    assert parcel_reported(value).advice.code is NextStep.CONTACT


def test_advice_of_the_order_is_that_of_the_headline() -> None:
    status = status_of(sent(fulfillments=(shipment(display_status="FAILURE"),)), its_policy=SHOP)
    assert status.advice == status.parcels[0].advice
    assert (status.advice.code, status.advice.url) == (NextStep.CONTACT, "https://example.com/contact")
    assert status.advice.text == TEXTS[NextStep.CONTACT]
