"""Runs every check of the site and its shop, and prints the findings with their fixes."""

import logging
from collections.abc import Mapping
from functools import partial

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import FOR_YOUR_SHOP
from tracking.cli.doctor import (
    answers,
    brand,
    channels,
    contact_access,
    database,
    downloads,
    footer_links,
    languages,
    mail_domain,
    mail_server,
    order_search,
    overview,
    own_texts,
    public_url,
    redis_server,
    settings_concerns,
    shop,
    shopify_mails,
    signing_keys,
    stop_keys,
    webhook_delivery,
    widget_frames,
    worker,
)
from tracking.cli.doctor.check_runner import run_checks
from tracking.cli.doctor.finding import Check, FindingState, format_finding
from tracking.cli.kept_database import only_look
from tracking.cli.mute_log import without_log
from tracking.services import services

# In the order in which things are set up, each with the setting that it depends on.
_CHECKS: Mapping[Check, str] = {
    settings_concerns.check: ".env",
    shop.check: "SHOPIFY_SHOP",
    contact_access.check: "SHOPIFY_SHOP",
    order_search.check: "SHOPIFY_SHOP",
    downloads.check: "SHOPIFY_SHOP",
    webhook_delivery.check: "SHOPIFY_SHOP",
    redis_server.check: "REDIS_URL",
    database.check: "DATABASE_URL",
    worker.check: "WORKER",
    signing_keys.check: "SECRET_KEY",
    stop_keys.check: "SECRET_KEY_FALLBACKS",
    public_url.check: "PUBLIC_URL",
    widget_frames.check: "EMBED_ORIGINS",
    brand.check: "BRAND_DIR",
    footer_links.check: "FOOTER_LINKS",
    languages.check: "LANGUAGES",
    own_texts.check: "LOST_POLICY",
    mail_server.check: "SMTP_URL",
    mail_domain.check: "MAIL_FROM",
    channels.check_texts: "TEXT_URL",
    channels.check_alerts: "ALERT_URLS",
    shopify_mails.check: "SHOPIFY_MAILS",
    answers.check: "CHOICES",
    overview.check: "STAFF_EMAILS",
}


@click.command()
@click.option("--dkim-selector", metavar="NAME", help="The name of the key with which your mail server signs letters.")
@with_appcontext
def doctor(dkim_selector: str | None) -> None:
    """Check shop, settings, Redis, clock, webhooks, proxies and mail, and say what mends what is not well."""
    wrong = 0
    only_look(services())
    with without_log(logging.CRITICAL):  # the findings report the same errors
        for finding in run_checks(services(), checks(dkim_selector)):
            click.echo(format_finding(finding))
            wrong += finding.state is FindingState.ERROR
    click.echo(f"\n{wrong} of these must be mended (!!)." if wrong else "\nNothing must be mended.")
    if services().settings.is_demo:
        click.echo(f"But this looked at the demo store. {FOR_YOUR_SHOP}")
    if wrong:
        raise SystemExit(1)


def checks(dkim_selector: str | None) -> dict[Check, str]:
    """The checks in their order, each with the setting that it depends on."""
    return {
        partial(mail_domain.check, selector=dkim_selector) if check is mail_domain.check else check: setting
        for check, setting in _CHECKS.items()
    }
