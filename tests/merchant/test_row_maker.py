from dataclasses import replace

from tests import demo_orders
from tests.fakes import NOW
from tests.merchant.listed import ROW_MAKER, RULES
from tracking.directory.judged_row import judged_row
from tracking.merchant.needs import Need, NeedCode
from tracking.merchant.row_details import RowDetails
from tracking.shopify.documents.stored_document import stored_document


def test_a_row_leads_to_the_admin_and_to_the_customers_page() -> None:
    order = judged_row(stored_document(demo_orders.documents()["large"]), RULES, fetched_at=NOW, now=NOW).row
    row = ROW_MAKER.row(order, RowDetails(openings={order.id: 4}))
    assert row.admin_url == f"https://admin.shopify.com/store/example/orders/{order.id}"
    assert row.page_url() == f"https://shop/order/{order.id}"
    assert (row.name, row.opened_today, row.needs) == (order.name, 4, None)


def test_a_need_of_another_release_is_none() -> None:
    order = judged_row(stored_document(demo_orders.documents()["large"]), RULES, fetched_at=NOW, now=NOW).row
    needy = replace(order, need_rank=7, need_why="late")
    assert ROW_MAKER.row(needy, RowDetails()).needs == Need(rank=7, why=NeedCode.LATE)
    assert ROW_MAKER.row(replace(needy, need_why="told_by_another_release"), RowDetails()).needs is None


def test_row_leaves_out_unwanted_parts() -> None:
    order = judged_row(stored_document(demo_orders.documents()["delayed"]), RULES, fetched_at=NOW, now=NOW).row
    order = replace(order, out_of_step=["unknown_number"])
    whole = ROW_MAKER.row(order, RowDetails())
    short = replace(ROW_MAKER, says_why=False, has_tracking=False).row(order, RowDetails())
    assert (short.cause, short.remedy, short.place, short.tracking) == (None, None, None, None)
    assert [each.code for each in short.out_of_step] == ["unknown_number"]
    left_out = {"cause": None, "remedy": None, "place": None, "tracking": None, "out_of_step": short.out_of_step}
    assert replace(whole, **left_out) == short  # type: ignore[arg-type] # of several types
    assert whole.cause
    assert whole.tracking
