"""The pass of a pickup: where it is, until when it is kept, what to bring, and the way there."""

from collections.abc import Sequence
from urllib.parse import quote

from tracking.carriers import Link
from tracking.i18n.text import text
from tracking.order.advice import text_of
from tracking.order.pickup_texts import AT_THE_COUNTER, what_to_bring
from tracking.order.places import Counter
from tracking.order.policy import Policy
from tracking.order.policy_texts import pickup_hours
from tracking.order.status_types import Pickup
from tracking.order.vocabulary import NextStep

# OpenStreetMap belongs to no seller of ads or phones, and shows an address in every browser. A geo: link does nothing
# on a computer and in Safari, and the makers of map apps would learn what the customer looks for.
_MAP = "https://www.openstreetmap.org/search?query="


def at_counter(counter: Counter, policy: Policy, *, is_ready: bool) -> Pickup:
    """The pass at the shop's own counter. Until when the shop keeps an order is not known."""
    return Pickup(
        name=counter.name,
        address=counter.address,
        hours=pickup_hours(policy),
        needs=AT_THE_COUNTER if is_ready else None,
        url=_map_url(counter) if is_ready else None,
        label=text("Get directions"),
    )


def at_pickup_point(links: Sequence[Link], policy: Policy) -> Pickup:
    """The pass at a carrier's pickup point, whose address only the carrier knows."""
    name = next((link.name for link in links if link.name), None)
    url = next((link.url for link in links if link.url), None)
    return Pickup(
        carrier=name,
        hint=_ON_ITS_PAGE if url else _IN_ITS_MESSAGE,
        needs=what_to_bring(links, policy.carriers) or text_of(NextStep.PICK_UP),
        url=url,
        label=text("Find your pickup point"),
    )


_ON_ITS_PAGE = text("The carrier’s tracking page shows the address.")
_IN_ITS_MESSAGE = text("The address is in the carrier’s message to you.")


def _map_url(counter: Counter) -> str | None:
    """A search for the address, which is the shop's and public; the request leaves with the click."""
    if counter.address is None:
        return None
    return _MAP + quote(", ".join(part for part in (counter.address, counter.country) if part), safe="")
