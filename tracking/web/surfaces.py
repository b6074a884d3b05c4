"""The surfaces that show an order: the page, the widget and the app proxy; and what the page around a frame asks."""

import re
from dataclasses import dataclass
from typing import Literal

from flask import g, request

from tracking.theming.embed_theme import SCHEMES, EmbedTheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """``name`` is that of its blueprint, ``path`` that of its form, ``layout`` the template around its pages.

    ``is_framed``: only the merchant's own pages may show it in a frame, and they may request a theme.
    ``is_relayed``: Shopify fetches it and renders it inside of a page of the shop, so its addresses are those of the
    shop, it never redirects, and its headers do not restrict the shop's page.
    """

    name: str
    path: str
    layout: str
    is_framed: bool = False
    is_relayed: bool = False


PAGE = Surface(name="page", path="/", layout="layouts/page.html")
WIDGET = Surface(name="widget", path="/widget", layout="layouts/widget.html", is_framed=True)
PROXY = Surface(name="proxy", path="/proxy", layout="layouts/proxy.html", is_relayed=True)

SURFACES = {surface.name: surface for surface in (PAGE, WIDGET, PROXY)}

_OWN = "|".join(re.escape(surface.path.rstrip("/")) for surface in SURFACES.values() if not surface.is_relayed)
_LINK = re.compile(rf"(?:{_OWN})/order/([^/]+)(?:/live|/calendar\.ics)?")
_COLOR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")
_SHORT = len("rgb")


def surface_at(path: str) -> Surface:
    """Returns the surface of a path; PAGE is the default."""
    embedded = (surface for surface in SURFACES.values() if surface is not PAGE)
    return next((each for each in embedded if path == each.path or path.startswith(f"{each.path}/")), PAGE)


def token_at(path: str) -> str | None:
    """Returns the token in the path of an order's page, fragment or calendar; None elsewhere, and on the app proxy."""
    link = _LINK.fullmatch(path)
    return link and link[1]


def current_surface() -> Surface:
    """Returns the surface of the request; PAGE is the default, also for unknown addresses."""
    return SURFACES.get(request.blueprint or "", PAGE)


def requested_theme() -> EmbedTheme:
    """Returns the theme in the address of a frame, or the one that the preview tries; invalid values are left out."""
    if preview := g.get("preview"):
        theme: EmbedTheme = preview.theme
        return theme
    if not current_surface().is_framed:
        return EmbedTheme()
    scheme = request.args.get("scheme")
    return EmbedTheme(color=color_digits(request.args.get("color", "")), scheme=scheme if scheme in SCHEMES else None)


def leaves_out(part: Literal["heading", "languages"]) -> bool:
    """Whether a frame asks for no heading above the form, or no links to other languages: its page has its own."""
    return current_surface().is_framed and request.args.get(part) == "off"


def color_digits(color: str) -> str | None:
    """Returns the six hex digits of a color, with or without "#"; None where it is none."""
    found = _COLOR.fullmatch(color.lower())
    if found is None:
        return None
    digits = found[1]
    return "".join(digit * 2 for digit in digits) if len(digits) == _SHORT else digits
