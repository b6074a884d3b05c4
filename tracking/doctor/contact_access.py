"""Checks that Shopify shows customers' email addresses to this app, for the lookup compares them."""

from collections.abc import Iterator, Mapping

from tracking.doctor.admin_diagnostics import AdminDiagnostics, ContactAccess
from tracking.doctor.finding import Finding, ShopAccess
from tracking.doctor.shop import TIMEOUT
from tracking.settings import Settings
from tracking.shopify.errors import AccessDenied, ShopifyError
from tracking.shopify.resilience import Deadline

_TOPIC = "e-mail"
_UNDECIDED: Mapping[ContactAccess, str] = {
    ContactAccess.ABSENT: (
        "None of the newest orders has an address, so it cannot be told whether addresses can be read."
    ),
    ContactAccess.NO_ORDER: "There is no order yet, so it cannot be told whether email addresses can be read.",
}
_OF_ADMIN = (
    "For an app made in Shopify's admin the shop needs the plan Grow or a higher one (Settings > Plan); or make an app"
    " in the Dev Dashboard, and set SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET in place of SHOPIFY_ACCESS_TOKEN."
)
_OF_DASHBOARD = (
    "Ask in the Dev Dashboard (your app > API access requests) for protected customer data, level 2, field Email, and"
    " install the app anew."
)


def check(services: ShopAccess) -> Iterator[Finding]:
    """Read the newest orders; the addresses themselves are not kept."""
    if services.settings.is_demo:
        return
    try:
        yield _finding(AdminDiagnostics(services.shopify.client).contact(Deadline.after(TIMEOUT)), services.settings)
    except ShopifyError as error:
        first = "scopes" if isinstance(error, AccessDenied) else "access"
        yield Finding.note(
            _TOPIC, "It cannot be told while no order can be read.", f"Mend what is said of {first} first."
        )


def _finding(contact: ContactAccess, settings: Settings) -> Finding:
    if contact is ContactAccess.VISIBLE:
        return Finding.ok(_TOPIC, "Orders tell their email addresses, so customers can be recognized.")
    if contact is ContactAccess.HIDDEN:
        fix = _OF_ADMIN if settings.shopify_access_token else _OF_DASHBOARD
        return Finding.error(_TOPIC, "Shopify hides the orders' email addresses, so nobody can look an order up.", fix)
    return Finding.note(
        _TOPIC, _UNDECIDED[contact], "Place a test order with an email address in the shop, and run this again."
    )
