import pytest
from flask import Flask

from tracking.web.look import Look, asked_look


@pytest.mark.parametrize(
    ("query", "look"),
    [
        ("", Look()),
        ("color=%231F6B57", Look(color="1f6b57")),
        ("color=1f6b57&scheme=dark", Look(color="1f6b57", scheme="dark")),
        ("color=%23abc", Look(color="aabbcc")),
        ("scheme=light", Look(scheme="light")),
        ("color=red", Look()),
        ("color=12345", Look()),
        ("color=1f6b57;}body{", Look()),
        ("color=1f6b57%0a", Look()),
        ("color=%D9%A1%D9%A1%D9%A1&scheme=sepia", Look()),
    ],
)
def test_a_frame_may_wish_for_a_color_and_a_scheme(app: Flask, query: str, look: Look) -> None:
    with app.test_request_context(f"/widget?{query}"):
        assert asked_look() == look


@pytest.mark.parametrize("path", ["/", "/proxy", "/preview"])
def test_nobody_else_may(app: Flask, path: str) -> None:
    with app.test_request_context(f"{path}?color=1f6b57&scheme=dark"):
        assert asked_look() == Look()
