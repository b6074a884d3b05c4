"""The facts that the rules for the merchant read: the order as its status reads it, and what follows from both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tracking.order.ages import Clock, clock_of
from tracking.order.allocation import Allocation, allocate, is_active
from tracking.order.model import Fulfillment, FulfillmentOrder, Order
from tracking.order.policy import Policy
from tracking.order.preparation import prepare
from tracking.order.public_ids import shipment_id
from tracking.order.status_types import OrderStatus, Parcel
from tracking.order.statuses import ENDED
from tracking.order.vocabulary import Stage

_UNSENT = frozenset({Stage.ORDERED, Stage.CONFIRMED, Stage.PREPARING})


def open_groups(order: Order) -> Iterator[FulfillmentOrder]:
    """The fulfillment orders that Shopify still has units to send of."""
    for group in order.fulfillment_orders:
        if group.status not in ENDED and any(units.quantity > 0 for units in group.units):
            yield group


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """An order without impossible scans, its status, and which of its units are where."""

    order: Order
    status: OrderStatus
    allocation: Allocation
    clock: Clock
    policy: Policy

    @property
    def open_groups(self) -> Iterator[FulfillmentOrder]:
        """As the function of this name."""
        return open_groups(self.order)

    @property
    def waiting_groups(self) -> Iterator[FulfillmentOrder]:
        """Those of them whose units the customer still expects."""
        for group in self.open_groups:
            if any(self.allocation.waiting.get(units.line_id) for units in group.units):
                yield group

    @property
    def unsent_parcels(self) -> Iterator[Parcel]:
        """The units that wait, in groups, without those that are packed and without what nobody delivers."""
        packed = set(map(shipment_id, self.order.fulfillments))
        for parcel in self.status.parcels:
            if parcel.id not in packed and parcel.stage in _UNSENT and not parcel.is_quiet:
                yield parcel

    @property
    def shipments(self) -> Iterator[tuple[Fulfillment, Parcel]]:
        """Each fulfillment that counts, with its parcel."""
        parcels = {parcel.id: parcel for parcel in self.status.parcels}
        for fulfillment in filter(is_active, self.order.fulfillments):
            if parcel := parcels.get(shipment_id(fulfillment)):
                yield fulfillment, parcel

    def day_of(self, moment: datetime) -> date:
        """The day of a moment in the zone in which the order is told."""
        return self.clock.day_of(moment)


def rule_facts(order: Order, status: OrderStatus, now: datetime, policy: Policy) -> RuleFacts:
    """The facts at ``now``, at which the status was decided."""
    prepared = prepare(order, now, policy)
    return RuleFacts(
        order=prepared,
        status=status,
        allocation=allocate(prepared),
        clock=clock_of(order, now, policy),
        policy=policy,
    )
