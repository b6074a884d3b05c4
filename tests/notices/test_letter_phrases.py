from datetime import date
from functools import cache

from scripts.translations import collect
from tests.notices.letters import status_of
from tests.sampling import each_row
from tracking.i18n.text import Days, Phrase, joined, text
from tracking.notices.letter_phrases import for_letter

LOOK_AGAIN = text("It’s worth checking back on %(day)s.", day=Days(date(2026, 11, 23), date(2026, 11, 23)))
WORDS = text("It hasn’t been sent yet.")


@each_row(
    ("phrase", "expected"),
    [
        (WORDS, WORDS),
        (LOOK_AGAIN, None),
        (joined(WORDS, LOOK_AGAIN), WORDS),
        (joined(LOOK_AGAIN, WORDS), WORDS),
        (joined(LOOK_AGAIN, LOOK_AGAIN), None),
        (joined(WORDS, WORDS), joined(WORDS, WORDS)),
        (joined(joined(WORDS, LOOK_AGAIN), LOOK_AGAIN), WORDS),
        (
            text("We don’t have a delivery date for this yet. You’ll see it here once we know."),
            text("We don’t have a delivery date for this yet."),
        ),
        (text("%(what)s again", what=joined(WORDS, LOOK_AGAIN)), text("%(what)s again", what=WORDS)),
    ],
)
def test_a_letter_says_what_its_reader_can_see_and_do(phrase: Phrase, expected: Phrase | None) -> None:
    assert for_letter(phrase) == expected


def test_no_order_of_the_demo_sends_the_reader_of_a_letter_back_to_the_page(demo_slugs: list[str]) -> None:
    told = ("checking back", "Check back", "see it here", "see here")
    for slug in demo_slugs:
        status = status_of(slug)
        parts = [parcel.text for parcel in status.parcels] + [back.text for back in status.returns]
        for phrase in (status.headline.text, *parts):
            assert not [words for words in told if words in str(for_letter(phrase))], slug


# Everything else that a letter says stands on the page, too.
OF_LETTERS = {
    "Earlier estimate: %(days)s",
    "New shipping date: %(day)s",
    "Did everything go well?",
    "New delivery date",
    "New delivery date: %(days)s",
    "See your order",
    "Stop these emails",
    "The due date has passed.",
    "The items are on their way.",
    "We don’t have a date for this yet.",
    "We don’t have a delivery date for this yet.",
    "We write to you if something changes.",
    "We’re writing to you about your order.",
    "We’ve checked the items. No refund has been made yet.",
    "Please send the items back.",
    "Your order is moving again",
    "and %(count)s more parcel",
}


collected = cache(collect)


def test_letters_have_few_sentences_of_their_own() -> None:
    letters = ("tracking/notices/letter", "tracking/notices/message", "templates/letters/")
    own = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in collected()
        if message.id and all(file.startswith(letters) for file, _ in message.locations)
    }
    assert own <= OF_LETTERS


def test_every_sentence_that_a_letter_replaces_is_one_of_the_page() -> None:
    """A reworded sentence of the page would go into letters unnoticed."""
    page = {
        str(message.id)
        for message in collected()
        if message.id and any(not file.startswith("tracking/notices/") for file, _ in message.locations)
    }
    kept = [sentence for sentence in page if "You’ll see it here once" in sentence or "You’ll see here" in sentence]
    assert [sentence for sentence in kept if for_letter(Phrase(sentence)) == Phrase(sentence)] == [
        "No refund has been made yet. You’ll see it here once it has."  # an answer to a question, on the page alone
    ]
