from flask import Flask

from tests.sampling import each_row
from tracking.web.merchant.list_args import list_args


@each_row(
    ("query", "expected"),
    [
        ("", {}),
        ("view=late&view=done&tag=a", {"view": "late", "tag": "a"}),
        ("ids=2&ids=1", {"ids": "2,1"}),
        ("ids=2,3&ids=&ids=1", {"ids": "2,3,1"}),
        ("ids=", {"ids": ""}),
    ],
)
def test_selected_orders_are_repeated_and_of_all_else_the_first_counts(
    app: Flask, query: str, expected: dict[str, str]
) -> None:
    with app.test_request_context(f"/merchant/?{query}"):
        assert list_args() == expected
