"""Checks the length of the site's keys, and which routes they open."""

from collections.abc import Iterator

from tracking.doctor.finding import Finding
from tracking.running.commands import command
from tracking.security.links import MIN_KEY_LENGTH
from tracking.services import Services
from tracking.settings import DEMO_SECRET_KEY, Settings

_FIX = (
    "Set {name} to what `python3 -c 'import secrets; print(secrets.token_urlsafe(48))'` prints; the old one, in"
    " {name}_FALLBACKS, opens the links that it signed until you take it away."
)

_LONGER = "Set {name} to what `python3 -c 'import secrets; print(secrets.token_urlsafe(48))'` prints."

_NO_LINK_KEY = (
    f"Run `{command('setup')}`, which makes LINK_KEY, start the site again, and see `{command('email-snippets')}`;"
    " nothing need be done if no email has such a link."
)


def check(services: Services) -> Iterator[Finding]:
    """Check the keys without printing them."""
    yield from _lengths(services.settings)
    yield _access_finding("METRICS_TOKEN", "/metrics", services.settings.metrics_token)
    yield _export_finding(services.settings.export_token)
    if not services.settings.is_demo:  # its preview is public
        yield _access_finding("PREVIEW_KEY", "/preview", services.settings.preview_key)


def _lengths(settings: Settings) -> Iterator[Finding]:
    if settings.secret_key == DEMO_SECRET_KEY:
        yield Finding.ok("SECRET_KEY", "It is the demo's own, which everybody knows.")
    else:
        yield _length("SECRET_KEY", settings.secret_key)
    if settings.link_key:
        yield _length("LINK_KEY", settings.link_key)
    elif not settings.is_demo:
        message = "It is not set, so links that Shopify's emails sign (/o/...) do not open an order."
        yield Finding.note("LINK_KEY", message, _NO_LINK_KEY)


def _length(name: str, key: str) -> Finding:
    if len(key) >= MIN_KEY_LENGTH:
        return Finding.ok(name, "It is long enough.")
    message = f"It is shorter than {MIN_KEY_LENGTH} characters: who guesses it can make links to every order."
    return Finding.error(name, message, _FIX.format(name=name))


def _access_finding(name: str, path: str, key: str | None) -> Finding:
    if key and len(key) < MIN_KEY_LENGTH:
        message = f"It is shorter than {MIN_KEY_LENGTH} characters: {path} is open to those who guess it."
        return Finding.note(name, message, _LONGER.format(name=name))
    message = f"{path} is open to those who know it." if key else f"It is not set, so {path} is closed."
    return Finding.ok(name, message)


def _export_finding(token: str | None) -> Finding:
    """The site does not start with a short one."""
    opened = "to those who know it, too" if token else "to sessions alone: it is not set"
    return Finding.ok("EXPORT_TOKEN", f"The export of the overview's list is open {opened}.")
