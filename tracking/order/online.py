"""Tells lines that are delivered online from quiet ones: lines without shipping that nobody ever delivers.

Shopify does not tell a download from parcel insurance, a warranty, a workshop, a seat, a donation, an engraving or a
tip: each is a line with ``requiresShipping: false``, and many of them are never fulfilled. Only a gift card, and what
the merchant names in ``DOWNLOADS``, is delivered online.
https://shopify.dev/docs/api/admin-graphql/latest/objects/LineItem
"""

import unicodedata

from tracking.order.model import Line
from tracking.order.policy import Policy

_ANY_ENDING = "*"


def is_online(line: Line, policy: Policy) -> bool:
    """Whether the line is delivered online, so that it may be late."""
    if line.requires_shipping:
        return False
    return line.is_gift_card or any(is_named(name, line.title, line.sku) for name in policy.downloads)


def is_quiet(line: Line, policy: Policy) -> bool:
    """Whether nothing is delivered for the line, neither by post nor online."""
    return not line.requires_shipping and not is_online(line, policy)


def is_named(name: str, title: str | None, sku: str | None) -> bool:
    """Whether a name from ``DOWNLOADS`` means the product: its title or SKU, or how they begin (``*`` at the end)."""
    wanted = _folded(name.removesuffix(_ANY_ENDING))
    has_any_ending = name.endswith(_ANY_ENDING)
    texts = (_folded(text) for text in (title or "", sku or "") if text or has_any_ending)
    return any(text.startswith(wanted) if has_any_ending else text == wanted for text in texts)


def _folded(text: str) -> str:
    """Titles are compared without regard to case and spacing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
