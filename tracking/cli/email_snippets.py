"""Prints the links for Shopify's notification emails, which are written in Liquid.

https://help.shopify.com/en/manual/fulfillment/setup/notifications/email-variables
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_demo_notice
from tracking.running.commands import command
from tracking.services import services


@click.command("email-snippets")
@with_appcontext
@with_demo_notice
def email_snippets() -> None:
    """Print the links for Shopify's notification emails, ready to paste, for this shop."""
    settings = services().settings
    if settings.public_url is None:
        raise click.ClickException("Set PUBLIC_URL to the address of this site first.")
    try:
        lines = snippets(settings.public_url, settings.link_key)
    except UnusableKey:
        raise click.ClickException("LINK_KEY may only hold letters, digits and . ~ + / = - _ for this.") from None
    signed = _SIGNED.format(lines=lines) if lines.signed else _NO_LINK_KEY.format(setup=command("setup"))
    click.echo(_SNIPPETS.format(site=settings.public_url, days=settings.link_days, lines=lines, signed=signed))


_SNIPPETS = """\
1. Links that this site signs itself
   Nothing to paste: whoever looks an order up is led to {site}/order/…, and that address opens the
   order for {days} days.

2. A link that Shopify's emails sign (Settings > Notifications > a template > Edit code)
{signed}
3. Where they cannot sign: a link that carries the order number only, and the customer types the email address

{lines.by_number}
"""

_SIGNED = """\
   First see whether your shop's emails can sign. Paste this anywhere and open the preview:

{lines.probe}

   It must read

{lines.expected}

   Take it away again. If it did, paste this where the button should be. It opens the order at once:

{lines.signed}
"""

_NO_LINK_KEY = """\
   LINK_KEY is not set, so there is no such link yet. `{setup}` makes a key; start the site again, and run this
   once more.
"""


# Liquid cannot escape a quote inside of quotes, nor "}}" inside of its own.
_UNESCAPED = re.compile(r"[\w.~+/=-]+", re.ASCII)
_PROBE = "probe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippets:
    """The snippets to paste. ``signed`` is None without a key.

    ``probe`` tests in a preview whether the shop's Liquid can sign: then it renders ``expected``.
    """

    signed: str | None
    probe: str
    expected: str
    by_number: str


class UnusableKey(Exception):
    """The key has characters that cannot stand in a Liquid template."""


def snippets(site: str, key: str | None) -> Snippets:
    """Creates the snippets for the site at ``site`` (no slash at its end), signed with ``key``. Raises UnusableKey."""
    return Snippets(
        signed=None if key is None else _signed(site, key),
        probe=f"{{{{ '{_PROBE}' | hmac_sha256: '{_PROBE}' }}}}",
        expected=hmac.new(_PROBE.encode(), _PROBE.encode(), hashlib.sha256).hexdigest(),
        by_number=_link(f"{site}/?order={{{{ order_number }}}}"),
    )


def _signed(site: str, key: str) -> str:
    if not _UNESCAPED.fullmatch(key):
        raise UnusableKey
    address = f"{site}/o/{{{{ id }}}}?s={{{{ signed | hmac_sha256: '{key}' }}}}"
    return f"{{% assign signed = 'track:' | append: id %}}{_link(address)}"


def _link(address: str) -> str:
    return f'<a href="{address}">Track your order</a>'
