from flask import Flask

from tests.sampling import each_row
from tracking.web.merchant.return_target import return_target


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
        assert return_target() == expected


def test_a_page_that_is_named_takes_the_place_of_the_list(app: Flask) -> None:
    with app.test_request_context("/merchant/orders/1/note", method="POST"):
        assert return_target(default="/merchant/orders/1") == "/merchant/orders/1"
