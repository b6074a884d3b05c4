"""The words of the pages about many orders: why a customer gets no letter, and what has become of letters."""

from collections.abc import Mapping

from tracking.i18n.text import Phrase, text
from tracking.merchant.bulk_letters import NoLetter
from tracking.web.merchant.order_words import WHY, StateMark
from tracking.web.merchant.shown_batch import MARKS, BatchPart

NOT_SAVED = text("That couldn’t be saved. Your words are still here: try again in a few minutes.")

_WITHOUT: Mapping[str, Phrase] = {
    NoLetter.NO_WORDS: text("nothing is written in the customer’s language"),
    NoLetter.GONE: text("the order isn’t here any more"),
}


def without(why: str | None) -> Phrase:
    """Why no letter goes, or went, to the customer; the code itself where another release wrote it."""
    code = why or ""
    return _WITHOUT.get(code) or WHY.get(code) or Phrase("%(code)s", values={"code": code})


def mark(part: BatchPart) -> StateMark:
    """The state of letters in color, icon and word."""
    return MARKS[part]
