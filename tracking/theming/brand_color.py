"""The merchant's color, mended where people could not read it.

WCAG 2.2: text wants a contrast of 4.5:1 (1.4.3), parts of the interface 3:1 (1.4.11).
https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import colorsys
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

TEXT, PARTS = 4.5, 3.0
DEFAULT = "#1f6b57"

# The backgrounds of tokens.css that stand farthest from white and from black: what is legible here is anywhere.
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
    """The color on one background: of ``text`` and lines, of a button's ``fill``, and of what is written ``on`` it."""

    text: str
    fill: str
    on: str


@dataclass(frozen=True, slots=True)
class BrandColor:
    """The merchant's color in both schemes; ``changes`` says in one sentence what had to be mended."""

    light: SchemeColors
    dark: SchemeColors
    changes: tuple[str, ...]

    def css(self) -> str:
        """The custom properties that tokens.css leaves to the merchant."""
        return (
            f":root{{{_properties(self.light)}}}@media (prefers-color-scheme:dark){{:root{{{_properties(self.dark)}}}}}"
        )


def brand_color(color: str) -> BrandColor:
    """``#rgb`` or ``#rrggbb`` in any case, made lighter or darker until it is legible."""
    asked = _hex(_parse(color))
    light, dark = (_scheme(asked, background) for background in _BACKGROUNDS.values())
    changes = [
        f"as {use} on a {scheme} page ({used} stands for it)"
        for scheme, shown in (("light", light), ("dark", dark))
        for use, used in (("text", shown.text), ("the color of a button", shown.fill))
        if used != asked
    ]
    return BrandColor(light, dark, (f"{asked} is too hard to read {', '.join(changes)}",) if changes else ())


def contrast(one: str, other: str) -> float:
    """Between 1 (the same) and 21 (black on white)."""
    darker, lighter = sorted((_luminance(_parse(one)), _luminance(_parse(other))))
    return (lighter + 0.05) / (darker + 0.05)


def _scheme(color: str, background: str) -> SchemeColors:
    fill = _mended(color, background, PARTS)
    on = max("#ffffff", "#000000", key=lambda ink: contrast(ink, fill))
    return SchemeColors(text=_mended(color, background, TEXT), fill=fill, on=on)


def _mended(color: str, background: str, ratio: float) -> str:
    """The nearest lightness of a color that reaches the ratio: black and white always do on our backgrounds."""
    away = _STEP if contrast(background, "#ffffff") > contrast(background, "#000000") else -_STEP
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parse(color))
    while contrast(color, background) < ratio:
        lightness += away
        color = _hex(_Rgb(*colorsys.hls_to_rgb(hue, min(max(lightness, 0), 1), saturation)))
    return color


def _luminance(color: _Rgb) -> float:
    red, green, blue = map(_linear, color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    """A part of an sRGB color as light.

    https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    """
    return part / 12.92 if part <= _NEARLY_BLACK else ((part + 0.055) / 1.055) ** 2.4


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
