"""The shop's settings on which an order's status depends."""

from dataclasses import dataclass, field

from tracking.carriers import Carriers
from tracking.durations.usual_times import KnownUsualTimes
from tracking.i18n.localized_text import LocalizedText

DEFAULT_HANDLING_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The shop's carriers, time limits and links.

    ``handling_days`` are working days until an order must be sent; customers read them where ``has_handling_days``,
    for then the shop has set them. ``stalled_days`` are days without a scan until a parcel counts as stalled,
    ``lost_days`` until it counts as lost (None: the shop says nothing of it). ``lost_policy`` and ``wait_policy``
    are the shop's own words on lost parcels and long waits, ``pickup_hours`` those under its own counter.
    ``shopify_mails`` are the codes of the emails that Shopify is known to send. ``language`` is the reader's, also
    for carriers' pages. ``pay_url`` leads to where the order is paid. ``downloads`` are titles or SKUs of products
    that are delivered online (see ``online``), ``location_names`` the locations' names in Shopify, each with its
    name for customers. ``usual`` are the shop's usual times, which are read anew while the site runs.
    ``is_watched``: the order is kept, so that the shop sees when it takes longer, and the page may say so.
    """

    carriers: Carriers
    handling_days: int = DEFAULT_HANDLING_DAYS
    has_handling_days: bool = False
    stalled_days: int = 7
    language: str = "en"
    review_url: str | None = None
    contact_url: str | None = None
    lost_days: int | None = None
    lost_policy: LocalizedText | None = None
    wait_policy: LocalizedText | None = None
    pickup_hours: LocalizedText | None = None
    shopify_mails: frozenset[str] = frozenset()
    pay_url: str | None = None
    downloads: tuple[str, ...] = ()
    location_names: tuple[tuple[str, str], ...] = ()
    usual: KnownUsualTimes = field(default_factory=KnownUsualTimes, compare=False)
    is_watched: bool = True
