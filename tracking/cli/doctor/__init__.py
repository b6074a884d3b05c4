"""Whether this site and the shop work together: every check of them, and what mends what is not well."""

import logging
from collections.abc import Mapping

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import FOR_YOUR_SHOP
from tracking.cli.doctor import (
    brand,
    contact_access,
    public_url,
    redis_server,
    settings_concerns,
    shop,
    signing_keys,
    webhook_delivery,
    widget_frames,
)
from tracking.cli.doctor.finding import Check, State, line
from tracking.cli.doctor.parallel_checks import examine
from tracking.cli.mute_log import without_log
from tracking.services import services

# In the order in which things are set up, each with the setting that it depends on.
_CHECKS: Mapping[Check, str] = {
    settings_concerns.check: ".env",
    shop.check: "SHOPIFY_SHOP",
    contact_access.check: "SHOPIFY_SHOP",
    webhook_delivery.check: "SHOPIFY_SHOP",
    redis_server.check: "REDIS_URL",
    signing_keys.check: "SECRET_KEY",
    public_url.check: "PUBLIC_URL",
    widget_frames.check: "EMBED_ORIGINS",
    brand.check: "BRAND_DIR",
}


@click.command()
@with_appcontext
def doctor() -> None:
    """Check shop, settings, Redis, clock, webhooks and proxies, and say what mends what is not well."""
    wrong = 0
    with without_log(logging.CRITICAL):  # what would be written down meanwhile, the findings say
        for finding in examine(services(), _CHECKS):
            click.echo(line(finding))
            wrong += finding.state is State.MEND
    click.echo(f"\n{wrong} of these must be mended (!!)." if wrong else "\nNothing must be mended.")
    if services().settings.is_demo:
        click.echo(f"But this looked at the demo store. {FOR_YOUR_SHOP}")
    if wrong:
        raise SystemExit(1)
