"""Checks that the shop's people can open the overview in the ways that the settings name."""

from collections.abc import Iterator

from tracking.doctor.finding import Finding
from tracking.running.commands import command
from tracking.services import Services
from tracking.settings import Settings

_TOPIC = "overview"


def check(services: Services) -> Iterator[Finding]:
    """By mail, from Shopify's admin, or only by a command on the server."""
    settings = services.settings
    if settings.is_demo:
        return
    is_in_admin = bool(settings.shopify_client_id and settings.is_https)
    if settings.staff_emails:
        yield _mail(settings)
    if is_in_admin:
        yield Finding.ok(
            _TOPIC, f"Shopify's admin opens the overview, where the app's URL is {settings.public_url}/merchant/."
        )
    if not (settings.staff_emails or is_in_admin):
        yield Finding.note(
            _TOPIC,
            "The overview of all orders can only be opened from the server.",
            f"Set STAFF_EMAILS to who may have a link mailed; `{command('merchant-link')}` prints one without mail.",
        )
    if not settings.is_https:
        yield Finding.note(
            _TOPIC,
            "Without an https:// address the overview's cookie is no secret on the network, and Shopify's admin does"
            " not show the overview.",
            "Set PUBLIC_URL to the https:// address of this site.",
        )


def _mail(settings: Settings) -> Finding:
    if settings.smtp_url is None:
        return Finding.error(
            _TOPIC,
            "STAFF_EMAILS is set, and no login link leaves: there is no mail server.",
            f"Set SMTP_URL and MAIL_FROM; until then `{command('merchant-link')}` prints a link.",
        )
    count = len(settings.staff_emails)
    return Finding.ok(_TOPIC, f"Login links to the overview are mailed to {count} address{'es' * (count > 1)}.")
