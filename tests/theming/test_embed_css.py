import re
from pathlib import Path

import pytest

from tracking.theming.brand_color import DEFAULT, brand_color
from tracking.theming.embed_css import scope_css, themed_css
from tracking.theming.embed_theme import EmbedTheme
from tracking.web.branding.assets import Assets

CSS = (
    ":root{color-scheme:light dark;--body:1rem}@media (prefers-color-scheme:dark){:root{--ink:#fff}}"
    "body{margin:0}body,h1{padding:0}body:has(.a){gap:1.5rem}a{top:.25rem}"
    '[dir="rtl"] .icon{left:-4rem}'
)


@pytest.fixture(scope="module")
def ours() -> str:
    served = Assets(Path(__file__).parent.parent.parent / "static", brand_color(DEFAULT)).serve("site.css")
    assert served
    return served.asset.body.decode()


def test_color_comes_last_and_is_adjusted() -> None:
    css = themed_css(CSS, EmbedTheme(color="ffd400"))
    assert css.startswith(CSS)
    assert css.endswith(brand_color("#ffd400").css())


@pytest.mark.parametrize(("scheme", "query"), [("light", "not all"), ("dark", "all")])
def test_requested_scheme_overrides_the_preference(ours: str, scheme: str, query: str) -> None:
    css = themed_css(ours, EmbedTheme(scheme=scheme))
    assert f"color-scheme:{scheme};" in css
    assert f"@media {query}{{:root{{--paper:" in css
    assert "prefers-color-scheme" not in css
    assert "light dark" not in css


def test_default_theme_leaves_the_stylesheet_unchanged(ours: str) -> None:
    assert themed_css(ours, EmbedTheme()) == ours


def test_scoped_rules_are_within_the_container() -> None:
    assert scope_css(CSS) == (
        ".order-tracking{&{color-scheme:light;--body:16px}@media not all{&{--ink:#fff}}"
        "&{margin:0}&,h1{padding:0}&:has(.a){gap:24px}a{top:4px}"
        '&[dir="rtl"] .icon{left:-64px}}'
    )


def test_scoped_rules_do_not_affect_the_page(ours: str) -> None:
    css = scope_css(ours)
    assert css.count("{") == css.count("}")
    assert not re.search(r":root|\drem\b|(?<![\w-])body[{:,]", css)
