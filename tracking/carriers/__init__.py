"""Who carries a parcel: recognises the carrier and links to its tracking page, never wrongly."""

from tracking.carriers.explanation import Explanation
from tracking.carriers.link import Link, LinkEvidence
from tracking.carriers.resolve import Carriers
from tracking.carriers.table import CarriersFileError

__all__ = ["Carriers", "CarriersFileError", "Explanation", "Link", "LinkEvidence"]
