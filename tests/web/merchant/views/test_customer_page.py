from flask.testing import FlaskClient

from tests import demo_orders
from tests.response_rules import text_of


def test_customers_page_is_one_click_away(overview: FlaskClient) -> None:
    answer = overview.get(f"/merchant/orders/{demo_orders.order_ids()['delayed']}/page")
    assert answer.status_code == 303
    assert "#1020" in text_of(overview.get(answer.location))
    assert overview.get("/merchant/orders/4711/page").status_code == 404
