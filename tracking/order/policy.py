"""The shop's settings on which an order's status depends."""

from dataclasses import dataclass

from tracking.carriers import Carriers


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The shop's carriers, time limits and links.

    ``handling_days`` are working days until an order must be sent, ``stalled_days`` days without a scan until a parcel
    counts as stalled. ``language`` opens carriers' pages in the reader's language. ``downloads`` are titles or SKUs of
    products that are delivered online (see ``online``), ``location_names`` the locations' names in Shopify, each with
    its name for customers.
    """

    carriers: Carriers
    handling_days: int = 3
    stalled_days: int = 7
    language: str = "en"
    review_url: str | None = None
    contact_url: str | None = None
    downloads: tuple[str, ...] = ()
    location_names: tuple[tuple[str, str], ...] = ()
