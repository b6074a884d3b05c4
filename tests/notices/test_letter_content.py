from collections.abc import Iterator
from datetime import date

import pytest

from tests.demo_orders import orders
from tests.fakes import NOW
from tests.notices.letters import languages, news, news_of, status_of
from tests.sampling import each_row
from tracking.i18n.localizer import Localizer
from tracking.notices.codes import NoticeCode
from tracking.notices.letter_content import LetterContent, letter_content
from tracking.order.answers import AnswerContext, offered
from tracking.order.first_screen import FirstLine, first_screen
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import NEEDS_SOMEONE, NextStep
from tracking.settings.answer_choices import CHOICES


def localizer(status: OrderStatus, language: str = "en") -> Localizer:
    return Localizer(language, status.zone, languages().catalogues[language], NOW)


def content(slug: str, code: NoticeCode, language: str = "en", earlier: date | None = None) -> LetterContent:
    status = status_of(slug)
    told = news_of(status, code)
    return letter_content([news(code, told.part, earlier)], status, localizer(status, language))


def test_subject_and_headline_are_the_pages(demo_slugs: list[str]) -> None:
    for slug in demo_slugs:
        status = status_of(slug)
        first = first_screen(status)
        letter = content(slug, NoticeCode.DELAYED)
        title = localizer(status).translate(first.title)
        assert title in {letter.headline, letter.state}, slug
        assert (letter.state is None) == (first.lead is not FirstLine.DAY), "a day leads as it does on the page"


@each_row(
    ("slug", "code", "subject"),
    [
        ("estimate-changed", NoticeCode.NEW_DATE, "New delivery date: Wednesday 25\N{NO-BREAK SPACE}November"),
        ("scheduled", NoticeCode.NEW_DATE, "New shipping date: Friday 4\N{NO-BREAK SPACE}December"),
        ("in-transit", NoticeCode.SENT, "Your parcel is on its way · Arrives Monday 23\N{NO-BREAK SPACE}November"),
        (
            "out-for-delivery",
            NoticeCode.OUT_FOR_DELIVERY,
            "Out for delivery · Arrives Sunday 22\N{NO-BREAK SPACE}November",
        ),
        ("in-transit", NoticeCode.BACK_ON_TRACK, "Your order is moving again"),
        ("delivered", NoticeCode.BACK_ON_TRACK, "Your parcel has arrived"),
        ("return-received", NoticeCode.RETURN_NEWS, "Your return has arrived"),
        ("delivered", NoticeCode.HOW_WAS_IT, "Did everything go well?"),
        ("stalled", NoticeCode.DELAYED, "No news of your parcel"),
    ],
)
def test_subject_says_the_news(slug: str, code: NoticeCode, subject: str) -> None:
    assert content(slug, code).subject == subject


@pytest.mark.parametrize("code", [NoticeCode.DELIVERED, NoticeCode.BACK_ON_TRACK])
def test_subject_is_about_the_parcel_that_has_arrived_while_others_move(code: NoticeCode) -> None:
    status = status_of("split-in-three")
    arrived = next(parcel for parcel in status.parcels if parcel.has_arrived)
    letter = letter_content([news(code, arrived.id)], status, localizer(status))
    assert letter.subject == "Your parcel has arrived · Arrives Monday 23\N{NO-BREAK SPACE}November"
    assert letter.headline == "Arrives Monday 23\N{NO-BREAK SPACE}November"


def test_a_new_day_stands_above_the_earlier_one() -> None:
    letter = content("estimate-changed", NoticeCode.NEW_DATE, earlier=date(2026, 11, 20))
    assert (letter.state, letter.headline) == ("New delivery date", "Wednesday 25\N{NO-BREAK SPACE}November")
    assert letter.before == "Earlier estimate: Friday 20\N{NO-BREAK SPACE}November"


@pytest.mark.parametrize("code", [NoticeCode.NEW_DATE, NoticeCode.NOT_SENT_YET])
def test_a_new_day_of_shipping_stands_above_the_earlier_one(code: NoticeCode) -> None:
    letter = content("scheduled", code, earlier=date(2026, 11, 30))
    assert "Friday 4\N{NO-BREAK SPACE}December" in f"{letter.headline} {letter.day}"
    assert letter.before == "Earlier estimate: Monday 30\N{NO-BREAK SPACE}November"


@pytest.mark.parametrize(
    ("slug", "step"),
    [
        ("attempted-delivery", "Choose another time or place on the carrier’s page."),
        ("hold-address", "Compare it with your confirmation email and tell us what to correct."),
        ("pay-balance-due", "Pay what’s still due, or contact us."),
        ("label-purchased", "You don’t need to do anything."),
    ],
)
def test_last_paragraph_says_the_next_step(slug: str, step: str) -> None:
    assert content(slug, NoticeCode.YOU_CAN_HELP).paragraphs[-1] == step


def test_the_text_leads_to_the_shop_where_the_shop_is_the_next_step(demo_slugs: list[str]) -> None:
    """So a letter need not add that step."""
    for slug in demo_slugs:
        status = status_of(slug)
        if status.headline.condition in NEEDS_SOMEONE and status.advice.code is NextStep.CONTACT:
            last = content(slug, NoticeCode.DELAYED).paragraphs[-1]
            assert "contact us" in last or "let us know" in last, slug


@pytest.mark.parametrize("slug", ["stalled", "damaged", "in-transit", "pickup-ready"])
def test_step_said_elsewhere_in_the_letter_is_left_out(slug: str) -> None:
    assert len(content(slug, NoticeCode.PROBLEM).paragraphs) == 1


def test_amount_due_stands_under_the_headline() -> None:
    assert content("pay-balance-due", NoticeCode.YOU_CAN_HELP).day == "Partly paid: £240.00 is still due"


def test_the_step_of_a_delivery_is_none_of_a_return() -> None:
    assert len(content("return-refunded", NoticeCode.RETURN_NEWS).paragraphs) == 1
    assert len(content("return-not-sent", NoticeCode.RETURN_NEWS).paragraphs) == 2


@each_row("code", NoticeCode)
def test_no_day_is_told_as_that_of_another(code: NoticeCode, demo_slugs: list[str]) -> None:
    """A letter is read on another day than it is written."""
    for slug in demo_slugs[:: len(NoticeCode)]:
        words = set(" ".join(words_of(content(slug, code))).lower().split())
        assert not words & {"today", "tomorrow", "yesterday"}, slug


def test_every_word_is_translated(demo_slugs: list[str]) -> None:
    for slug in demo_slugs:
        english, swedish = (set(words_of(content(slug, NoticeCode.DELAYED, code))) for code in ("en", "sv"))
        assert english & swedish == set(), slug


def words_of(letter: LetterContent) -> Iterator[str]:
    """Everything but products and places, which are data."""
    lines = (
        line for part in letter.parts for line in (part.name, part.title, part.items_title, part.more, *part.lines)
    )
    yield from filter(
        None,
        (letter.subject, letter.state, letter.headline, letter.day, letter.before, *letter.paragraphs, *lines),
    )


@pytest.mark.parametrize(
    ("slug", "code", "anchors"),
    [
        ("stalled", NoticeCode.DELAYED, ["answer-wait", "answer-contact"]),
        ("delivered", NoticeCode.HOW_WAS_IT, ["answer-went_well", "answer-went_badly"]),
        ("delivered", NoticeCode.DELIVERED, []),
        ("lost", NoticeCode.PROBLEM, []),
    ],
)
def test_a_letter_leads_to_what_its_news_lets_the_customer_answer(
    slug: str, code: NoticeCode, anchors: list[str]
) -> None:
    status = status_of(slug)
    context = AnswerContext(order=orders()[slug], status=status, now=NOW)
    letter = letter_content([news(code)], status, localizer(status), offered(context, CHOICES))
    assert [choice.anchor for choice in letter.choices] == anchors
    assert (letter.question is not None) == (code is NoticeCode.DELAYED), "else the headline asks"
