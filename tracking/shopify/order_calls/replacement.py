"""Finds the order that was made anew in place of a cancelled one: #1014A for #1014.

It has the same email address, and was made within a day of the cancellation. The addresses are compared here: they
are neither returned nor stored.
"""

import re
from datetime import timedelta

from tracking.i18n.folding import fold_email, fold_name
from tracking.shopify.client import Client
from tracking.shopify.errors import Refused
from tracking.shopify.json_decoder import JsonObject
from tracking.shopify.parsing.node import Node
from tracking.shopify.resilience import Deadline
from tracking.shopify.search import search_query

_LETTERS = "ABC"
_LETTERED = re.compile(r"(.*[0-9])([A-Ca-c])")
_WITHIN = timedelta(days=1)
_MAX_SECONDS = 1.5  # the page does not wait longer for something that it can do without


def find_replacement(client: Client, order: JsonObject, suffix: str, deadline: Deadline) -> str | None:
    """The name of the order made in place of ``order``; None also where Shopify refuses, or hides the addresses.

    Queries only for a cancelled order. Raises Unavailable. https://shopify.dev/docs/api/usage/search-syntax
    """
    cancelled = Node(order)
    name = cancelled.text("name")
    if name is None or cancelled.moment("cancelledAt") is None:
        return None
    names = replacement_names(name, suffix)
    if not names:
        return None
    query = search_query(names)
    try:
        response = client.execute("replacement", {"id": order["id"], "query": query}, deadline.capped(_MAX_SECONDS))
    except Refused:
        return None
    found = Node(response.data)
    return _replacement(cancelled, names, found.node("order").text("email"), found.node("orders").rows("nodes"))


def replacement_names(name: str, suffix: str) -> tuple[str, ...]:
    """The names with the next letters after the number, before or behind the shop's suffix: #1014A, then #1014B."""
    core = name.removesuffix(suffix.rstrip())
    end = name[len(core) :]
    lettered = _LETTERED.fullmatch(core)
    base, letters = (lettered[1], _LETTERS.partition(lettered[2].upper())[2]) if lettered else (core, _LETTERS)
    names = [f"{base}{letter}{end}" for letter in letters]
    behind = [f"{name}{letter}" for letter in letters] if end else []
    return (*names, *behind)


def _replacement(cancelled: Node, names: tuple[str, ...], email: str | None, hits: list[Node]) -> str | None:
    """The newest of the hits that replaces the cancelled order."""
    forms = {fold_name(name) for name in names}
    matches = [
        hit
        for hit in hits
        if email and fold_email(hit.text("email") or "") == fold_email(email)
        if fold_name(hit.text("name") or "") in forms and _is_made_anew(cancelled, hit)
    ]
    newest = max(matches, key=lambda hit: str(hit.moment("processedAt")), default=None)
    return newest.text("name") if newest else None


def _is_made_anew(cancelled: Node, hit: Node) -> bool:
    """Whether it was made after the cancelled order, within a day of the cancellation, and still stands."""
    placed_at, cancelled_at, made_at = (
        cancelled.moment("processedAt"),
        cancelled.moment("cancelledAt"),
        hit.moment("processedAt"),
    )
    if not (placed_at and cancelled_at and made_at) or hit.moment("cancelledAt"):
        return False
    return made_at > placed_at and abs(made_at - cancelled_at) <= _WITHIN
