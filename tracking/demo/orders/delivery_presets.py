"""Presets for the usual parts of a delivery, so that orders define only their differences."""

from tracking.demo.building import DemoLocation, DemoParcel, DemoScan, DemoTracking
from tracking.demo.building.specs import Units

UK = "United Kingdom"


def collected(day: int, city: str = "Bristol", country: str = UK) -> tuple[DemoScan, ...]:
    """Packed and collected in the afternoon of ``day``, in transit that night."""
    return (
        DemoScan(f"{day} 15:10", "LABEL_PURCHASED"),
        DemoScan(f"{day} 18:40", "CARRIER_PICKED_UP", city, country),
        DemoScan(f"{day + 1} 02:15", "IN_TRANSIT", city, country),
    )


def arrived(day: int, city: str, country: str = UK) -> tuple[DemoScan, ...]:
    """In transit near the customer the evening before ``day``, delivered by noon."""
    return (
        DemoScan(f"{day - 1} 21:50", "IN_TRANSIT", city, country),
        DemoScan(f"{day} 07:42", "OUT_FOR_DELIVERY", city, country),
        DemoScan(f"{day} 11:26", "DELIVERED", city, country),
    )


def delivered(
    tracking: DemoTracking,
    day: int,
    city: str,
    country: str = UK,
    *,
    units: Units | None = None,
    location: DemoLocation | None = None,
) -> DemoParcel:
    """A parcel of the shop in Bristol that took three days and was delivered on ``day``."""
    scans = (*collected(day - 3), *arrived(day, city, country))
    return DemoParcel(
        sent_at=scans[0].at, status="DELIVERED", units=units, trackings=(tracking,), scans=scans, location=location
    )


def in_transit(
    tracking: DemoTracking,
    day: int,
    city: str,
    country: str = UK,
    *,
    units: Units | None = None,
    location: DemoLocation | None = None,
) -> DemoParcel:
    """A parcel that was sent on ``day`` and is expected tomorrow."""
    scans = (*collected(day), DemoScan("-1 21:50", "IN_TRANSIT", city, country, "+1 17:00"))
    return DemoParcel(
        sent_at=scans[0].at,
        status="IN_TRANSIT",
        units=units,
        trackings=(tracking,),
        scans=scans,
        estimated_at="+1 17:00",
        location=location,
    )


def royal_mail(number: str) -> DemoTracking:
    """The tracking info of a Royal Mail parcel."""
    return DemoTracking("Royal Mail", number)
