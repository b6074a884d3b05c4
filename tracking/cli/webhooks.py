"""Which webhooks lead here, and which should: asked of Shopify, and arranged as far as an app may do that itself."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import FOR_YOUR_SHOP
from tracking.cli.doctor.finding import Finding
from tracking.cli.doctor.public_url import answer_at
from tracking.cli.mute_log import without_log
from tracking.services import Services, services
from tracking.settings import Settings
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import ShopifyError
from tracking.shopify.subscriptions import PATH, SubscriptionStatus
from tracking.shopify.topics import PRIVACY

_PATIENCE = 10.0  # seconds for each question


@click.command()
@click.option("--list", "is_look_only", is_flag=True, help="Only tell; change nothing.")
@with_appcontext
def webhooks(*, is_look_only: bool) -> None:
    """Subscribe to what Shopify should tell this site at once, and say what is in the way."""
    parts = services()
    address = _address(parts.settings)
    if parts.settings.is_demo:
        click.echo(
            "This is the demo store: it forgets its webhooks when this command ends, and sends none."
            f" {FOR_YOUR_SHOP}\n",
            err=True,
        )
    if not is_look_only:
        _check_that_the_site_answers(parts)
    try:
        with without_log(logging.ERROR):  # the exception says it, too
            standing = parts.orders.subscriptions.status(address, Deadline.after(_PATIENCE))
    except ShopifyError as error:
        raise click.ClickException(f"Shopify does not say which webhooks it sends: {error}") from error
    click.echo(f"Webhooks to {address}\n")
    is_whole = True
    with without_log(logging.INFO):  # a line for each question, in between those for each topic
        for line in _lines(standing, address, is_look_only=is_look_only):
            click.echo(f"{line.state:<11}{line.topic:<58}{line.words}".rstrip())
            is_whole = is_whole and line.is_well
    click.echo(_PRIVACY.format(address=address, topics=", ".join(f'"{topic}"' for topic in PRIVACY)))
    if not is_whole:
        raise SystemExit(1)


@dataclass(frozen=True, slots=True)
class _Line:
    """A topic, how it stands, and what to say about it."""

    state: str
    topic: str
    words: str = ""
    is_well: bool = True


def _address(settings: Settings) -> str:
    if not settings.speaks_https:
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


def _check_that_the_site_answers(parts: Services) -> None:
    """Shopify gives up a webhook whose address does not answer: the server comes first."""
    found = answer_at(parts.settings.public_url or "", parts.probes)
    if isinstance(found, Finding):
        raise click.ClickException(
            f"{found.words} {found.fix}\nNothing was changed. First the server, then `flask doctor`, then this command;"
            " with --list it only tells which webhooks there are."
        )


def _lines(standing: SubscriptionStatus, address: str, *, is_look_only: bool) -> Iterator[_Line]:
    yield from (_Line("subscribed", topic) for topic in standing.subscribed)
    for topic in standing.missing:
        yield _Line("missing", topic, is_well=False) if is_look_only else _subscribe(topic, address)
    for topic, scope in standing.denied.items():
        yield _Line("no scope", topic, f"grant the app {scope}, and run this again", is_well=False)
    yield from (_Line("elsewhere", each.topic, f"leads to {each.uri}") for each in standing.elsewhere)


def _subscribe(topic: str, address: str) -> _Line:
    try:
        complaints = services().orders.subscriptions.subscribe(topic, address, Deadline.after(_PATIENCE))
    except ShopifyError as error:
        return _Line("failed", topic, str(error), is_well=False)
    if complaints:
        return _Line("refused", topic, "Shopify says: " + "; ".join(complaints), is_well=False)
    return _Line("new", topic)


_PRIVACY = """
What was entered in the app's own configuration, or made by hand in the admin, Shopify does not list here. There, and
only there, you subscribe to the privacy topics. In the Dev Dashboard (in a new version of the app) or in
shopify.app.toml:

[[webhooks.subscriptions]]
compliance_topics = [{topics}]
uri = "{address}"
"""
