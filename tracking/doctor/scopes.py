"""Checks the granted scopes, and names the content that a missing one costs: a row for each.

https://shopify.dev/docs/api/usage/access-scopes
"""

from collections.abc import Iterator, Mapping

from tracking.doctor.finding import Finding
from tracking.notices.codes import NoticeCode, wanted
from tracking.settings import Settings
from tracking.shopify.order_calls.order_writes import SCOPES, ShopifyWrite
from tracking.shopify.order_calls.order_writes import granted as granted_write
from tracking.shopify.shop import readable

_TOPIC = "scopes"
NEEDED = "read_orders"
_LOSSES: Mapping[str, str] = {
    "read_all_orders": "orders older than 60 days are not found",
    "read_merchant_managed_fulfillment_orders": "the page does not tell holds, pickups and promised dates",
    "read_third_party_fulfillment_orders": "the page does not tell holds and dates of what another company packs",
    "read_returns": "the page does not tell how a return or an exchange goes on",
}
_CONSENT = "read_customers"
_ON_REQUEST = "read_all_orders"  # Shopify grants it on request only


def findings(scopes: frozenset[str], settings: Settings) -> Iterator[Finding]:
    """Report missing scopes."""
    granted = readable(scopes)
    missing = [scope for scope in (NEEDED, *_LOSSES) if scope.partition("_")[2] not in granted]
    if NEEDED in missing:
        yield Finding.error(_TOPIC, f"Without {NEEDED} no order can be read.", how_to_grant(NEEDED, settings))
    elif missing:
        yield Finding.ok(_TOPIC, f"{NEEDED}, which is needed, is granted.")
    else:
        yield Finding.ok(_TOPIC, "Everything that the page can tell may be read.")
    for scope in missing:
        if scope in _LOSSES:
            yield Finding.note(_TOPIC, f"Without {scope}, {_LOSSES[scope]}.", how_to_grant(scope, settings))
    yield from _write_findings(scopes, settings)
    asks = wanted(settings.notices, settings.shopify_mails).includes(NoticeCode.HOW_WAS_IT)
    if asks and settings.smtp_url is not None and _CONSENT.partition("_")[2] not in granted:
        yield Finding.note(
            _TOPIC,
            f"NOTICES has {NoticeCode.HOW_WAS_IT}, and without {_CONSENT} no customer is asked: only those who take"
            " marketing mails are.",
            how_to_grant(_CONSENT, settings),
        )


def _write_findings(scopes: frozenset[str], settings: Settings) -> Iterator[Finding]:
    """Report what SHOPIFY_WRITES names in vain."""
    for write in map(ShopifyWrite, settings.shopify_writes):
        if not granted_write(write, scopes):
            scope = SCOPES[write][0]
            message = f"SHOPIFY_WRITES has {write}, and without {scope} the overview does not offer it."
            yield Finding.note(_TOPIC, message, how_to_grant(scope, settings))


def how_to_grant(scope: str, settings: Settings) -> str:
    """Where the merchant grants the scope: apps of the admin and of the Dev Dashboard have different places."""
    if scope == _ON_REQUEST and not settings.shopify_access_token:
        return (
            f"Ask for {scope} in the Dev Dashboard (your app > API access requests); once it is approved, add it to the"
            " scopes (Versions > Create), and accept it in the shop."
        )
    if settings.shopify_access_token:
        return (
            f"Grant the app {scope} in Shopify's admin (Settings > Apps > Develop apps > your app > Configuration), and"
            " install it anew."
        )
    return f"Add {scope} to the scopes in the Dev Dashboard (your app > Versions > Create), and accept it in the shop."
