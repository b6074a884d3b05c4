from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.demo_orders import orders
from tests.fakes import NOW
from tests.notices.test_answer_mail_maker import ROW
from tests.order.builders import english, policy, status_of
from tracking.database.answers import AnswerRow
from tracking.i18n.text import text
from tracking.notices.answer_terms import AnswerTerms
from tracking.order.answers import AnswerContext, AnswerKind
from tracking.web.order_answers import AnswerCard, OrderAnswers, TypedAnswer, order_answers

TERMS = AnswerTerms(choices=("wait", "contact", "cancel"), has_mail=True, is_chosen=False)
HANDLED = replace(ROW, handled_at=NOW)
ARRIVED = replace(ROW, topic="arrival", kind="not_received")


def answers_of(slug: str, *given: AnswerRow, are_mailed: bool = True, typed: TypedAnswer | None = None) -> OrderAnswers:
    order = orders()[slug]
    context = AnswerContext(order=order, status=status_of(order, NOW, policy()), now=NOW)
    return order_answers(context, TERMS, given, are_mailed=are_mailed, typed=typed)


def card_of(slug: str, *given: AnswerRow, are_mailed: bool = True) -> AnswerCard:
    (card,) = answers_of(slug, *given, are_mailed=are_mailed).cards
    return card


def buttons(card: AnswerCard) -> list[str]:
    return [kind.value for kind, _ in card.form.buttons] if card.form else []


def test_a_question_becomes_its_answer_and_can_be_changed() -> None:
    asked, answered = card_of("delayed"), card_of("delayed", ROW)
    assert (asked.said, buttons(asked)) == (None, ["wait", "contact"])
    assert english(answered.title).startswith("We have it. You’ll hear from us by")
    assert (answered.words, buttons(answered)) == ("Call me", ["wait", "contact"])


def test_a_day_is_promised_only_where_the_shop_hears_and_until_it_has_passed() -> None:
    passed = replace(ROW, deadline=NOW.date() - timedelta(days=1))
    today = replace(ROW, deadline=NOW.date())
    assert english(card_of("delayed", ROW, are_mailed=False).title) == "We have it."
    assert english(card_of("delayed", passed).title) == "We have it."
    assert "You’ll hear" in english(card_of("delayed", today).title)
    assert english(card_of("delayed", replace(ROW, kind="wait")).title) == "We have it."


def test_handled_answer_may_be_given_anew_while_the_order_waits() -> None:
    card = card_of("delayed", HANDLED)
    assert english(card.title) == "We’ve taken care of it."
    assert card.form is not None
    assert card.form.text == "", "the last words were about something else"


def test_an_answer_that_waits_for_the_shop_outlives_its_question() -> None:
    assert buttons(card_of("in-transit", ROW)) == []
    assert answers_of("in-transit", replace(ROW, kind="wait")).cards == ()
    assert answers_of("in-transit", HANDLED).cards == ()
    assert answers_of("in-transit").kinds == ()


def test_a_report_gives_way_to_its_answer_which_can_be_taken_back() -> None:
    assert answers_of("delivered").report is not None
    answered = answers_of("delivered", ARRIVED)
    assert answered.report is None
    assert buttons(answered.cards[0]) == ["not_received", "went_well", "went_badly"]
    handled = answers_of("delivered", replace(ARRIVED, handled_at=NOW))
    assert handled.kinds == (AnswerKind.NOT_RECEIVED,)
    assert [card.form for card in handled.cards] == [None]


def test_a_parcel_that_is_still_missing_is_reported_again_once_the_report_was_handled() -> None:
    reported = replace(ARRIVED, kind="not_received", handled_at=NOW)
    answers = answers_of("delivered", reported)
    assert answers.kinds == (AnswerKind.NOT_RECEIVED,)
    assert answers.report
    assert answers.report.form.buttons[0][0] is AnswerKind.NOT_RECEIVED
    assert answers_of("delivered", replace(reported, handled_at=None)).report is None


@pytest.mark.parametrize(
    ("slug", "situation", "expected"),
    [
        ("delivered", "rate", True),
        ("delayed", "ask_us", True),
        ("in-transit", "ask_us", False),
        ("delayed", "pay", False),
    ],
)
def test_cards_take_the_place_of_a_button(slug: str, situation: str, *, expected: bool) -> None:
    assert answers_of(slug).take_the_place_of(situation) is expected


def test_typed_words_go_back_where_they_came_from() -> None:
    typed = TypedAnswer(kind=AnswerKind.CONTACT, words="x" * 1001, problem=text("Too long"))
    (card,) = answers_of("delayed", typed=typed).cards
    assert card.form is not None
    assert (card.form.text, card.form.problem) == (typed.words, typed.problem)
    report = answers_of("delivered", typed=replace(typed, kind=AnswerKind.NOT_RECEIVED)).report
    assert report is not None
    assert report.form.text == typed.words
    assert answers_of("in-transit", typed=typed).refused == typed


def test_a_report_knows_until_when_all_of_it_may_turn_up() -> None:
    report = answers_of("delivered").report
    assert report is not None
    assert report.until is not None
    assert report.until > date(2026, 11, 20)
    assert [page.name for page in report.pages] == ["Royal Mail"]
