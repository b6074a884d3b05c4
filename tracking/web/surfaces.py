"""Where an order is shown: one view, and for each place a value that says how."""

import re
from dataclasses import dataclass

from flask import request


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """``name`` is that of its blueprint, ``path`` where its form stands, ``layout`` the template around its pages.

    ``is_framed``: the merchant's own pages, and nobody else's, may show it in a frame, and may wish for its looks.
    ``is_relayed``: Shopify fetches it for the visitor and sets it into a page of the shop, so its addresses are those
    of the shop, it leads nowhere by itself, and its headers leave alone what is the shop's.
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
_LINK = re.compile(rf"(?:{_OWN})/order/([^/]+)(?:/live)?")


def surface_at(path: str) -> Surface:
    """The one that an address belongs to; what stands nowhere else is the page's."""
    others = (surface for surface in SURFACES.values() if surface is not PAGE)
    return next((each for each in others if path == each.path or path.startswith(f"{each.path}/")), PAGE)


def token_at(path: str) -> str | None:
    """That of the order whose page or fragment has this address; None elsewhere, and where Shopify relays us."""
    link = _LINK.fullmatch(path)
    return link and link[1]


def current_surface() -> Surface:
    """That of the request; what stands nowhere else, such as an address nobody knows, is the page's."""
    return SURFACES.get(request.blueprint or "", PAGE)
