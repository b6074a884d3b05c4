"""The words by which orders are found by their products: folded, so that case and accents are ignored."""

import re
import unicodedata

from tracking.i18n.folding import fold_case
from tracking.order.model import Order

_WORD = re.compile(r"[^\W_]+")
_MAX_LENGTH = 20  # of a word: whatever is longer is found by its beginning
_MAX_WORDS = 30  # of an order
_MAX_TITLE = 255  # Shopify's own limit


def product_words(order: Order) -> frozenset[str]:
    """The words of the titles in the order, of the first lines where they have very many."""
    titles = (words_of(line.title[:_MAX_TITLE]) for line in order.lines if line.title)
    words = dict.fromkeys(word for title in titles for word in title)
    return frozenset([*words][:_MAX_WORDS])


def words_of(text: str) -> tuple[str, ...]:
    """The words in the form in which they are kept and looked for, each once."""
    letters = unicodedata.normalize("NFKD", fold_case(text))
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    return tuple(dict.fromkeys(word[:_MAX_LENGTH] for word in _WORD.findall(plain)))
