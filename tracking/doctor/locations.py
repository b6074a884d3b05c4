"""Checks from where the shop itself sends, as far as this site may read it."""

from collections.abc import Iterator, Sequence

from tracking.doctor.admin_diagnostics import AdminDiagnostics, LocationSetup
from tracking.doctor.finding import Finding, ShopAccess
from tracking.doctor.shop import TIMEOUT
from tracking.shopify.errors import AccessDenied, ShopifyError
from tracking.shopify.resilience import Deadline

_TOPIC = "locations"
_SCOPE = "read_locations"
_MAX_LISTED = 12


def check(services: ShopAccess) -> Iterator[Finding]:
    """Read the list that Shopify has."""
    try:
        found = AdminDiagnostics(services.shopify.client).locations(Deadline.after(TIMEOUT))
    except AccessDenied:
        message = f"Their list takes the scope {_SCOPE}, which nothing else here needs; orders name their own."
        yield Finding.ok(_TOPIC, message)
    except ShopifyError:
        message = "It cannot be told while Shopify does not answer."
        yield Finding.note(_TOPIC, message, "Mend what is said of access first.")
    else:
        yield from _findings(found)


def _findings(found: Sequence[LocationSetup]) -> Iterator[Finding]:
    sending = [location.name for location in found if location.sends_online_orders]
    others = [location.name for location in found if not location.sends_online_orders]
    if sending:
        yield Finding.ok(_TOPIC, f"Orders of the online shop are sent from {_listed(sending)}.")
    else:
        yield Finding.note(
            _TOPIC,
            "No location sends orders of the online shop.",
            "Switch it on for one in Shopify's admin (Settings > Locations), unless a fulfillment service sends all.",
        )
    if others:
        yield Finding.ok(_TOPIC, f"Active, and not sending orders of the online shop: {_listed(others)}.")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MAX_LISTED} more" if len(names) > _MAX_LISTED else ""
    return f"{', '.join(names[:_MAX_LISTED])}{more}"
