"""Whether Shopify signed what came: requests that its app proxy hands on, and webhooks."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import parse_qsl

# What Shopify's own libraries allow between its clock and ours.
PATIENCE = 90  # seconds

_ONCE = ("shop", "path_prefix", "timestamp", "signature")
_PREFIX = re.compile(r"(/[\w.~-]+)+/?", re.ASCII)
_MOST_PARAMETERS = 100


class NotSigned(Exception):
    """Not from Shopify, or not just now. The message says why, for the merchant's log."""


def read_path_prefix(query: bytes, secrets: Sequence[str], *, shop: str | None, now: datetime) -> str:
    """Under which path of the ``shop`` its visitors find us, from a request that its app proxy signed.

    ``secrets`` are the app's, each as good as the other. The signature covers the query and nothing else, and proves
    nothing about the visitor. Raises NotSigned.
    https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
    """
    values = _values(query)
    if any(len(values.get(name, ())) != 1 for name in _ONCE):
        raise NotSigned("a part of the signature is missing or doubled")
    (signature,) = values.pop("signature")
    if not any(hmac.compare_digest(digest, signature) for digest in _digests(values, secrets)):
        raise NotSigned("the signature is not that of the app's secret")
    visited, prefix, timestamp = (values[name][0].decode(errors="replace") for name in _ONCE[:3])
    if visited != shop:
        raise NotSigned("it is about another shop than SHOPIFY_SHOP")
    if not re.fullmatch("[0-9]{1,12}", timestamp) or abs(now.timestamp() - int(timestamp)) > PATIENCE:
        raise NotSigned("the request is not of this minute, or a clock is wrong")
    if not _PREFIX.fullmatch(prefix):
        raise NotSigned("path_prefix is not a path")
    return prefix.rstrip("/")


def check_body(body: bytes, signature: str, secrets: Sequence[str]) -> None:
    """Pass the body of a webhook that one of the ``secrets`` signed. Raises NotSigned.

    https://shopify.dev/docs/apps/build/webhooks/delivery-structure
    """
    if not secrets:
        raise NotSigned(
            "no secret is known: set SHOPIFY_CLIENT_SECRET to the app's,"
            " or SHOPIFY_WEBHOOK_SECRET to that of webhooks made by hand in the admin"
        )
    if not signature:
        raise NotSigned("it has no signature")
    # As bytes: on str, compare_digest refuses what is not ASCII.
    given = signature.encode(errors="replace")
    if not any(hmac.compare_digest(_body_digest(body, secret), given) for secret in secrets):
        raise NotSigned(
            "its signature is that of no known secret: compare SHOPIFY_CLIENT_SECRET with the app's"
            " (an older one goes into SHOPIFY_CLIENT_SECRET_FALLBACKS), and for webhooks made by hand in the admin"
            " SHOPIFY_WEBHOOK_SECRET with the one that stands there"
        )


def _body_digest(body: bytes, secret: str) -> bytes:
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256"))


def _values(query: bytes) -> dict[str, list[bytes]]:
    """The parameters by name, as bytes: what is no UTF-8 was signed as it is."""
    try:
        pairs = parse_qsl(
            query.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=_MOST_PARAMETERS
        )
    except ValueError:
        raise NotSigned("there are too many parameters") from None
    values: dict[str, list[bytes]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value.encode("latin-1"))
    return values


def _digests(values: dict[str, list[bytes]], secrets: Sequence[str]) -> Iterator[bytes]:
    # The documentation sorts whole "name=value" strings; sorting by name differs where one name begins another.
    message = b"".join(sorted(name.encode("latin-1") + b"=" + b",".join(each) for name, each in values.items()))
    for secret in secrets:
        yield hmac.new(secret.encode(), message, hashlib.sha256).hexdigest().encode()
