"""Adjusts the merchant's color where its contrast is too low.

WCAG 2.2 requires a contrast of 4.5:1 for text (1.4.3), and 3:1 for parts of the interface (1.4.11).
https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import colorsys
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

TEXT_CONTRAST, UI_CONTRAST = 4.5, 3.0
DEFAULT = "#1f6b57"

# The backgrounds of tokens.css with the least contrast to text: a color that is legible here is legible anywhere.
_BACKGROUNDS = {"light": "#f0efeb", "dark": "#262524"}
_STEP = 1 / 255
_NEARLY_BLACK = 0.04045
_SHORT = len("rgb")


class _Rgb(NamedTuple):
    red: float
    green: float
    blue: float


@dataclass(frozen=True, slots=True)
class SchemeColors:
    """The color on one background: of ``text`` and lines, of a button's ``fill``, and of the text ``on`` it."""

    text: str
    fill: str
    on: str


@dataclass(frozen=True, slots=True)
class BrandColor:
    """The merchant's color in both schemes; ``changes`` has one sentence for all adjustments, if any."""

    light: SchemeColors
    dark: SchemeColors
    changes: tuple[str, ...]

    def css(self) -> str:
        """The custom properties that tokens.css leaves to the merchant."""
        return (
            f":root{{{_properties(self.light)}}}@media (prefers-color-scheme:dark){{:root{{{_properties(self.dark)}}}}}"
        )


def brand_color(color: str) -> BrandColor:
    """``#rgb`` or ``#rrggbb`` in any case, made lighter or darker until its contrast suffices."""
    requested = _hex(_parse(color))
    light, dark = (_scheme(requested, background) for background in _BACKGROUNDS.values())
    changes = [
        f"as {use} on a {scheme} page ({used} stands for it)"
        for scheme, colors in (("light", light), ("dark", dark))
        for use, used in (("text", colors.text), ("the color of a button", colors.fill))
        if used != requested
    ]
    return BrandColor(light, dark, (f"{requested} is too hard to read {', '.join(changes)}",) if changes else ())


def contrast(one: str, other: str) -> float:
    """The contrast ratio, between 1 (the same) and 21 (black on white)."""
    darker, lighter = sorted((_luminance(_parse(one)), _luminance(_parse(other))))
    return (lighter + 0.05) / (darker + 0.05)


def _scheme(color: str, background: str) -> SchemeColors:
    fill = _adjusted(color, background, UI_CONTRAST)
    on = max("#ffffff", "#000000", key=lambda ink: contrast(ink, fill))
    return SchemeColors(text=_adjusted(color, background, TEXT_CONTRAST), fill=fill, on=on)


def _adjusted(color: str, background: str, ratio: float) -> str:
    """The color with the nearest lightness that reaches the ratio: black and white always do on our backgrounds."""
    step = _STEP if contrast(background, "#ffffff") > contrast(background, "#000000") else -_STEP
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parse(color))
    while contrast(color, background) < ratio:
        lightness += step
        color = _hex(_Rgb(*colorsys.hls_to_rgb(hue, min(max(lightness, 0), 1), saturation)))
    return color


def _luminance(color: _Rgb) -> float:
    red, green, blue = map(_linear, color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """The linear value of an sRGB channel.

    https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    """
    return channel / 12.92 if channel <= _NEARLY_BLACK else ((channel + 0.055) / 1.055) ** 2.4


def _parse(color: str) -> _Rgb:
    digits = color.removeprefix("#")
    if len(digits) == _SHORT:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at:to], 16) / 255 for at, to in pairwise((0, 2, 4, 6)))
    return _Rgb(red, green, blue)


def _hex(color: _Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in color)


def _properties(scheme: SchemeColors) -> str:
    return f"--accent:{scheme.text};--fill:{scheme.fill};--on-fill:{scheme.on}"
