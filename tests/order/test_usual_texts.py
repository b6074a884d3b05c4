from datetime import date

import pytest

from tests.order.builders import ago, english, group, order, status_of
from tests.order.test_usual import NORWAY, labeled, moving, waiting
from tests.order.usual_figures import usual_policy
from tests.sampling import each_row
from tracking.durations.steps import TimedStep
from tracking.order.model import Order
from tracking.order.usual import Usual
from tracking.order.usual_texts import late_arrival, packed, usually, while_it_lasts
from tracking.order.vocabulary import Condition

DAY = date(2026, 11, 17)


def said(step: TimedStep, median: int, most: int, carrier: str | None = None, country: str | None = None) -> str:
    usual = Usual(step=step, median=median, most=most, since=DAY, carrier=carrier, country=country)
    return with_hyphens(english(usually(usual)))


def with_hyphens(text: str) -> str:
    return text.replace("\N{EN DASH}\N{WORD JOINER}", "-")


@each_row(
    ("sentence", "expected"),
    [
        (said(TimedStep.SENT, 0, 1), "Usually leaves within 1 working day."),
        (said(TimedStep.SENT, 4, 4), "Usually leaves within 2 working days."),
        (said(TimedStep.SENT, 2, 4), "Usually leaves within 1-2 working days."),
        (said(TimedStep.REFUNDED, 2, 6), "A refund usually follows within 1-3 working days."),
        (said(TimedStep.ARRIVED, 4, 8, "PostNord", "NO"), "Usually 2-4 days to <NO> with PostNord."),
        (said(TimedStep.ARRIVED, 2, 2, "PostNord", "NO"), "Usually 1 day to <NO> with PostNord."),
        (said(TimedStep.ARRIVED, 4, 8, None, "NO"), "Usually 2-4 days to <NO>."),
        (said(TimedStep.ARRIVED, 4, 8, "PostNord"), "Usually 2-4 days with PostNord."),
        (said(TimedStep.ARRIVED, 6, 6), "It usually takes 3 days."),
        (
            said(TimedStep.FIRST_SCAN, 1, 2, "PostNord"),
            "Your parcel is packed. PostNord hasn’t scanned it yet; that usually happens within 1 day.",
        ),
    ],
)
def test_usual_is_worded_as_usual(sentence: str, expected: str) -> None:
    assert sentence == expected


@pytest.mark.parametrize(
    ("its_order", "ending"),
    [
        (waiting(), "Usually leaves within 1-2 working days. If nothing has moved by 2026-11-20"),
        (moving(destination=NORWAY), "Usually 3-5 days to <NO>. If it hasn’t arrived by 2026-11-23"),
        (labeled(1), "that usually happens within 1 day. If nothing has moved by 2026-11-19"),
    ],
    ids=["unsent", "on its way", "not scanned"],
)
def test_the_page_says_it_in_place_of_when_to_look_again(its_order: Order, ending: str) -> None:
    text = with_hyphens(english(status_of(its_order, its_policy=usual_policy()).headline.text))
    day = ending[-10:]
    assert text.endswith(f"{ending} to {day}, we’ll look into it.")
    assert "checking back" not in text


def test_a_parcel_that_takes_longer_says_what_is_usual() -> None:
    late = status_of(moving(days=9), its_policy=usual_policy()).headline
    assert english(late.title) == "Taking longer than usual"
    assert with_hyphens(english(late.text)).startswith(
        "Usually 2-3 days to <SE> with UPS. This one is taking longer, and"
    )


def test_units_that_take_longer_to_be_sent_are_looked_into() -> None:
    old = order(placed_at=ago(days=7), fulfillment_orders=(group(created_at=ago(days=7)),))
    late = status_of(old, its_policy=usual_policy()).headline
    assert english(late.title) == "Taking longer than usual"
    assert "It hasn’t been sent yet, and we’re looking into it." in english(late.text)
    assert "looking into it" not in english(status_of(old).headline.text)


def test_each_sentence_stands_alone() -> None:
    usual = Usual(step=TimedStep.FIRST_SCAN, median=1, most=2, since=DAY, carrier="UPS")
    assert english(packed(usual)[0]) == "Packed and waiting for the carrier"
    until = while_it_lasts(usual, is_watched=True)
    assert until
    assert english(until).startswith("If nothing has moved")
    assert "looking into it" in english(late_arrival(usual, is_watched=True)[1])


@pytest.mark.parametrize(
    "its_order",
    [waiting(), moving(), moving(days=9), labeled(1), order(placed_at=ago(days=7), fulfillment_orders=(group(),))],
    ids=["unsent", "on its way", "late", "not scanned", "unsent and late"],
)
def test_where_nobody_watches_the_order_nothing_is_looked_into_and_all_else_is_said(its_order: Order) -> None:
    watched = status_of(its_order, its_policy=usual_policy()).headline
    unwatched = status_of(its_order, its_policy=usual_policy(is_watched=False)).headline
    assert (unwatched.condition, unwatched.title) == (watched.condition, watched.title)
    assert "sually" in english(unwatched.text)
    assert "look into it" in english(watched.text) or "looking into it" in english(watched.text)
    assert "look into it" not in english(unwatched.text)
    assert "looking into it" not in english(unwatched.text)


def test_nothing_is_longer_than_usual_where_no_usual_time_is_known() -> None:
    old = order(placed_at=ago(days=30), fulfillment_orders=(group(created_at=ago(days=30)),))
    late = status_of(old).headline
    assert late.condition is Condition.LATE
    assert english(late.title) == "Taking longer than planned"
