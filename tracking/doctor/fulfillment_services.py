"""Checks who packs for the shop, and whether Shopify asks them for tracking numbers."""

from collections.abc import Iterator

from tracking.doctor.admin_diagnostics import AdminDiagnostics, FulfillmentServiceSetup
from tracking.doctor.finding import Finding, ShopAccess
from tracking.doctor.scopes import how_to_grant
from tracking.doctor.shop import TIMEOUT
from tracking.shopify.errors import AccessDenied, ShopifyError
from tracking.shopify.resilience import Deadline

_TOPIC = "services"
_SCOPE = "read_fulfillments"


def check(services: ShopAccess) -> Iterator[Finding]:
    """Read the list that Shopify has."""
    try:
        found = AdminDiagnostics(services.shopify.client).fulfillment_services(Deadline.after(TIMEOUT))
    except AccessDenied:
        message = f"Without the scope {_SCOPE} it is not known which fulfillment services the shop has."
        yield Finding.note(_TOPIC, message, how_to_grant(_SCOPE, services.settings))
    except ShopifyError:
        message = "It cannot be told while Shopify does not answer."
        yield Finding.note(_TOPIC, message, "Mend what is said of access first.")
    else:
        yield from map(_finding, found)
        if not found:
            yield Finding.ok(_TOPIC, "Shopify has no fulfillment service set up: the shop sends its orders itself.")


def _finding(service: FulfillmentServiceSetup) -> Finding:
    if service.tells_numbers:
        return Finding.ok(_TOPIC, f"{service.name} packs for the shop, and Shopify asks it for tracking numbers.")
    return Finding.note(
        _TOPIC,
        f"{service.name} packs for the shop, and Shopify does not ask it for tracking numbers.",
        f"See that {service.name} writes them to the orders itself: those without stand in the overview as out of step;"
        " its app in Shopify's admin may have a switch for it.",
    )
