"""Lists the webhooks that lead to this site, and subscribes to missing ones as far as an app may."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import FOR_YOUR_SHOP
from tracking.cli.mute_log import without_log
from tracking.cli.persistent_database import only_look
from tracking.database import DatabaseUnavailable
from tracking.doctor.finding import Finding
from tracking.doctor.public_url import probe_site
from tracking.running.commands import command
from tracking.services import Services, services
from tracking.settings import Settings
from tracking.shopify.errors import ShopifyError
from tracking.shopify.resilience import Deadline
from tracking.shopify.webhooks.subscriptions import SubscriptionStatus, WebhookSubscriptions
from tracking.shopify.webhooks.topics import PATH, PRIVACY
from tracking.worker.subscription_check import remember_subscriptions

_SENT = ("subscribed", "new")
_TIMEOUT = 10.0  # seconds for each query


@click.command()
@click.option("--list", "is_list_only", is_flag=True, help="Only tell; change nothing.")
@with_appcontext
def webhooks(*, is_list_only: bool) -> None:
    """Subscribe to what Shopify should tell this site at once, and say what is in the way."""
    site = services()
    only_look(site)
    if site.settings.is_demo:
        click.echo(
            "No shop is configured here (SHOPIFY_SHOP is not set). This is the demo store: it forgets its webhooks"
            f" when this command ends, and sends none. {FOR_YOUR_SHOP}\n",
            err=True,
        )
    address = _address(site.settings)
    if not is_list_only:
        _check_site_answers(site)
    try:
        with without_log(logging.ERROR):  # the exception has the same message
            status = WebhookSubscriptions(site.shopify).status(address, Deadline.after(_TIMEOUT))
    except ShopifyError as error:
        raise click.ClickException(f"Shopify does not say which webhooks it sends: {error}") from error
    click.echo(f"Webhooks to {address}\n")
    is_complete, subscribed = True, []
    with without_log(logging.INFO):  # a log line for each call would mix with the topics
        for line in _lines(status, address, is_list_only=is_list_only):
            click.echo(f"{line.state:<11}{line.topic:<58}{line.detail}".rstrip())
            is_complete = is_complete and line.is_ok
            subscribed += [line.topic] if line.state in _SENT else []
    if not is_list_only:
        with suppress(DatabaseUnavailable):  # or there is none yet: the worker sees them when it looks
            remember_subscriptions(site.database, address, subscribed)
    click.echo(_PRIVACY.format(address=address, topics=", ".join(f'"{topic}"' for topic in PRIVACY)))
    if not is_complete:
        raise SystemExit(1)


@dataclass(frozen=True, slots=True)
class _TopicLine:
    """The state of one topic, with a detail."""

    state: str
    topic: str
    detail: str = ""
    is_ok: bool = True


def _address(settings: Settings) -> str:
    if not settings.is_https:
        raise click.ClickException(
            "PUBLIC_URL must be the address of this site and begin with https://: Shopify sends webhooks nowhere else."
        )
    if not settings.is_demo and not settings.shopify_client_secret:
        raise click.ClickException(
            "SHOPIFY_CLIENT_SECRET is not set: webhooks that this command asks for are signed with it (the app's"
            " API secret key). Without it, make them by hand under Settings > Notifications > Webhooks, and set"
            " SHOPIFY_WEBHOOK_SECRET to the secret that stands there."
        )
    return f"{settings.public_url}{PATH}"


def _check_site_answers(site: Services) -> None:
    """Stop if the site does not answer: Shopify removes a webhook whose URL fails."""
    found = probe_site(site.settings.public_url or "", site.self_check)
    if isinstance(found, Finding):
        raise click.ClickException(
            f"{found.message} {found.fix}\nNothing was changed. First the server, then `{command('doctor')}`, then this"
            " command; with --list it only tells which webhooks there are."
        )


def _lines(status: SubscriptionStatus, address: str, *, is_list_only: bool) -> Iterator[_TopicLine]:
    yield from (_TopicLine("subscribed", topic) for topic in status.subscribed)
    for topic in status.missing:
        yield _TopicLine("missing", topic, is_ok=False) if is_list_only else _subscribe(topic, address)
    for topic, scope in status.denied.items():
        yield _TopicLine("no scope", topic, f"grant the app {scope}, and run this again", is_ok=False)
    yield from (_TopicLine("elsewhere", each.topic, f"leads to {each.uri}") for each in status.elsewhere)


def _subscribe(topic: str, address: str) -> _TopicLine:
    try:
        errors = WebhookSubscriptions(services().shopify).subscribe(topic, address, Deadline.after(_TIMEOUT))
    except ShopifyError as error:
        return _TopicLine("failed", topic, str(error), is_ok=False)
    if errors:
        return _TopicLine("refused", topic, "Shopify says: " + "; ".join(errors), is_ok=False)
    return _TopicLine("new", topic)


_PRIVACY = """
What was entered in the app's own configuration, or made by hand in the admin, Shopify does not list here. There, and
only there, you subscribe to the privacy topics. In the Dev Dashboard (in a new version of the app) or in
shopify.app.toml:

[[webhooks.subscriptions]]
compliance_topics = [{topics}]
uri = "{address}"
"""
