import re

from flask.testing import FlaskClient

from tests.web.merchant.reading import links, page


def test_form_offers_what_orders_have_and_keeps_what_was_chosen(overview: FlaskClient) -> None:
    html = page(overview, "?view=late&condition=late&sort=age&filters=open")
    assert '<option value="late" selected>Late</option>' in html
    assert '<input type="hidden" name="view" value="late" />' in html
    assert '<input type="hidden" name="sort" value="age" />' in html
    assert ">United Kingdom</option>" in html
    assert ">Aruba</option>" not in html
    assert links(html)["Close"] == "/merchant/?view=late&condition=late&sort=age"


def test_a_chosen_value_that_no_order_has_stays_chosen(overview: FlaskClient) -> None:
    html = page(overview, "?view=all&country=AQ&carrier=own-bikes&filters=open")
    assert '<option value="AQ" selected>Antarctica</option>' in html
    assert '<option value="own-bikes" selected>own-bikes</option>' in html


def test_reasons_are_told_apart_by_their_causes(overview: FlaskClient) -> None:
    html = page(overview, "?view=all&reason=request_sent&filters=open")
    assert ">The service that ships for you was asked to send the items, and has not answered yet.</option>" in html
    reasons = html.partition('name="reason"')[2].partition("</select>")[0]
    names = re.findall(r">([^<]+)</option>", reasons)
    assert len(names) == len(set(names)) > 10


def test_the_list_without_its_form_has_no_field_but_the_search(overview: FlaskClient) -> None:
    assert "<select" not in page(overview, "?view=all&condition=late")
