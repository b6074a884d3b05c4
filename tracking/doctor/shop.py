"""Checks the connection to Shopify with one query: access, shop, scopes, API version, clock and budget."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from tracking.doctor import clock, scopes
from tracking.doctor.admin_diagnostics import AdminDiagnostics, ShopIdentity
from tracking.doctor.finding import Finding, ShopAccess
from tracking.doctor.refusals import refusal_finding
from tracking.settings import Settings
from tracking.shopify.errors import ShopifyError
from tracking.shopify.rate_limit import Bucket
from tracking.shopify.resilience import Deadline

TIMEOUT = 5.0  # seconds, for each query of the doctor

# Points restored per second: https://shopify.dev/docs/api/usage/limits
_PLANS: Mapping[float, str] = {100: "a standard plan", 200: "Advanced", 1000: "Plus", 2000: "the enterprise plan"}


def check(services: ShopAccess) -> Iterator[Finding]:
    """Send the query, and derive all findings from its answer."""
    settings, diagnostics = services.settings, AdminDiagnostics(services.shopify.client)
    if settings.is_demo:
        yield Finding.ok("shop", "No shop is configured (SHOPIFY_SHOP), so the demo store answers.")
        return
    has_access = False
    try:
        shop = diagnostics.shop(Deadline.after(TIMEOUT))
    except ShopifyError as error:
        yield refusal_finding(error, settings)
    else:
        has_access = True
        yield Finding.ok("access", f"Shopify accepts {_credential_names(settings)}.")
        yield _identity(shop, settings)
        yield from _storefront(shop, settings)
        yield from scopes.findings(shop.scopes, settings)
        yield _version(diagnostics.version, settings)
    yield clock.clock_finding(diagnostics.moment, services.clock(), has_access=has_access)
    if diagnostics.bucket:
        yield _budget(diagnostics.bucket)


def _credential_names(settings: Settings) -> str:
    if settings.shopify_access_token:
        return "SHOPIFY_ACCESS_TOKEN"
    return "SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET"


def _identity(shop: ShopIdentity, settings: Settings) -> Finding:
    if shop.host == settings.shopify_shop:
        return Finding.ok("shop", f"It is {shop.name} ({shop.host}).")
    return Finding.error(
        "shop",
        f"It is {shop.name} ({shop.host or 'without a name'}), not {settings.shopify_shop}.",
        f"Set SHOPIFY_SHOP to {shop.host}; or if that is the wrong shop, see where SHOPIFY_API_URL leads.",
    )


def _storefront(shop: ShopIdentity, settings: Settings) -> Iterator[Finding]:
    """A note only: whether this site answers there after all, the check of PUBLIC_URL finds out."""
    host = urlsplit(settings.public_url or "").hostname
    if host and host.removeprefix("www.") == shop.storefront.lower().removeprefix("www."):
        yield Finding.note(
            "PUBLIC_URL",
            f"{host} is the shop's own address, at which Shopify answers, and not this site.",
            "Give this site a name of its own, such as track.example.com, by a DNS record that leads to this machine,"
            " and set PUBLIC_URL to it.",
        )


def _version(served: str | None, settings: Settings) -> Finding:
    requested = settings.shopify_api_version
    if served == requested:
        return Finding.ok("API version", f"Shopify serves {requested}.")
    if served:
        return Finding.error(
            "API version",
            f"Shopify serves {served}, because it serves {requested} no more, or not yet.",
            f"Set SHOPIFY_API_VERSION to {served} if this release of the site knows it, else install a newer release.",
        )
    return Finding.note(
        "API version",
        "Shopify does not say which version it serves.",
        "Let what SHOPIFY_API_URL names hand on the header X-Shopify-API-Version.",
    )


def _budget(bucket: Bucket) -> Finding:
    plan = _PLANS.get(bucket.restore_rate, "a plan we do not know")
    message = (
        f"{bucket.available:,.0f} of {bucket.maximum:,.0f} points are there, and {bucket.restore_rate:,.0f} come back"
        f" each second, as on {plan}."
    )
    if bucket.available >= bucket.maximum / 2:
        return Finding.ok("budget", message)
    return Finding.note(
        "budget",
        message,
        "See in the Dev Dashboard which other programs use this app, and give them an app of their own.",
    )
