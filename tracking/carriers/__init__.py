"""Recognizes the carrier of a parcel and links to its tracking page, or to none rather than a wrong one."""

from tracking.carriers.explanation import Explanation
from tracking.carriers.link import Link, LinkEvidence
from tracking.carriers.resolve import Carriers
from tracking.carriers.row import PickupNeeds
from tracking.carriers.table import CarriersFileError

__all__ = ["Carriers", "CarriersFileError", "Explanation", "Link", "LinkEvidence", "PickupNeeds"]
