import pytest

from tests.sampling import each_row
from tracking.web.branding.media_types import SERVED, suffix


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("img/a.SVG", "image/svg+xml"),
        ("a.html.png", "image/png"),
        ("fonts/a.woff2", "font/woff2"),
        ("a.css", "text/css"),
    ],
)
def test_last_suffix_decides_in_any_case(name: str, kind: str) -> None:
    assert SERVED[suffix(name)] == kind


@each_row("name", ["a.html", "a.png.html", "a.js", "a.mjs", "a.htm", "a.xml", "a.pdf", "a.json", "a", "a."])
def test_scripts_and_pages_are_not_served(name: str) -> None:
    assert suffix(name) not in SERVED
