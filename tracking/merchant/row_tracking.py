"""The tracking number that a row shows, with its link."""

from tracking.carriers import Carriers, Link
from tracking.database.orders import OrderRow
from tracking.shopify.parsing.tracking import read_tracking_entries


def row_tracking(order: OrderRow, carriers: Carriers) -> Link | None:
    """The number of the carrier that the row names, else the first; also one that stands beside the carrier's name."""
    links = [
        link
        for entry in read_tracking_entries(order.answer)
        if (link := carriers.resolve(entry.number, company=entry.company, url=entry.url, country=order.country))
        and (entry.number or entry.url or link.number)
    ]
    return next((link for link in links if link.carrier == order.carrier), next(iter(links), None))
