"""Checks that customers find orders: looks one of the newest up by name, digits alone and confirmation number.

Shopify's search is not documented for all that a shop may put before and after its order numbers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracking.doctor.admin_diagnostics import AdminDiagnostics, NewestOrder
from tracking.doctor.finding import Finding, ShopAccess
from tracking.doctor.shop import TIMEOUT
from tracking.i18n.folding import fold_name
from tracking.orders.search import matching_ids
from tracking.running.commands import command
from tracking.shopify.errors import AccessDenied, ContactHidden, ShopifyError
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.resilience import Deadline

_TOPIC = "order search"
_MAX_ORDERS = 3  # the search may not know the newest one yet

_FIX = (
    "Choose a simpler prefix and suffix in Shopify's admin (Settings > General > Order ID), such as # and none, for the"
    " orders to come; for the others let Shopify's emails link to the order: see `{command}`."
)
_NO_FORMAT = "Place a test order in the shop, and run this again: orders have other names than the shop's format makes."
_NO_ORDER = "Place a test order in the shop, and run this again."


@dataclass(frozen=True, slots=True)
class _Query:
    """A query that should find an order: what is typed, and how a sentence calls it."""

    words: str
    typed: str


def check(services: ShopAccess) -> Iterator[Finding]:
    """Look the newest orders up; their names are not printed."""
    if services.settings.is_demo:
        return
    deadline = Deadline.after(TIMEOUT)
    try:
        orders = AdminDiagnostics(services.shopify.client).newest_orders(deadline)[:_MAX_ORDERS]
        yield from _findings(services.shopify, orders, deadline)
    except ContactHidden:
        yield Finding.note(
            _TOPIC, "It cannot be told while addresses are hidden.", "Mend what is said of access first."
        )
    except ShopifyError as error:
        first = "scopes" if isinstance(error, AccessDenied) else "access"
        yield Finding.note(
            _TOPIC, "It cannot be told while no order can be read.", f"Mend what is said of {first} first."
        )


def _findings(shopify: ShopifyOrders, orders: Sequence[NewestOrder], deadline: Deadline) -> Iterator[Finding]:
    if not orders:
        yield Finding.note(_TOPIC, "There is no order yet to look up.", _NO_ORDER)
        return
    profile = shopify.profile.current(deadline)
    missed: set[str] = set()
    for order in orders:
        queries = list(_queries(order, profile.prefix, profile.suffix))
        missed = {query.words for query in queries if order.id not in matching_ids(shopify, query.typed, deadline)}
        if not missed:
            break
    formatted = f"the prefix {profile.prefix or '(none)'} and the suffix {profile.suffix or '(none)'}"
    if missed:
        yield Finding.error(
            _TOPIC,
            f"With {formatted} an order is not found by {' or '.join(sorted(missed))}.",
            _FIX.format(command=command("email-snippets")),
        )
        return
    if len(queries) == 1:
        yield Finding.note(_TOPIC, f"An order is found by its name, but it does not have {formatted}.", _NO_FORMAT)
        return
    yield Finding.ok(_TOPIC, f"An order is found by {', '.join(query.words for query in queries)}.")


def _queries(order: NewestOrder, prefix: str, suffix: str) -> Iterator[_Query]:
    yield _Query("its name", order.name)
    digits = re.fullmatch(
        f"{re.escape(fold_name(prefix))}\\s?([0-9]+)\\s?{re.escape(fold_name(suffix))}", fold_name(order.name)
    )
    if digits:
        yield _Query("its digits alone", digits[1])
    if order.confirmation:
        yield _Query("its confirmation number", order.confirmation)
