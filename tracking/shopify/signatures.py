"""Verifies Shopify's signatures of app proxy requests and of webhooks."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import parse_qsl

MAX_CLOCK_SKEW = 90  # seconds, as in Shopify's own libraries

_REQUIRED = ("shop", "path_prefix", "timestamp", "signature")
_PREFIX = re.compile(r"(/[\w.~-]+)+/?", re.ASCII)
_MAX_PARAMETERS = 100


class NotSigned(Exception):
    """The signature is missing, wrong or too old. The message has the reason, for the merchant's log."""


def read_path_prefix(query: bytes, secrets: Sequence[str], *, shop: str | None, now: datetime) -> str:
    """Verifies an app proxy request; returns the path prefix of this site on the ``shop``'s domain.

    ``secrets`` are the app's, each of which is valid. The signature covers the query and nothing else, and proves
    nothing about the visitor. Raises NotSigned.
    https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
    """
    values = _values(query)
    if any(len(values.get(name, ())) != 1 for name in _REQUIRED):
        raise NotSigned("a part of the signature is missing or doubled")
    (signature,) = values.pop("signature")
    if not any(hmac.compare_digest(digest, signature) for digest in _digests(values, secrets)):
        raise NotSigned("the signature is not that of the app's secret")
    signed_shop, prefix, timestamp = (values[name][0].decode(errors="replace") for name in _REQUIRED[:3])
    if signed_shop != shop:
        raise NotSigned("it is about another shop than SHOPIFY_SHOP")
    if not re.fullmatch("[0-9]{1,12}", timestamp) or abs(now.timestamp() - int(timestamp)) > MAX_CLOCK_SKEW:
        raise NotSigned("the request is not of this minute, or a clock is wrong")
    if not _PREFIX.fullmatch(prefix):
        raise NotSigned("path_prefix is not a path")
    return prefix.rstrip("/")


def check_body(body: bytes, signature: str, secrets: Sequence[str]) -> None:
    """Verifies that one of the ``secrets`` signed the body of a webhook. Raises NotSigned.

    https://shopify.dev/docs/apps/build/webhooks/delivery-structure
    """
    if not secrets:
        raise NotSigned(
            "no secret is known: set SHOPIFY_CLIENT_SECRET to the app's,"
            " or SHOPIFY_WEBHOOK_SECRET to that of webhooks made by hand in the admin"
        )
    if not signature:
        raise NotSigned("it has no signature")
    # As bytes: compare_digest refuses a str that is not ASCII.
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
    """The parameters by name, as bytes: invalid UTF-8 was signed as it is."""
    try:
        pairs = parse_qsl(
            query.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=_MAX_PARAMETERS
        )
    except ValueError:
        raise NotSigned("there are too many parameters") from None
    values: dict[str, list[bytes]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value.encode("latin-1"))
    return values


def _digests(values: dict[str, list[bytes]], secrets: Sequence[str]) -> Iterator[bytes]:
    # The documentation sorts complete "name=value" strings; sorting by name differs where one name begins another.
    message = b"".join(sorted(name.encode("latin-1") + b"=" + b",".join(each) for name, each in values.items()))
    for secret in secrets:
        yield hmac.new(secret.encode(), message, hashlib.sha256).hexdigest().encode()
