"""The links for Shopify's notification e-mails, ready to paste."""

import click
from flask.cli import with_appcontext

from tracking.services import services
from tracking.shopify.notifications import UnusableKey, snippets


@click.command("email-snippets")
@with_appcontext
def email_snippets() -> None:
    """Print the links for Shopify's notification e-mails, ready to paste, for this shop."""
    settings = services().settings
    if settings.public_url is None:
        raise click.ClickException("Set PUBLIC_URL to the address of this site first.")
    try:
        lines = snippets(settings.public_url, settings.link_key or "LINK_KEY")
    except UnusableKey:
        raise click.ClickException("LINK_KEY may only hold letters, digits and . ~ + / = - _ for this.") from None
    click.echo(_SNIPPETS.format(site=settings.public_url, days=settings.link_days, lines=lines))
    if settings.link_key is None:
        click.echo(_NO_LINK_KEY)


_SNIPPETS = """\
1. Links that this site signs itself
   Nothing to paste: whoever looks an order up is led to {site}/order/…, and that address opens the
   order for {days} days.

2. A link that Shopify's e-mails sign (Settings > Notifications > a template > Edit code)
   First see whether your shop's e-mails can sign. Paste this anywhere and open the preview:

{lines.probe}

   It must read

{lines.expected}

   Take it away again. If it did, paste this where the button should be. It opens the order at once:

{lines.signed}

3. If it did not: a link that carries the order number only, and the customer types the e-mail address

{lines.by_number}
"""

_NO_LINK_KEY = """\
LINK_KEY is not set, so the link under 2 does not work yet. Set it, start the site again, and run this once more:

LINK_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(32))')
"""
