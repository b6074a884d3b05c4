"""The shop's settings on which an order's status depends."""

from dataclasses import dataclass

from tracking.carriers import Carriers
from tracking.i18n.localized_text import LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The shop's carriers, time limits and links.

    ``handling_days`` are working days until an order must be sent, ``stalled_days`` days without a scan until a parcel
    counts as stalled, ``lost_days`` until it counts as lost (None: the shop says nothing of it). ``lost_policy`` and
    ``wait_policy`` are the shop's own words on lost parcels and long waits. ``shopify_mails`` are the codes of the
    e-mails that Shopify is known to send. ``language`` is the reader's, also for carriers' pages. ``pay_url`` leads to
    where the order is paid.
    """

    carriers: Carriers
    handling_days: int = 3
    stalled_days: int = 7
    language: str = "en"
    review_url: str | None = None
    contact_url: str | None = None
    lost_days: int | None = None
    lost_policy: LocalizedText | None = None
    wait_policy: LocalizedText | None = None
    shopify_mails: frozenset[str] = frozenset()
    pay_url: str | None = None
