"""Checks this machine's clock against Shopify's."""

from datetime import datetime

from tracking.doctor.finding import Finding
from tracking.shopify.signatures import MAX_CLOCK_SKEW

_MAX_DIFFERENCE = 30  # seconds: a third of what the app proxy's signatures allow; the rest is for the network

_NO_ACCESS = "Mend what is said of access first."
_NO_DATE_HEADER = "Let what SHOPIFY_API_URL names hand on the header Date: its answer does not tell the time."
_FIX = (
    "Let this machine set its clock by the network (timedatectl set-ntp true): once it is {seconds} seconds off, pages"
    " under the shop's own address (app proxy) are refused."
)


def clock_finding(shopify_time: datetime | None, own_time: datetime, *, has_access: bool) -> Finding:
    """Compare two times, of which one was received over the network just now."""
    if shopify_time is None:
        return Finding.note("clock", "Shopify's time is not known.", _NO_DATE_HEADER if has_access else _NO_ACCESS)
    ahead = round((own_time - shopify_time).total_seconds())
    if abs(ahead) <= _MAX_DIFFERENCE:
        return Finding.ok("clock", "It agrees with Shopify's.")
    direction = "ahead of" if ahead > 0 else "behind"
    message = f"It is {abs(ahead)} seconds {direction} Shopify's."
    return Finding.error("clock", message, _FIX.format(seconds=MAX_CLOCK_SKEW))
