"""Maps failed answers of Shopify to a message and a fix: a row for each status.

https://shopify.dev/docs/api/usage/response-codes
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from tracking.cli.doctor.finding import Finding
from tracking.cli.doctor.scopes import NEEDED, how_to_grant
from tracking.settings import Settings
from tracking.shopify.authentication import NOT_ACCEPTED
from tracking.shopify.errors import Refused, ShopifyError, Throttled

_UNAUTHORIZED, _FORBIDDEN, _SERVER_ERROR = 401, 403, 500

# The message and the fix.
_TOKEN = (
    "Shopify does not accept the access token.",
    (
        "Set SHOPIFY_ACCESS_TOKEN to the token of the app that is installed in {shop} (Shopify's admin, Settings > Apps"
        " > Develop apps); a lost one is shown anew only when the app is installed anew."
    ),
)
_GRANT = (
    "Shopify does not accept SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET.",
    (
        "Set SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET to what the Dev Dashboard shows (your app > Settings), and see"
        " there that the app is installed in {shop}."
    ),
)
_NOT_ALLOWED = "Shopify forbids what the app asks: it lacks a scope, or is not installed."
_INSTALL = "See that the app is installed in {shop}."
_BY_STATUS: Mapping[int | None, tuple[str, str]] = {
    402: (
        "Shopify has frozen the shop, because a bill is open.",
        "Let the owner of {shop} pay it in Shopify's admin (Settings > Billing).",
    ),
    404: (
        "Shopify knows no shop of this name.",
        (
            "Set SHOPIFY_SHOP to the shop's name that ends in .myshopify.com (Shopify's admin, Settings > Domains), and"
            " see where SHOPIFY_API_URL leads if you have set it."
        ),
    ),
    423: (
        "Shopify has locked the shop.",
        "Let the owner of {shop} ask Shopify's support for the reason (https://help.shopify.com).",
    ),
    430: (
        "Shopify takes our questions for an attack.",
        "Ask Shopify's support (https://help.shopify.com) why it refuses this machine, or what {setting} names.",
    ),
}
_BUSY = "Run this again in a minute, and see in the Dev Dashboard which other programs use this app in {shop}."
_OTHER_REFUSAL = "Look at the shop in Shopify's admin, and compare {setting} with the address that you see there."
_FAILING = "Run this again later, and see https://www.shopifystatus.com, or what stands at {host} ({setting})."
_UNREACHED = (
    "Let this machine reach {host} ({setting}): see to its DNS, its firewall, and its clock, for with a wrong one no"
    " certificate is valid."
)


def refusal_finding(error: ShopifyError, settings: Settings) -> Finding:
    """The finding for an error."""
    message, fix = _row(error, settings)
    host = urlsplit(settings.shopify_api_url or f"https://{settings.shopify_shop}").netloc
    setting = "SHOPIFY_API_URL" if settings.shopify_api_url else "SHOPIFY_SHOP"
    return Finding.error("access", message, fix.format(shop=settings.shopify_shop, host=host, setting=setting))


def _row(error: ShopifyError, settings: Settings) -> tuple[str, str]:
    if str(error) == NOT_ACCEPTED:  # no token was granted: 400, 401 and 403 alike
        return _GRANT
    if error.status == _UNAUTHORIZED:
        return _TOKEN if settings.shopify_access_token else _GRANT
    if error.status == _FORBIDDEN:
        return _NOT_ALLOWED, f"{how_to_grant(NEEDED, settings)} {_INSTALL}"
    return _BY_STATUS.get(error.status, (f"{error}.", _other_fix(error)))


def _other_fix(error: ShopifyError) -> str:
    if isinstance(error, Throttled):
        return _BUSY
    if isinstance(error, Refused):
        return _OTHER_REFUSAL
    is_reached = error.status is None and not isinstance(error.__cause__, OSError)
    return _FAILING if is_reached or (error.status or 0) >= _SERVER_ERROR else _UNREACHED
