"""The place where a parcel leaves from or is picked up: never under a location's internal name."""

from tracking.order.model import Event, Location
from tracking.order.statuses import READY
from tracking.order.vocabulary import Route


def place_of(
    route: Route,
    location: Location | None,
    events: tuple[Event, ...] = (),
    names: tuple[tuple[str, str], ...] = (),
) -> str | None:
    """The shop's counter with its address, the town of the pickup point, else the town it leaves from.

    ``names`` are the names in Shopify, which are the shop's own, each with the one for customers.
    """
    if route is Route.PICKUP_POINT:
        return next((event.city for event in reversed(events) if event.status in READY), None)
    if location is None or route is Route.DIGITAL:
        return None
    name = _public_name(location, names)
    if route in (Route.PICKUP, Route.IN_STORE):
        town = " ".join(part for part in (location.postcode, location.city) if part)
        return ", ".join(part for part in (name, location.address, town) if part) or None
    return name or location.city


def _public_name(location: Location, names: tuple[tuple[str, str], ...]) -> str | None:
    internal = _folded(location.name)
    return next((public for known, public in names if _folded(known) == internal), None)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
