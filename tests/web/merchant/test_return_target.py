from flask import Flask

from tests.sampling import each_row
from tracking.web.merchant.asked_from import asked_from


@each_row(
    ("referrer", "expected"),
    [
        ("http://localhost/merchant/?view=late", "/merchant/?view=late"),
        ("http://localhost/merchant/history", "/merchant/history"),
        ("http://localhost/order/x", "/merchant/"),
        ("http://localhost/merchantile/", "/merchant/"),
        ("https://evil.example/merchant/orders/1", "/merchant/orders/1"),  # a page of ours, whoever says so
        ("http://localhost/merchant/orders/1/note", "/merchant/"),
        ("http://localhost/merchant/nowhere", "/merchant/"),
        ("https://evil.example//merchant/", "/merchant/"),
        ("http://[", "/merchant/"),
        ("", "/merchant/"),
    ],
)
def test_an_action_leads_to_a_page_of_the_overview_alone(app: Flask, referrer: str, expected: str) -> None:
    with app.test_request_context("/merchant/orders/1/note", method="POST", headers={"Referer": referrer}):
        assert asked_from() == expected


def test_a_page_that_is_named_takes_the_place_of_the_list(app: Flask) -> None:
    with app.test_request_context("/merchant/orders/1/note", method="POST"):
        assert asked_from(default="/merchant/orders/1") == "/merchant/orders/1"
