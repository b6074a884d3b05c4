"""The place where a parcel leaves from or is picked up: never under a location's internal name."""

from dataclasses import dataclass

from tracking.order.model import Location
from tracking.order.vocabulary import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The shop's own counter: its name for customers and its address, each None where it is not known."""

    name: str | None
    address: str | None
    country: str | None  # ISO 3166-1 alpha-2


def place_of(route: Route, location: Location | None, names: tuple[tuple[str, str], ...] = ()) -> str | None:
    """The shop's counter with its address, else the town it leaves from.

    A carrier's pickup point is None: Shopify names the towns of its scans, and none of them is an address. ``names``
    are the names in Shopify, which are the shop's own, each with the one for customers.
    """
    if location is None or route in (Route.DIGITAL, Route.PICKUP_POINT):
        return None
    if counter := counter_of(route, location, names):
        return ", ".join(part for part in (counter.name, counter.address) if part)
    return None if route in _AT_A_COUNTER else _public_name(location, names) or location.city


def counter_of(route: Route, location: Location | None, names: tuple[tuple[str, str], ...] = ()) -> Counter | None:
    """The counter at which a parcel is picked up or was bought; None elsewhere, and where nothing of it is known."""
    if location is None or route not in _AT_A_COUNTER:
        return None
    name = _public_name(location, names)
    town = " ".join(part for part in (location.postcode, location.city) if part)
    address = ", ".join(part for part in (location.address, town) if part) or None
    return Counter(name=name, address=address, country=location.country) if name or address else None


def place_in_sentence(place: str, counter: Counter | None) -> str:
    """The place as a sentence names it: a counter by its name alone, for its address stands on the pass."""
    return (counter.name if counter else None) or place


_AT_A_COUNTER = frozenset({Route.PICKUP, Route.IN_STORE})


def _public_name(location: Location, names: tuple[tuple[str, str], ...]) -> str | None:
    internal = _folded(location.name)
    return next((public for known, public in names if _folded(known) == internal), None)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
