import pytest
from flask import Flask

from tracking.web.merchant.asked_from import asked_from

OVERVIEW = "http://localhost/merchant/"


@pytest.mark.parametrize(
    ("referrer", "path"),
    [
        (f"{OVERVIEW}?view=late&sort=age", "/merchant/?view=late&sort=age"),
        (f"{OVERVIEW}orders/1", "/merchant/orders/1"),
        ("http://localhost/order/token", "/merchant/"),
        ("https://evil.example//merchant/", "/merchant/"),
        ("no address", "/merchant/"),
        ("", "/merchant/"),
    ],
)
def test_an_act_leads_back_to_the_page_of_the_overview(app: Flask, referrer: str, path: str) -> None:
    with app.test_request_context("/merchant/search", headers={"Referer": referrer}):
        assert asked_from() == path
