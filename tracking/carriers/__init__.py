"""Who carries a parcel: recognises the carrier and links to its tracking page, never wrongly."""

from tracking.carriers.link import Evidence, Link
from tracking.carriers.reasons import Reasons
from tracking.carriers.resolve import Carriers
from tracking.carriers.table import CarriersFileError

__all__ = ["Carriers", "CarriersFileError", "Evidence", "Link", "Reasons"]
