import pytest

from tracking.web.media_types import SERVED, ending


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("img/a.SVG", "image/svg+xml"),
        ("a.html.png", "image/png"),
        ("fonts/a.woff2", "font/woff2"),
        ("a.css", "text/css"),
    ],
)
def test_the_last_ending_decides_in_any_case(name: str, kind: str) -> None:
    assert SERVED[ending(name)] == kind


@pytest.mark.parametrize(
    "name", ["a.html", "a.png.html", "a.js", "a.mjs", "a.htm", "a.xml", "a.pdf", "a.json", "a", "a."]
)
def test_nothing_that_runs_or_is_a_page_is_served(name: str) -> None:
    assert ending(name) not in SERVED
