"""The shop's time zone, in which its days begin and end, and the country whose holidays it keeps."""

from datetime import tzinfo

from tracking.database import Transaction, order_list
from tracking.i18n.date_formats import time_zone


def shop_zone(transaction: Transaction, last: str | None) -> tzinfo:
    """The zone in Shopify's ``last`` word about the shop, else that of an order's answer, else UTC."""
    return time_zone(last or _of_an_order(transaction, "zone") or "UTC")


def shop_region(transaction: Transaction) -> str | None:
    """The ISO 3166 code in an order's answer of the shop's country, or of the part of it; None: not known."""
    return _of_an_order(transaction, "shop_region")


def _of_an_order(transaction: Transaction, name: str) -> str | None:
    value = order_list.newest_answer(transaction).get(name)
    return value if isinstance(value, str) else None
