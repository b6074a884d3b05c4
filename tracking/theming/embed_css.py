"""Our stylesheet for places that are not ours: in another look, or inside of a shop's theme.

It rewrites what assets.py squeezed, so spaces stand only where they must.
"""

import re

from tracking.theming.brand_color import brand_color
from tracking.theming.embed_theme import EmbedTheme

# The element around everything of ours in a theme: layouts/proxy.html.
AROUND = ".order-tracking"
_PIXELS = 16  # that a rem is in a browser as it comes
_DARK = "(prefers-color-scheme:dark)"
_REWRITTEN = (
    (re.compile(r":root|(?<![\w-])body(?=[:{,])"), "&"),
    (re.compile(r'(?=\[dir="rtl"\])'), "&"),
    (re.compile(r"(html:not\(\.scripted\)) "), r"\1 & "),
)


def themed_css(css: str, look: EmbedTheme) -> str:
    """In another color, mended until it is legible, and in one scheme only where the page around has only one."""
    if look.color:
        css += brand_color(look.color).css()
    if look.scheme:
        css = css.replace(_DARK, "all" if look.scheme == "dark" else "not all")
        css = css.replace("color-scheme:light dark", f"color-scheme:{look.scheme}")
    return css


def scope_css(css: str) -> str:
    """For our own part of a theme's page, and for nothing else on it.

    In light colors only, as most themes are, and in pixels: many themes make a rem ten of them.
    """
    css = themed_css(css, EmbedTheme(scheme="light"))
    for pattern, instead in _REWRITTEN:
        css = pattern.sub(instead, css)
    css = re.sub(r"(?<![\w#])(\d*\.?\d+)rem\b", lambda size: f"{float(size[1]) * _PIXELS:g}px", css)
    return f"{AROUND}{{{css}}}"
