"""Makes the Shopify client of a shop."""

from requests.adapters import BaseAdapter

from tracking.running.runtime import Runtime
from tracking.settings import Settings
from tracking.shopify.authentication import credentials_of
from tracking.shopify.client import Client
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.transport import open_session


def create_shopify(settings: Settings, runtime: Runtime, transport: BaseAdapter | None = None) -> ShopifyOrders:
    """Returns the orders at Shopify of the shop in ``settings``; ``transport`` answers in place of the network."""
    session = open_session()
    if transport:
        session.mount("https://", transport)
    client = Client(
        credentials_of(settings), session, monotonic=runtime.monotonic, sleep=runtime.sleep, metrics=runtime.metrics
    )
    return ShopifyOrders(client, monotonic=runtime.monotonic)
