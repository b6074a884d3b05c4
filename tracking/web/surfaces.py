"""Where an order is shown: one view, and for each place a value that says how."""

from dataclasses import dataclass

from flask import request


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """``name`` is that of its blueprint, ``path`` where its form stands, ``ancestors`` who may frame it."""

    name: str
    path: str
    ancestors: tuple[str, ...] = ()


PAGE = Surface(name="page", path="/")

SURFACES = {surface.name: surface for surface in (PAGE,)}


def current_surface() -> Surface:
    """That of the request; what stands nowhere else, such as an address nobody knows, is the page's."""
    return SURFACES.get(request.blueprint or "", PAGE)
