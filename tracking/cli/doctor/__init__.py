"""Whether this site and the shop work together: every check of them, and what mends what is not well."""

import logging
import re
from collections.abc import Mapping

import click
from flask.cli import with_appcontext

from tracking.cli.doctor import brand, contact, embedding, keys, public_url, redis_server, shop, webhooks
from tracking.cli.doctor.examining import examine
from tracking.cli.doctor.finding import Check, Finding, State
from tracking.cli.quiet import without_log
from tracking.services import services

# In the order in which things are set up, each with the setting that it depends on.
_CHECKS: Mapping[Check, str] = {
    shop.check: "SHOPIFY_SHOP",
    contact.check: "SHOPIFY_SHOP",
    webhooks.check: "SHOPIFY_SHOP",
    redis_server.check: "REDIS_URL",
    keys.check: "SECRET_KEY",
    public_url.check: "PUBLIC_URL",
    embedding.check: "EMBED_ORIGINS",
    brand.check: "BRAND_DIR",
}

_CONTROLS = re.compile(r"[^\n\x20-\x7e\xa0-\U0010ffff]")  # a terminal obeys them, and some of the words are others'


@click.command()
@with_appcontext
def doctor() -> None:
    """Check shop, settings, Redis, clock, webhooks and proxies, and say what mends what is not well."""
    wrong = 0
    with without_log(logging.CRITICAL):  # what would be written down meanwhile, the findings say
        for finding in examine(services(), _CHECKS):
            click.echo(_line(finding))
            wrong += finding.state is State.MEND
    if wrong:
        click.echo(f"\n{wrong} of these must be mended (!!).")
        raise SystemExit(1)
    click.echo("\nNothing must be mended.")
    if services().settings.is_demo:
        click.echo("But this looked at the demo store. For your shop, run it with the settings that the site has.")


def _line(finding: Finding) -> str:
    line = f"{finding.state:<4}{finding.about:<15}{finding.words}"
    text = f"{line}\n{'':<19}{finding.fix}" if finding.fix else line
    return _CONTROLS.sub("", text)
