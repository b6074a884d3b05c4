"""Checks that Shopify sends webhooks for all changes, and that their signatures can be verified."""

from collections.abc import Iterator

from tracking.doctor.finding import Finding
from tracking.doctor.scopes import how_to_grant
from tracking.doctor.shop import TIMEOUT
from tracking.running.commands import command
from tracking.services import Services
from tracking.settings import Settings
from tracking.shopify.errors import ShopifyError
from tracking.shopify.resilience import Deadline
from tracking.shopify.webhooks.subscriptions import SubscriptionStatus, WebhookSubscriptions
from tracking.shopify.webhooks.topics import PATH

_TOPIC = "webhooks"
_HOW_TO_CHECK = (
    "Set SHOPIFY_CLIENT_SECRET to the app's secret, or for webhooks made by hand SHOPIFY_WEBHOOK_SECRET to the one that"
    " Shopify's admin shows under Settings > Notifications > Webhooks."
)
_POLLING_DELAY = "customers' pages show a change within a minute, and the overview within a few"


def check(services: Services) -> Iterator[Finding]:
    """Compare the subscriptions with all topics."""
    settings = services.settings
    if settings.is_demo:
        return
    yield _secret(settings)
    if not settings.is_https:
        fix = f"Set PUBLIC_URL to this site's https:// address, and run `{command('webhooks')}`."
        yield Finding.note(_TOPIC, f"Shopify sends webhooks to https:// addresses only, so {_POLLING_DELAY}.", fix)
        return
    try:
        status = WebhookSubscriptions(services.shopify).status(f"{settings.public_url}{PATH}", Deadline.after(TIMEOUT))
    except ShopifyError:
        yield Finding.note(_TOPIC, "Shopify does not say which it sends.", "Mend what is said of access first.")
    else:
        yield from _findings(status, settings)


def _secret(settings: Settings) -> Finding:
    secrets = {
        "SHOPIFY_CLIENT_SECRET": settings.shopify_client_secret,
        "SHOPIFY_WEBHOOK_SECRET": settings.shopify_webhook_secret,
    }
    names = [name for name, secret in secrets.items() if secret]
    if names:
        return Finding.ok(_TOPIC, f"What comes is checked with {' and '.join(names)}.")
    return Finding.note(_TOPIC, "The secret that signs them is not known, so all that come are refused.", _HOW_TO_CHECK)


def _findings(status: SubscriptionStatus, settings: Settings) -> Iterator[Finding]:
    if status.subscribed and not settings.shopify_client_secret:
        message = "Those that lead here are signed with the app's secret, which is not known, so they are refused."
        yield Finding.error(_TOPIC, message, "Set SHOPIFY_CLIENT_SECRET to the app's secret.")
    yield _subscribed(status, settings)
    for scope in sorted(set(status.denied.values())):
        count = sum(needed == scope for needed in status.denied.values())
        fix = f"{how_to_grant(scope, settings).removesuffix('.')}, then run `{command('webhooks')}`."
        yield Finding.note(_TOPIC, f"Without the scope {scope}, {count} more cannot come.", fix)
    if status.elsewhere:
        message = f"Some lead to another address than PUBLIC_URL ({len(status.elsewhere)})."
        fix = f"Run `{command('webhooks --list')}` to see where; nothing need be done if that is another site of yours."
        yield Finding.note(_TOPIC, message, fix)


def _subscribed(status: SubscriptionStatus, settings: Settings) -> Finding:
    count = len(status.subscribed)
    if not status.missing:
        return Finding.ok(_TOPIC, f"All {count} that may be asked for lead here.")
    if settings.shopify_webhook_secret:
        return Finding.ok(
            _TOPIC, "Those made by hand are expected (SHOPIFY_WEBHOOK_SECRET); Shopify does not list them."
        )
    message = f"{count} of {count + len(status.missing)} lead here, as far as Shopify lists them, so {_POLLING_DELAY}."
    return Finding.note(_TOPIC, message, f"Run `{command('webhooks')}`, which asks for what is missing.")
