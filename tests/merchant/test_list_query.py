from dataclasses import fields
from datetime import date
from urllib.parse import parse_qsl

import pytest

from tests.order.builders import english
from tracking.database.order_list import PageKey
from tracking.directory.views import OrderView
from tracking.merchant.list_codes import LettersFilter, PartsFilter, Sort, TrackingFilter
from tracking.merchant.list_parameters import PARAMETERS
from tracking.merchant.list_query import InvalidQuery, ListQuery, read_list_query
from tracking.merchant.out_of_step import OutOfStepCode
from tracking.merchant.page_key import LastRow
from tracking.order.vocabulary import Condition, Reason, Route, Stage

EVERYTHING = ListQuery(
    view=OrderView.LATE,
    q="Lamp & chair",
    found=("0" * 32, "f" * 32),
    ids=("5300000001", "17"),
    stage=Stage.SHIPPED,
    condition=Condition.LATE,
    reason=Reason.DELAYED,
    carrier="postnord-se",
    country="SE",
    location="Malmö #2",
    tag="gift/à part",
    route=Route.SHIP,
    out_of_step=OutOfStepCode.UNKNOWN_NUMBER,
    older_than_days=5,
    placed_from=date(2026, 11, 1),
    placed_to=date(2026, 11, 22),
    tracking=TrackingFilter.NONE,
    parts=PartsFilter.SEVERAL,
    letters=LettersFilter.FAILED,
    sort=Sort.AGE,
    size=10,
    after=LastRow(Sort.AGE, PageKey(7, "5300000001")),
)


def read(query_string: str) -> ListQuery:
    return read_list_query(dict(parse_qsl(query_string, keep_blank_values=True)))


def test_list_query_fields_are_the_parameters_in_order() -> None:
    assert [each.name for each in fields(ListQuery)] == [*PARAMETERS]


def test_an_address_leads_to_the_same_list() -> None:
    assert read(EVERYTHING.query_string(after=EVERYTHING.after)) == EVERYTHING
    for name in PARAMETERS:
        one = ListQuery(**{name: getattr(EVERYTHING, name)}) if name != "after" else ListQuery()
        assert read(one.query_string()) == one


def test_an_address_has_what_differs_from_the_plain_list_and_leads_to_its_first_page() -> None:
    assert ListQuery().query_string() == ""
    assert ListQuery(view=OrderView.LATE).query_string() == "view=late"
    later = ListQuery(view=OrderView.LATE, after=LastRow(None, PageKey(7, "1")))
    assert later.query_string() == "view=late"
    assert later.query_string(stage=Stage.SHIPPED, view=OrderView.NEEDS_YOU) == "stage=shipped"
    assert EVERYTHING.query_string(**dict.fromkeys(PARAMETERS)) == ""


def test_empty_and_unknown_parameters_are_ignored() -> None:
    assert read("view=&q=%20&size=&hmac=1&host=abc&locale=de") == ListQuery()


def test_a_search_goes_through_all_orders_unless_a_view_is_named() -> None:
    assert read("q=1001").view is OrderView.ALL
    assert read(f"found={'0' * 32}").view is OrderView.ALL
    assert read("ids=17").view is OrderView.ALL
    assert read("q=1001&view=needs_you").view is OrderView.NEEDS_YOU
    assert read("q=1001").query_string() == "q=1001"
    assert read("q=1001").query_string(q=None) == "view=all"
    assert read("q=1001&view=needs_you").query_string() == "view=needs_you&q=1001"


def test_a_wrong_value_names_its_parameter() -> None:
    with pytest.raises(InvalidQuery) as refused:
        read("view=late&stage=lost")
    assert refused.value.parameter == "stage"
    assert "lost" in english(refused.value.sentence)


@pytest.mark.parametrize("typed", ["anna@example.com", "@", "from:anna@example.com 1001"])
def test_an_email_address_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(InvalidQuery) as refused:
        read_list_query({"q": typed})
    assert typed not in english(refused.value.sentence)


def test_a_page_of_another_order_of_the_list_is_refused() -> None:
    with pytest.raises(InvalidQuery) as refused:
        read(EVERYTHING.query_string(after=EVERYTHING.after, sort=Sort.SCAN))
    assert refused.value.parameter == "after"


def test_only_filters_narrow_a_view() -> None:
    assert not ListQuery(view=OrderView.DONE, sort=Sort.AGE, size=1).is_filtered
    assert ListQuery(country="SE").is_filtered
