"""Checks DOWNLOADS against the products of recent orders: Shopify does not tell downloads from insurance."""

from collections.abc import Iterator

from tracking.doctor.finding import Finding, ShopAccess
from tracking.doctor.ordered_products import DAYS, NONE, OrderedProduct, downloads_value, ordered_products
from tracking.doctor.shop import TIMEOUT
from tracking.settings.env_file import quote
from tracking.shopify.errors import AccessDenied, ShopifyError
from tracking.shopify.resilience import Deadline

_TOPIC = "DOWNLOADS"
_MAX_LISTED = 12


def check(services: ShopAccess) -> Iterator[Finding]:
    """Read the lines of recent orders, a few pages of them."""
    if services.settings.is_demo:
        return
    try:
        products = ordered_products(services.shopify.client, services.clock(), Deadline.after(TIMEOUT))
    except ShopifyError as error:
        first = "scopes" if isinstance(error, AccessDenied) else "access"
        yield Finding.note(
            _TOPIC, "It cannot be told while no order can be read.", f"Mend what is said of {first} first."
        )
        return
    yield from _findings(products, services.settings.downloads)


def _findings(products: tuple[OrderedProduct, ...], names: tuple[str, ...]) -> Iterator[Finding]:
    unshipped = tuple(product for product in products if not product.is_shipped)
    online = tuple(product for product in unshipped if any(product.is_named(name) for name in names))
    if not names:
        yield _unset(unshipped)
        return
    if names == (NONE,):
        yield Finding.ok(_TOPIC, "Nothing but gift cards is delivered online.")
        return
    if online:
        yield Finding.ok(_TOPIC, f"Customers get these online: {_listed(online)}.")
    others = tuple(product for product in unshipped if product not in online)
    if others:
        yield Finding.ok(_TOPIC, f"Nothing is delivered for these: {_listed(others)}.")
    for name in names:
        if not any(product.is_named(name) for product in unshipped):
            yield _unmatched(name, products)


def _unset(unshipped: tuple[OrderedProduct, ...]) -> Finding:
    if not unshipped:
        return Finding.ok(_TOPIC, f"Every product of the newest orders of {DAYS} days is shipped, or is a gift card.")
    value = quote(downloads_value(unshipped[:_MAX_LISTED]))
    return Finding.note(
        _TOPIC,
        f"The page says that nothing comes by post for these, which need no shipping: {_listed(unshipped)}.",
        f"Write DOWNLOADS={value} to .env, but only those that customers get online; or DOWNLOADS={NONE}.",
    )


def _unmatched(name: str, products: tuple[OrderedProduct, ...]) -> Finding:
    if any(product.is_named(name) for product in products):
        return Finding.note(
            _TOPIC,
            f"{name} is a physical product in Shopify, so it counts as shipped.",
            "In Shopify's admin, unmark it (the product > Shipping > Physical product); or take it out of DOWNLOADS.",
        )
    return Finding.note(
        _TOPIC,
        f"No product without shipping in the newest orders of {DAYS} days is called {name}.",
        "Compare DOWNLOADS with the product's title or SKU in Shopify; * at the end of a name stands for any ending.",
    )


def _listed(products: tuple[OrderedProduct, ...]) -> str:
    titles = list(dict.fromkeys(product.title for product in products))
    more = f" and {len(titles) - _MAX_LISTED} more" if len(titles) > _MAX_LISTED else ""
    return f"{', '.join(titles[:_MAX_LISTED])}{more}"
