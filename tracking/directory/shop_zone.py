"""The shop's time zone, in which its days begin and end."""

from datetime import tzinfo

from tracking.database import Transaction, order_list
from tracking.database.order_list import Filters
from tracking.i18n.date_formats import time_zone


def shop_zone(transaction: Transaction, last: str | None) -> tzinfo:
    """The zone in Shopify's ``last`` word about the shop, else that of an order's answer, else UTC."""
    zone: object = last
    if zone is None:
        newest = order_list.page(transaction, Filters(), size=1).orders
        zone = newest[0].answer.get("zone") if newest else None
    return time_zone(zone if isinstance(zone, str) else "UTC")
