"""Rewrites our stylesheet for embedding: with another theme, or scoped for a page of the shop's theme.

Its input is minified, so spaces are only where CSS requires them.
"""

import re

from tracking.theming.brand_color import brand_color
from tracking.theming.embed_theme import EmbedTheme

# The element that contains our markup in a theme: layouts/proxy.html.
CONTAINER = ".order-tracking"
_PIXELS = 16  # per rem by default
_DARK = "(prefers-color-scheme:dark)"
_REWRITTEN = (
    (re.compile(r":root|(?<![\w-])body(?=[:{,])"), "&"),
    (re.compile(r'(?=\[dir="rtl"\])'), "&"),
)


def themed_css(css: str, theme: EmbedTheme) -> str:
    """The stylesheet in another color, adjusted for contrast, and in one scheme if the embedding page has one."""
    if theme.color:
        css += brand_color(theme.color).css()
    if theme.scheme:
        css = css.replace(_DARK, "all" if theme.scheme == "dark" else "not all")
        css = css.replace("color-scheme:light dark", f"color-scheme:{theme.scheme}")
    return css


def scope_css(css: str) -> str:
    """The stylesheet restricted to our container on a page of the shop's theme.

    In light colors only, as most themes are, and in pixels: many themes make a rem ten of them.
    """
    css = themed_css(css, EmbedTheme(scheme="light"))
    for pattern, instead in _REWRITTEN:
        css = pattern.sub(instead, css)
    css = re.sub(r"(?<![\w#])(\d*\.?\d+)rem\b", lambda size: f"{float(size[1]) * _PIXELS:g}px", css)
    return f"{CONTAINER}{{{css}}}"
