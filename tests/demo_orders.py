"""The orders of the demo store, without a lookup for each: their ids, and the paths of their pages."""

from functools import cache
from typing import TYPE_CHECKING

from flask import Flask

from tests.fakes import Clock, harbor_goods
from tests.tracing import untraced
from tracking import create_app
from tracking.demo import examples
from tracking.order.model import Order
from tracking.settings import Settings
from tracking.shopify.orders import Document
from tracking.shopify.resilience import Deadline

if TYPE_CHECKING:
    from tracking.services import Services


_PATIENCE = 60.0  # seconds of a clock that stands still


@cache
def order_ids() -> dict[str, str]:
    """The order ids by the slug of their example; they do not depend on the time."""
    ids = {str(order["name"]): str(order["id"]).rpartition("/")[2] for order in harbor_goods().orders}
    return {example.slug: ids[example.order] for example in examples()}


@cache
def orders() -> dict[str, Order]:
    """Every order by slug, as the real client fetches and parses it, once per process."""
    clock = Clock()
    app = create_app(Settings.from_environ({}), clock=clock, monotonic=clock.monotonic)
    services: Services = app.extensions["whereabouts"]
    with untraced():
        return {slug: services.orders.order(order_id).order for slug, order_id in order_ids().items()}


@cache
def documents() -> dict[str, Document]:
    """What the real client fetches of every order by slug, once per process."""
    clock = Clock()
    app = create_app(Settings.from_environ({}), clock=clock, monotonic=clock.monotonic)
    services: Services = app.extensions["whereabouts"]
    with untraced():
        return {
            slug: document
            for slug, order_id in order_ids().items()
            if (document := services.shopify.fetch(order_id, Deadline.after(_PATIENCE, clock.monotonic)))
        }


def paths(app: Flask) -> dict[str, str]:
    """The path of every order's page by slug."""
    services: Services = app.extensions["whereabouts"]
    return {slug: f"/order/{services.links.sign(order_id)}" for slug, order_id in order_ids().items()}
