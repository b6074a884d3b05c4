"""The words of one of several parcels do not speak for the whole order, and counts agree with their nouns."""

import re

from tests.order.builders import (
    ago,
    ahead,
    english,
    event,
    group,
    line,
    method,
    numbered,
    order,
    shipment,
    status_of,
    units,
)
from tests.sampling import each_row
from tracking.order.model import Fulfillment, FulfillmentOrder, Order
from tracking.order.status_types import Parcel
from tracking.order.statuses import FULFILLMENT_ORDERS, HOLDS, REQUESTS, SHIPMENTS

WHOLE = re.compile(
    r"\b(your|the) order(’s| ((is|has|was)(n’t)?|goes|waits)\b)"
    r"|\b(has|have|finished|completed|packs?|packing|sends?) (your|the) order\b"
    r"|\b(working|carry) on (with )?(your|the) order\b",
    re.IGNORECASE,
)
# A verb after "1 of 3 items" agrees with the one in English and with the three elsewhere.
VERB = re.compile(r"\bof \d+ \w+ (is|are|has|have|was|were)\b")
LINES = (line(unfulfilled_quantity=0), line(id="lamp", title="Lamp"))
ARRIVED = shipment(display_status="DELIVERED", events=(event("DELIVERED", ago(hours=1)),))
HOW = ("SHIPPING", "PICK_UP", "LOCAL")


def second(parcel: FulfillmentOrder | Fulfillment) -> Parcel:
    """The other parcel of an order whose first one arrived."""
    return next(each for each in status_of(two(parcel)).parcels if [item.title for item in each.items] == ["Lamp"])


def two(parcel: FulfillmentOrder | Fulfillment) -> Order:
    if isinstance(parcel, FulfillmentOrder):
        return order(lines=LINES, fulfillments=(ARRIVED,), fulfillment_orders=(parcel,), placed_at=ago(days=1))
    return order(
        lines=(LINES[0], line(id="lamp", title="Lamp", unfulfilled_quantity=0)), fulfillments=(ARRIVED, parcel)
    )


def waits(how: str = "SHIPPING", **changes: object) -> FulfillmentOrder:
    return group(**({"delivery": method(method=how), "units": (units(line_id="lamp"),)} | changes))


UNSENT = {
    **{f"{how}, {hold}": waits(how, status="ON_HOLD", holds=(hold,)) for how in HOW for hold in HOLDS},
    **{
        f"{how}, {value}": waits(how, status=value)
        for how in HOW
        for value in FULFILLMENT_ORDERS
        if value not in ("CLOSED", "CANCELLED")
    },
    **{f"{how}, request {value}": waits(how, request_status=value) for how in HOW for value in REQUESTS},
    **{f"{how}, for a day": waits(how, status="SCHEDULED", fulfill_at=ahead(days=5)) for how in HOW},
    **{f"{how}, supplier": waits(how, can_request=True) for how in HOW},
}


@each_row("unsent", UNSENT.values(), ids=UNSENT)
def test_text_of_what_waits_is_not_about_the_whole_order(unsent: FulfillmentOrder) -> None:
    assert not WHOLE.search(english(second(unsent).text))


@each_row("status", [value for value in SHIPMENTS if value not in ("LABEL_VOIDED", "CANCELED")])
def test_text_of_what_was_sent_is_not_about_the_whole_order(status: str) -> None:
    other = shipment(id="b", display_status=status, tracking=(numbered("b"),), units=(units(line_id="lamp"),))
    assert not WHOLE.search(english(second(other).text))


@each_row("how", HOW)
def test_count_of_items_has_no_verb_to_agree(how: str) -> None:
    said = english(status_of(two(waits(how))).headline.text)
    assert "1 of 2 items" in said
    assert not VERB.search(said)
