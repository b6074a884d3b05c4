"""Shopify's app proxy: what it does to a request before it hands it on, by its documentation and not by our code."""

import hashlib
from collections.abc import Mapping
from urllib.parse import quote_plus

SHOP = "tea.myshopify.com"
SECRET = "hush"
PREFIX = "/apps/track"
BLOCK = 64  # bytes, of SHA-256


def signed_query(now: float, given: Mapping[str, str] | None = None, *, secret: str = SECRET, **changed: str) -> str:
    """The query string that reaches the app: what the visitor ``given``, and what Shopify adds."""
    added = {"shop": SHOP, "logged_in_customer_id": "", "path_prefix": PREFIX, "timestamp": str(int(now))}
    fields = {**(given or {}), **added, **changed}
    message = "".join(sorted(f"{name}={value}" for name, value in fields.items()))
    fields["signature"] = hmac_sha256(secret.encode(), message.encode()).hex()
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields.items())


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """RFC 2104, written out."""
    padded = key.ljust(BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded) + message).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in padded) + inner).digest()
