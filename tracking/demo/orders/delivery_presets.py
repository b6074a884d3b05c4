"""The usual stretches of a parcel's way, so that the orders only tell what is special about them."""

from tracking.demo.building import Parcel, Scan, Site, Track
from tracking.demo.building.specs import Units

UK = "United Kingdom"


def left(day: int, city: str = "Bristol", country: str = UK) -> tuple[Scan, ...]:
    """Packed and collected in the afternoon of ``day``, on the road that night."""
    return (
        Scan(f"{day} 15:10", "LABEL_PURCHASED"),
        Scan(f"{day} 18:40", "CARRIER_PICKED_UP", city, country),
        Scan(f"{day + 1} 02:15", "IN_TRANSIT", city, country),
    )


def arrived(day: int, city: str, country: str = UK) -> tuple[Scan, ...]:
    """Near the customer the evening before ``day``, brought to the door by noon."""
    return (
        Scan(f"{day - 1} 21:50", "IN_TRANSIT", city, country),
        Scan(f"{day} 07:42", "OUT_FOR_DELIVERY", city, country),
        Scan(f"{day} 11:26", "DELIVERED", city, country),
    )


def delivered(track: Track, day: int, city: str, *, units: Units | None = None, site: Site | None = None) -> Parcel:
    """A parcel of the shop in Bristol that was three days on its way and came on ``day``."""
    scans = (*left(day - 3), *arrived(day, city))
    return Parcel(sent=scans[0].at, status="DELIVERED", units=units, tracks=(track,), scans=scans, site=site)


def on_its_way(track: Track, day: int, city: str, *, units: Units | None = None, site: Site | None = None) -> Parcel:
    """A parcel that left on ``day`` and is expected tomorrow."""
    scans = (*left(day), Scan("-1 21:50", "IN_TRANSIT", city, UK, "+1 17:00"))
    return Parcel(
        sent=scans[0].at,
        status="IN_TRANSIT",
        units=units,
        tracks=(track,),
        scans=scans,
        expected="+1 17:00",
        site=site,
    )


def royal_mail(number: str) -> Track:
    """A parcel of Britain's post."""
    return Track("Royal Mail", number)
