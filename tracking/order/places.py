"""The place where a parcel leaves from or is picked up."""

from tracking.order.model import Event, Location
from tracking.order.vocabulary import Route

_READY = frozenset({"READY_FOR_PICKUP", "READY_FOR_RECIPIENT_PICKUP"})


def place_of(route: Route, location: Location | None, events: tuple[Event, ...] = ()) -> str | None:
    """The shop's counter with its address, the town of the pickup point, else the town it leaves from.

    A warehouse's name is not shown to customers.
    """
    if route is Route.PICKUP_POINT:
        return next((event.city for event in reversed(events) if event.status in _READY), None)
    if location is None or route is Route.DIGITAL:
        return None
    if route in (Route.PICKUP, Route.IN_STORE):
        town = " ".join(part for part in (location.postcode, location.city) if part)
        return ", ".join(part for part in (location.name, location.address, town) if part)
    return location.city
