"""Derives the site's colors from the merchant's: its own color fills, its text and lines are adjusted for contrast.

WCAG 2.2 requires a contrast of 4.5:1 for text (1.4.3), and 3:1 for parts of the interface (1.4.11). A button fulfills
both in any color: its words stand on it in black or white, and a line in a legible shade surrounds it.
https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import colorsys
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

TEXT_CONTRAST, UI_CONTRAST = 4.5, 3.0
DEFAULT = "#1f6b57"

# The backgrounds of tokens.css with the least contrast to text: a color that is legible here is legible anywhere.
_BACKGROUNDS = {"light": "#f0efeb", "dark": "#262524"}
_STEP = 1 / 255
_NEARLY_BLACK = 0.04045
_SHORT = len("rgb")
_MAX_COLORS = 32  # a shop has one; the preview tries others


class _Rgb(NamedTuple):
    red: float
    green: float
    blue: float


@dataclass(frozen=True, slots=True)
class SchemeColors:
    """The color on one background: of ``text``, and of a ``mark``, which is a line or the border of what is filled."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class BrandColor:
    """The merchant's color as it ``fill``s buttons, the text ``on`` it, and its shades in both schemes.

    ``changes`` has one sentence for all adjustments of text, if any.
    """

    fill: str
    on: str
    light: SchemeColors
    dark: SchemeColors
    changes: tuple[str, ...]

    def css(self) -> str:
        """The custom properties that tokens.css leaves to the merchant."""
        return (
            f":root{{--fill:{self.fill};--on-fill:{self.on};{_properties(self.light)}}}"
            f"@media (prefers-color-scheme:dark){{:root{{{_properties(self.dark)}}}}}"
        )


@lru_cache(maxsize=_MAX_COLORS)
def brand_color(color: str) -> BrandColor:
    """``#rgb`` or ``#rrggbb`` in any case."""
    fill = _hex(_parse(color))
    on = max("#ffffff", "#000000", key=lambda ink: contrast(ink, fill))
    light, dark = (_scheme(fill, background) for background in _BACKGROUNDS.values())
    changes = [
        f"on a {scheme} page ({colors.text} stands for it)"
        for scheme, colors in (("light", light), ("dark", dark))
        if colors.text != fill
    ]
    sentence = f"{fill} is too hard to read as text {' and '.join(changes)}; buttons keep it"
    return BrandColor(fill, on, light, dark, (sentence,) if changes else ())


def contrast(one: str, other: str) -> float:
    """The contrast ratio, between 1 (the same) and 21 (black on white)."""
    darker, lighter = sorted((_luminance(_parse(one)), _luminance(_parse(other))))
    return (lighter + 0.05) / (darker + 0.05)


def _scheme(color: str, background: str) -> SchemeColors:
    return SchemeColors(
        text=_adjusted(color, background, TEXT_CONTRAST), mark=_adjusted(color, background, UI_CONTRAST)
    )


def _adjusted(color: str, background: str, ratio: float) -> str:
    """The color with the nearest lightness that reaches the ratio: black and white always do on our backgrounds.

    It stays as colorful as it was: the saturation of HLS alone would turn an ivory into an olive.
    """
    step = _STEP if contrast(background, "#ffffff") > contrast(background, "#000000") else -_STEP
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parse(color))
    chroma = saturation * _max_chroma(lightness)
    while contrast(color, background) < ratio:
        lightness = min(max(lightness + step, 0), 1)
        saturation = min(1, chroma / (_max_chroma(lightness) or 1))
        color = _hex(_Rgb(*colorsys.hls_to_rgb(hue, lightness, saturation)))
    return color


def _max_chroma(lightness: float) -> float:
    """The distance between the largest and the smallest part of the most colorful color of this lightness."""
    return 1 - abs(2 * lightness - 1)


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
    return f"--accent:{scheme.text};--mark:{scheme.mark}"
