"""The orders of the demo store, without a lookup for each: ids, a sample of them, and the paths of their pages."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from flask import Flask

from tests.fakes import NOW, Clock, Shopify, harbor_goods
from tests.sampling import cover
from tests.tracing import untraced
from tracking import create_app
from tracking.demo import examples
from tracking.order.model import Order
from tracking.order.status import order_status
from tracking.settings import Settings
from tracking.shopify.json_decoder import as_object
from tracking.shopify.orders import Document
from tracking.shopify.parsing.order import read_order
from tracking.shopify.resilience import Deadline

if TYPE_CHECKING:
    from tracking.services import Services


T = TypeVar("T")

_PATIENCE = 60.0  # seconds of a clock that stands still


@cache
def order_ids() -> dict[str, str]:
    """The order ids by the slug of their example; they do not depend on the time."""
    ids = {str(order["name"]): str(order["id"]).rpartition("/")[2] for order in harbor_goods().orders}
    return {example.slug: ids[example.order] for example in examples()}


class ByOrder(Mapping[str, T]):
    """A value of every order by slug, each made when it is first asked for, once per process."""

    def __init__(self, make: Callable[[str], T]) -> None:
        self._make = cache(make)

    def __getitem__(self, slug: str) -> T:
        with untraced():
            return self._make(slug)

    def __iter__(self) -> Iterator[str]:
        return iter(order_ids())

    def __len__(self) -> int:
        return len(order_ids())


@cache
def orders() -> Mapping[str, Order]:
    """Every order by slug, as the real client fetches and parses it."""
    return ByOrder(lambda slug: read_order(documents()[slug]))


@cache
def order_sample() -> list[str]:
    """The slugs of orders that together have every code, and each part of a status missing, once and several times."""
    store = harbor_goods()
    nodes = {str(node["name"]): as_object(node) for node in store.orders}  # type: ignore[arg-type] # Shopify's JSON
    zone = str(store.shop["ianaTimezone"])
    with untraced():
        # Through the client, each of them would take ten times as long.
        found = {
            example.slug: read_order({"order": nodes[example.order], "zone": zone, "partial": False})
            for example in examples()
        }
        return cover({slug: features(order) for slug, order in found.items()})


def features(order: Order) -> set[Hashable]:
    """The codes of its status, and which of its parts are there, once or several times."""
    services, _ = _demo()
    return set(_features(order_status(order, NOW, services.policy)))


def _features(value: object, name: str = "") -> Iterator[Hashable]:
    """The codes of a status, and of each of its parts whether it is there and whether there are several."""
    if isinstance(value, Enum):
        yield type(value), value
    elif value is None or isinstance(value, bool):
        yield name, value
    elif isinstance(value, tuple):
        yield name, min(len(value), 2)
        for part in value:
            yield from _features(part, name)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _features(getattr(value, field.name), field.name)


@cache
def documents() -> Mapping[str, Document]:
    """The documents that the real client fetches, by the order's slug."""
    return ByOrder(_fetch)


def _fetch(slug: str) -> Document:
    services, clock = _demo()
    document = services.shopify.fetch(order_ids()[slug], Deadline.after(_PATIENCE, clock.monotonic))
    assert document
    return document


@cache
def _demo() -> tuple["Services", Clock]:
    clock = Clock()
    transport = Shopify(harbor_goods(), clock)
    app = create_app(Settings.from_environ({}), clock=clock, monotonic=clock.monotonic, transport=transport)
    return app.extensions["whereabouts"], clock


def paths(app: Flask) -> dict[str, str]:
    """The path of every order's page by slug."""
    services: Services = app.extensions["whereabouts"]
    return {slug: f"/order/{services.links.sign(order_id)}" for slug, order_id in order_ids().items()}
