"""Whether this machine's clock agrees with Shopify's."""

from datetime import datetime

from tracking.cli.doctor.finding import Finding
from tracking.shopify.signatures import MAX_CLOCK_SKEW

_MOST = 30  # seconds: a third of what the app proxy's signatures allow; the rest is for the way

_NO_ACCESS = "Mend what is said of access first."
_UNHEARD = "Let what SHOPIFY_API_URL names hand on the header Date: its answer does not tell the time."
_FIX = (
    "Let this machine set its clock by the network (timedatectl set-ntp true): once it is {patience} seconds off, pages"
    " under the shop's own address (app proxy) are refused."
)


def finding(shopifys: datetime | None, ours: datetime, *, has_access: bool) -> Finding:
    """Compare two moments, of which one came over the network a moment ago."""
    if shopifys is None:
        return Finding.know("clock", "Shopify's time is not known.", _UNHEARD if has_access else _NO_ACCESS)
    ahead = round((ours - shopifys).total_seconds())
    if abs(ahead) <= _MOST:
        return Finding.well("clock", "It agrees with Shopify's.")
    way = "ahead of" if ahead > 0 else "behind"
    return Finding.mend("clock", f"It is {abs(ahead)} seconds {way} Shopify's.", _FIX.format(patience=MAX_CLOCK_SKEW))
