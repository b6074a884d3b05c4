"""Turns the text of a search for orders into the forms in which the directory has them."""

from tracking.carriers import Carriers
from tracking.database.order_filters import TextSearch
from tracking.directory.product_words import words_of
from tracking.orders import order_number

_MAX_WORDS = 5  # that a search looks for


def text_search(typed: str, carriers: Carriers, *, prefix: str = "", suffix: str = "") -> TextSearch:
    """``prefix`` and ``suffix`` are the shop's, around the numbers of its orders."""
    number = order_number.normalize(typed, prefix, suffix)
    return TextSearch(
        names=order_number.spellings(number, prefix, suffix).names if number else (),
        numbers=order_number.tracking_keys(carriers, typed, prefix, suffix),
        words=words_of(typed)[:_MAX_WORDS],
    )
