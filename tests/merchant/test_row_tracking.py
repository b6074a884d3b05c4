from dataclasses import replace

from tests import demo_orders
from tests.directory import stored_orders
from tests.fakes import NOW
from tracking.directory.judged_row import Rules, judged_row
from tracking.merchant.row_tracking import row_tracking
from tracking.shopify.documents.stored_document import stored_document


def test_number_is_of_the_carrier_that_the_row_names() -> None:
    rules, documents, named = Rules(stored_orders.POLICY), demo_orders.documents(), 0
    for slug in demo_orders.order_sample():
        row = judged_row(stored_document(documents[slug]), rules, fetched_at=NOW, now=NOW).row
        link = row_tracking(row, stored_orders.POLICY.carriers)
        if row.carrier and link:
            named += 1
            assert link.carrier == row.carrier, slug
        elif row.carrier:
            assert demo_orders.orders()[slug].returns, "its carrier is that of a return"
        assert row_tracking(replace(row, answer={}), stored_orders.POLICY.carriers) is None
    assert named > 5


def test_a_number_that_was_typed_beside_the_carriers_name_is_shown_as_it_is_found() -> None:
    document = stored_document(demo_orders.documents()["delayed"])
    row = judged_row(document, Rules(stored_orders.POLICY), fetched_at=NOW, now=NOW).row
    entry = {"company": "Royal Mail JV298145705GB", "number": None, "url": None}
    answer = {"order": {"fulfillments": [{"trackingInfo": [entry]}]}}
    link = row_tracking(replace(row, answer=answer, carrier="royal-mail"), stored_orders.POLICY.carriers)
    assert link is not None
    assert (link.carrier, link.number) == ("royal-mail", "JV298145705GB")
    nameless = {"order": {"fulfillments": [{"trackingInfo": [{**entry, "company": "Royal Mail"}]}]}}
    assert row_tracking(replace(row, answer=nameless), stored_orders.POLICY.carriers) is None
