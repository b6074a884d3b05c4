import pytest
from flask import Flask

from tracking.theming.embed_theme import EmbedTheme
from tracking.web.embed_theme import requested_theme


@pytest.mark.parametrize(
    ("query", "look"),
    [
        ("", EmbedTheme()),
        ("color=%231F6B57", EmbedTheme(color="1f6b57")),
        ("color=1f6b57&scheme=dark", EmbedTheme(color="1f6b57", scheme="dark")),
        ("color=%23abc", EmbedTheme(color="aabbcc")),
        ("scheme=light", EmbedTheme(scheme="light")),
        ("color=red", EmbedTheme()),
        ("color=12345", EmbedTheme()),
        ("color=1f6b57;}body{", EmbedTheme()),
        ("color=1f6b57%0a", EmbedTheme()),
        ("color=%D9%A1%D9%A1%D9%A1&scheme=sepia", EmbedTheme()),
    ],
)
def test_frame_may_request_a_color_and_a_scheme(app: Flask, query: str, look: EmbedTheme) -> None:
    with app.test_request_context(f"/widget?{query}"):
        assert requested_theme() == look


@pytest.mark.parametrize("path", ["/", "/proxy", "/preview"])
def test_other_surfaces_ignore_the_requested_theme(app: Flask, path: str) -> None:
    with app.test_request_context(f"{path}?color=1f6b57&scheme=dark"):
        assert requested_theme() == EmbedTheme()
