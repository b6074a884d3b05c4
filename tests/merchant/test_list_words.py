from datetime import date
from gettext import NullTranslations

from tests.fakes import NOW
from tests.sampling import each_row
from tracking.carriers import Carriers
from tracking.directory.views import OrderView
from tracking.i18n.localizer import Localizer
from tracking.merchant.list_query import ListQuery
from tracking.merchant.list_words import empty_words, filter_words
from tracking.order.vocabulary import Condition, Reason

CARRIERS = Carriers.built_in()
ENGLISH = Localizer("en", "UTC", NullTranslations(), NOW)


@each_row(
    ("query", "said"),
    [
        (ListQuery(condition=Condition.LATE), "Condition: Late"),
        (ListQuery(reason=Reason.STALLED), "Reason: "),
        (ListQuery(country="se"), "Country: Sweden"),
        (ListQuery(carrier="postnord-se"), "Carrier: PostNord"),
        (ListQuery(carrier="own-bikes"), "Carrier: own-bikes"),
        (ListQuery(placed_from=date(2026, 11, 1)), "Placed from: Sunday 1\N{NO-BREAK SPACE}November"),
        (ListQuery(q="1001"), "Search: 1001"),
        (ListQuery(found=("0" * 32,)), "Search: an email address"),
        (ListQuery(ids=("1", "2")), "Selected orders: 2"),
    ],
)
def test_filters_of_a_list_are_said_in_words(query: ListQuery, said: str) -> None:
    (words,) = filter_words(query, CARRIERS).values()
    assert ENGLISH.translate(words).startswith(said)


def test_view_order_and_length_narrow_nothing() -> None:
    assert filter_words(ListQuery(view=OrderView.LATE, size=200), CARRIERS) == {}


def test_an_empty_view_says_what_that_means_and_an_empty_search_what_can_be_found() -> None:
    assert empty_words(ListQuery()).empty.message == "Nothing needs you now"
    assert empty_words(ListQuery(condition=Condition.LATE)).empty.message == "No order fits"
    assert empty_words(ListQuery(q="9999")).empty.message == "No order was found"
