"""The words of a list about itself: its name, its filters, and what it means that it is empty."""

from datetime import date

from tracking.carriers import Carriers
from tracking.i18n.text import Country, Phrase, text
from tracking.merchant.code_texts import CODE_TEXTS
from tracking.merchant.list_parameters import PARAMETERS
from tracking.merchant.list_query import ListQuery
from tracking.merchant.view_texts import VIEW_TEXTS, ViewText

_ADDRESS = text("Search: an email address")
_FILTERED = ViewText(
    name=text("Search"),
    empty=text("No order fits"),
    meaning=text("Take a filter away, or look into another view."),
)
_SEARCHED = ViewText(
    name=text("Search"),
    empty=text("No order was found"),
    meaning=text("Search for an order number, a tracking number, the beginning of a product, or an email address."),
)


def filter_words(query: ListQuery, carriers: Carriers) -> dict[str, Phrase]:
    """The filters of the list, in words, by the name of the parameter: "Condition: Late"."""
    given = {name: getattr(query, name) for name, row in PARAMETERS.items() if row.is_filter}
    return {name: _words(name, value, carriers) for name, value in given.items() if value is not None}


def _words(name: str, value: object, carriers: Carriers) -> Phrase:
    if isinstance(value, tuple) and name == "ids":
        return text("Selected orders: %(number)s", number=len(value))
    label = PARAMETERS[name].label
    if label is None:
        return _ADDRESS
    said = value if isinstance(value, date) else value_words(name, str(value), carriers)
    return text("%(name)s: %(value)s", name=label, value=said)


def value_words(name: str, value: str, carriers: Carriers) -> Phrase | Country | str:
    """The name of a filter's value."""
    if word := CODE_TEXTS.get(name, {}).get(value):
        return word
    if name == "country":
        return Country(value.upper())
    carrier = carriers.row(value) if name == "carrier" else None
    return carrier.label if carrier else value


def empty_words(query: ListQuery) -> ViewText:
    """The words in place of the rows of an empty list."""
    if query.q or query.found:
        return _SEARCHED
    return _FILTERED if query.is_filtered else VIEW_TEXTS[query.view]
