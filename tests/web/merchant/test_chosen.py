from collections.abc import Mapping, Sequence

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from tracking.directory.views import OrderView
from tracking.merchant.list_query import InvalidQuery, ListQuery, read_list_query
from tracking.order.vocabulary import Condition
from tracking.web.merchant.chosen import ChosenForm, RefusedForm, list_fields, read_chosen

Form = Mapping[str, str | Sequence[str]]


def chosen(app: Flask, form: Form) -> ChosenForm:
    with app.test_request_context("/merchant/write", method="POST", data=MultiDict(form)):
        return read_chosen()


def test_the_lists_own_form_means_the_rows_unless_it_says_all_of_it(app: Flask) -> None:
    listed = {"view": "late", "condition": "late"}
    rows = chosen(app, {**listed, "scope": "rows", "ids": ["7", "9"]})
    assert (rows.query, rows.is_whole) == (ListQuery(view=OrderView.ALL, ids=("7", "9")), False)
    for ids in ([], ["7"]):
        whole = chosen(app, {**listed, "scope": ["rows", "list"], "ids": ids})
        assert (whole.query, whole.is_whole) == (ListQuery(view=OrderView.LATE, condition=Condition.LATE), True)
    with pytest.raises(RefusedForm):
        chosen(app, {**listed, "scope": "rows"})


def test_a_program_names_orders_or_filters_and_one_that_names_nothing_means_nothing(app: Flask) -> None:
    assert chosen(app, {"view": "late"}).query == ListQuery(view=OrderView.LATE)
    assert chosen(app, {"ids": "7", "view": "late"}).query == ListQuery(view=OrderView.ALL, ids=("7",))
    assert chosen(app, {"q": "1001"}).query == ListQuery(view=OrderView.ALL, q="1001")
    for nothing in ({"subject": "Snow"}, {"view": "late", "ids": ""}, {"view": "late", "ids": ["", ""]}):
        with pytest.raises(RefusedForm):
            chosen(app, nothing)
    for wrong in ({"view": "lost"}, {"ids": "anna"}):
        with pytest.raises(InvalidQuery):
            chosen(app, wrong)


@pytest.mark.parametrize(
    "form",
    [
        {"view": "needs_you", "scope": "list"},
        {"view": "late", "country": "SE", "size": "25", "scope": "rows", "ids": ["7", "9"]},
        {"listed": "1,2", "view": "all", "scope": "list"},
        {"listed": "1,2", "view": "all", "scope": "rows", "ids": ["2"]},
    ],
)
def test_hidden_fields_choose_the_same_again(app: Flask, form: Form) -> None:
    first = chosen(app, form)
    again = MultiDict[str, str]()
    for name, value in first.fields:
        again.add(name, value)
    with app.test_request_context("/merchant/write", method="POST", data=again):
        found = read_chosen()
    assert (found.query, found.listed, found.is_whole) == (first.query, first.listed, first.is_whole)


def test_the_way_back_leads_to_the_page_of_the_list(app: Flask) -> None:
    with app.test_request_context("/merchant/write?lang=sv", method="POST", data={"view": "late", "size": "25"}):
        assert read_chosen().list_url == "/merchant/?view=late&size=25&lang=sv"


def test_a_whole_list_is_said_in_words(app: Flask) -> None:
    with app.test_request_context("/merchant/write", method="POST", data={"view": "late", "country": "SE"}):
        assert [words.message for words in read_chosen().words] == ["Late", "%(name)s: %(value)s"]
    with app.test_request_context("/merchant/write", method="POST", data={"ids": "7"}):
        assert read_chosen().words == ()


def test_the_fields_of_a_list_are_read_as_that_list() -> None:
    query = read_list_query({"view": "late", "tag": "gift", "sort": "age", "size": "25"})
    assert read_list_query(dict(list_fields(query))) == query
    assert dict(list_fields(ListQuery())) == {"view": "needs_you"}
