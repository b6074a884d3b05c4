"""Which day a page has named for a step by the usual times: until it has passed, the step is not late."""

from datetime import date

from tracking.durations.promises import PromisedStep
from tracking.order.model import Fulfillment, FulfillmentOrder, Order
from tracking.order.public_ids import is_or_extends, is_waiting, shipment_id, waiting_id


def named_for_waiting(order: Order, fo: FulfillmentOrder | None) -> date | None:
    """Until when units that wait may still be sent; those of which no day is known may have waited with others."""
    its_id = waiting_id(fo)
    named = [each for each in order.named_days if each.step is PromisedStep.SEND and is_waiting(each.part)]
    own = [each for each in named if is_or_extends(each.part, its_id)]
    return max((each.last for each in own or named), default=None)


def named_for_shipment(order: Order, parcel: Fulfillment, step: PromisedStep) -> date | None:
    """Until when it may still be scanned, or arrive: what was named before it was made is of its units' waiting."""
    its_id = shipment_id(parcel)
    return max(
        (
            each.last
            for each in order.named_days
            if each.step is step and each.part == its_id and each.said_at > parcel.created_at
        ),
        default=None,
    )
