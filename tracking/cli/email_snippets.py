"""Prints the links for Shopify's notification e-mails, ready to paste."""

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_demo_notice
from tracking.services import services
from tracking.shopify.notifications import UnusableKey, snippets


@click.command("email-snippets")
@with_appcontext
@with_demo_notice
def email_snippets() -> None:
    """Print the links for Shopify's notification e-mails, ready to paste, for this shop."""
    settings = services().settings
    if settings.public_url is None:
        raise click.ClickException("Set PUBLIC_URL to the address of this site first.")
    try:
        lines = snippets(settings.public_url, settings.link_key)
    except UnusableKey:
        raise click.ClickException("LINK_KEY may only hold letters, digits and . ~ + / = - _ for this.") from None
    signed = _SIGNED.format(lines=lines) if lines.signed else _NO_LINK_KEY
    click.echo(_SNIPPETS.format(site=settings.public_url, days=settings.link_days, lines=lines, signed=signed))


_SNIPPETS = """\
1. Links that this site signs itself
   Nothing to paste: whoever looks an order up is led to {site}/order/…, and that address opens the
   order for {days} days.

2. A link that Shopify's e-mails sign (Settings > Notifications > a template > Edit code)
{signed}
3. Where they cannot sign: a link that carries the order number only, and the customer types the e-mail address

{lines.by_number}
"""

_SIGNED = """\
   First see whether your shop's e-mails can sign. Paste this anywhere and open the preview:

{lines.probe}

   It must read

{lines.expected}

   Take it away again. If it did, paste this where the button should be. It opens the order at once:

{lines.signed}
"""

_NO_LINK_KEY = """\
   LINK_KEY is not set, so there is no such link yet. `make setup` (or `whereabouts setup`) makes a key; start the site
   again, and run this once more.
"""
