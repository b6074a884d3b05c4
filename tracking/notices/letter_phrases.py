"""The page's phrases as a letter says them: without what only the reader of a page can do or see."""

from dataclasses import replace

from tracking.i18n.text import Phrase, Value, text
from tracking.order.outlook import CHECK_BACK

_JOINED = "%(first)s %(then)s"

# Sentences that end with "You’ll see it here": a letter stops before that.
_IN_LETTERS = {
    page.message: letter
    for page, letter in (
        (
            text("We don’t have a delivery date for this yet. You’ll see it here once we know."),
            text("We don’t have a delivery date for this yet."),
        ),
        (
            text("We don’t have a date for this yet. You’ll see it here once we know."),
            text("We don’t have a date for this yet."),
        ),
        (
            text("We’ve checked the items. No refund has been made yet. You’ll see it here once it has."),
            text("We’ve checked the items. No refund has been made yet."),
        ),
        (
            text("Please send the items back. You’ll see here when we have them."),
            text("Please send the items back."),
        ),
        (
            text("The items are on their way. You’ll see here when we have them."),
            text("The items are on their way."),
        ),
        (
            text("The due date has passed. If you’ve just paid, this page will catch up soon."),
            text("The due date has passed."),
        ),
    )
}


def for_letter(phrase: Phrase) -> Phrase | None:
    """Returns the phrase as a letter says it; None where nothing is left of it.

    The advice to check back is left out: a customer who gets letters need not.
    """
    if phrase.message in CHECK_BACK:
        return None
    if phrase.message == _JOINED:
        return _joined(phrase)
    if letter := _IN_LETTERS.get(phrase.message):
        return replace(letter, values=phrase.values)
    return replace(phrase, values={name: _value(value) for name, value in phrase.values.items()})


def _joined(phrase: Phrase) -> Phrase | None:
    halves = [for_letter(half) for half in phrase.values.values() if isinstance(half, Phrase)]
    kept = [half for half in halves if half]
    if len(kept) == len(phrase.values):
        return replace(phrase, values=dict(zip(phrase.values, kept, strict=True)))
    return kept[0] if kept else None


def _value(value: Value) -> Value:
    return for_letter(value) or value if isinstance(value, Phrase) else value
