"""Lines for the templates of Shopify's notification e-mails, which are written in Liquid.

https://help.shopify.com/en/manual/fulfillment/setup/notifications/email-variables
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

# Liquid knows no way to write a quote inside of quotes, nor "}}" inside of its own.
_PLAIN = re.compile(r"[\w.~+/=-]+", re.ASCII)
_PROBE = "probe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippets:
    """What to paste. ``signed`` is None without a key.

    ``probe`` shows in a preview whether the shop's Liquid can sign: then it reads ``expected``.
    """

    signed: str | None
    probe: str
    expected: str
    by_number: str


class UnusableKey(Exception):
    """The key has characters that cannot stand in a Liquid template."""


def snippets(site: str, key: str | None) -> Snippets:
    """For the site at ``site`` (no slash at its end), signed under ``key``. Raises UnusableKey."""
    return Snippets(
        signed=None if key is None else _signed(site, key),
        probe=f"{{{{ '{_PROBE}' | hmac_sha256: '{_PROBE}' }}}}",
        expected=hmac.new(_PROBE.encode(), _PROBE.encode(), hashlib.sha256).hexdigest(),
        by_number=_link(f"{site}/?order={{{{ order_number }}}}"),
    )


def _signed(site: str, key: str) -> str:
    if not _PLAIN.fullmatch(key):
        raise UnusableKey
    address = f"{site}/o/{{{{ id }}}}?s={{{{ signed | hmac_sha256: '{key}' }}}}"
    return f"{{% assign signed = 'track:' | append: id %}}{_link(address)}"


def _link(address: str) -> str:
    return f'<a href="{address}">Track your order</a>'
