import pytest
from flask import Flask

from tests.sampling import each_row
from tracking.theming.embed_theme import EmbedTheme
from tracking.web.surfaces import (
    PAGE,
    PROXY,
    SURFACES,
    WIDGET,
    Surface,
    current_surface,
    leaves_out,
    requested_theme,
    surface_at,
    token_at,
)


@pytest.mark.parametrize("path", ["/", "/order/x", "/healthz", "/nowhere"])
def test_page_is_the_default_surface(app: Flask, path: str) -> None:
    with app.test_request_context(path):
        assert current_surface() is PAGE


def test_a_surface_is_known_by_the_name_of_its_blueprint(app: Flask) -> None:
    assert set(SURFACES) <= set(app.blueprints)
    for surface in SURFACES.values():
        with app.test_request_context(surface.path):
            assert current_surface() is surface


def test_one_surface_is_framed_and_one_is_relayed() -> None:
    assert [surface.name for surface in SURFACES.values() if surface.is_framed] == ["widget"]
    assert [surface.name for surface in SURFACES.values() if surface.is_relayed] == ["proxy"]


@each_row(
    ("path", "surface"),
    [
        ("/", PAGE),
        ("/order/x", PAGE),
        ("/widget", WIDGET),
        ("/widget/order/x", WIDGET),
        ("/widgets", PAGE),
        ("/proxy/", PROXY),
        ("", PAGE),
    ],
)
def test_surface_is_known_by_path(path: str, surface: Surface) -> None:
    assert surface_at(path) is surface


@each_row(
    ("path", "token"),
    [
        ("/order/x.y-z_", "x.y-z_"),
        ("/order/x/live", "x"),
        ("/order/x/calendar.ics", "x"),
        ("/widget/order/x", "x"),
        ("/widget/order/x/live", "x"),
        ("/proxy/order/x", None),
        ("/order/", None),
        ("/order/x/", None),
        ("/order/x/dead", None),
        ("//order/x", None),
        ("/", None),
        ("", None),
    ],
)
def test_path_of_an_order_has_a_token(path: str, token: str | None) -> None:
    assert token_at(path) == token


@each_row(
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


@each_row(
    ("path", "left_out"),
    [
        ("/widget?heading=off", True),
        ("/widget/order/x?heading=off", True),
        ("/widget", False),
        ("/widget?heading=", False),
        ("/?heading=off", False),
        ("/proxy?heading=off", False),
    ],
)
def test_a_frame_may_leave_a_heading_to_its_page(app: Flask, path: str, left_out: bool) -> None:  # noqa: FBT001 (a case)
    with app.test_request_context(path):
        assert leaves_out("heading") is left_out
