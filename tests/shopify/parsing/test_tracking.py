from tests import demo_orders
from tracking.shopify.parsing.order import read_order
from tracking.shopify.parsing.tracking import read_tracking_entries


def test_the_entries_are_those_of_the_whole_order() -> None:
    documents = demo_orders.documents()
    found = {slug: read_tracking_entries(documents[slug]) for slug in demo_orders.order_sample()}
    for slug, entries in found.items():
        whole = read_order(documents[slug])
        assert list(entries) == [entry for each in whole.fulfillments for entry in each.tracking], slug
    assert any(found.values())


def test_an_answer_of_another_form_has_none() -> None:
    assert read_tracking_entries({}) == ()
    assert read_tracking_entries({"order": {"fulfillments": [{"trackingInfo": [{}]}, None]}}) == ()
