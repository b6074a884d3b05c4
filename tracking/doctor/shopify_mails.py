"""Lists the emails that Shopify is taken to send, where they are switched, and what customers would get twice."""

from collections.abc import Collection, Iterator, Mapping

from tracking.doctor.finding import Finding
from tracking.notices.doubles import doubles
from tracking.services import Services

_TOPIC = "Shopify mails"
_CLICKS = "Shopify's admin under Settings > Notifications > Customer notifications"

# As the admin names them, roughly: it calls them anew now and then, and no API tells which are on.
NAMES: Mapping[str, str] = {
    "shipped": "Shipping confirmation",
    "updated": "Shipping update",
    "out_for_delivery": "Out for delivery",
    "delivered": "Delivered",
    "pickup": "Ready for local pickup, Picked up",
    "local": "Out for local delivery, Locally delivered, Missed local delivery",
    "cancelled": "Order canceled",
    "refunded": "Order refund",
    "returns": "the emails of a return",
}


def check(services: Services) -> Iterator[Finding]:
    """Compare SHOPIFY_MAILS with NOTICES."""
    settings = services.settings
    if settings.is_demo:
        return
    yield Finding.ok(_TOPIC, _list(settings.shopify_mails))
    if settings.smtp_url is not None:
        yield from double_findings(settings.notices, settings.shopify_mails)


def double_findings(notices: Collection[str], shopify_mails: Collection[str]) -> Iterator[Finding]:
    """One finding for each notice that Shopify tells, too."""
    for code, mail in doubles(notices, shopify_mails):
        yield Finding.note(
            _TOPIC,
            f"Customers would be told twice: NOTICES has {code}, and Shopify sends {NAMES[mail]!r} ({mail}).",
            f"Take {code} out of NOTICES, or switch that email off in {_CLICKS}, and take {mail} out of SHOPIFY_MAILS.",
        )


def _list(shopify_mails: Collection[str]) -> str:
    if not shopify_mails:
        return f"SHOPIFY_MAILS says that Shopify sends none after the order; they are switched in {_CLICKS}."
    names = ", ".join(f"{mail} ({NAMES[mail]})" for mail in shopify_mails)
    return f"SHOPIFY_MAILS says that Shopify sends {names}; they are switched in {_CLICKS}."
