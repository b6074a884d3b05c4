"""Adds to a shipment how long its step usually takes, and marks it as late once that has passed."""

from dataclasses import dataclass, replace

from tracking.order.ages import Clock, State
from tracking.order.model import Fulfillment, FulfillmentOrder, Order
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.policy import Policy
from tracking.order.shipment_ages import becomes
from tracking.order.usual import CARRIED, Usual, usual_arrival, usual_first_scan
from tracking.order.usual_texts import late_arrival, packed
from tracking.order.vocabulary import Condition, Reason, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentUsual:
    """The facts on which the usual time of a shipment depends, besides its draft."""

    order: Order
    parcel: Fulfillment
    source: FulfillmentOrder | None
    clock: Clock
    policy: Policy

    def added_to(self, draft: ParcelDraft) -> ParcelDraft:
        """The draft, which has been aged, where nobody has said when it arrives."""
        usual = self._usual(draft)
        if usual is None:
            return draft
        draft, is_over = replace(draft, usual=usual), usual.is_over(self.clock.today)
        if draft.reason is Reason.NO_SCAN_YET:
            return becomes(draft, State.LABEL) if is_over else replace(draft, title_and_text=packed(usual))
        if not is_over:
            return draft
        late = replace(draft, condition=Condition.LATE, reason=Reason.ESTIMATE_PASSED)
        return replace(late, title_and_text=late_arrival(usual, is_watched=self.policy.is_watched))

    def _usual(self, draft: ParcelDraft) -> Usual | None:
        if draft.route not in CARRIED or draft.estimate or draft.aged:
            return None
        if draft.reason is Reason.NO_SCAN_YET and draft.condition is Condition.WAITING:
            return usual_first_scan(self.order, self.parcel, draft.links, self.clock, self.policy)
        if draft.reason is None and draft.stage is Stage.SHIPPED and draft.condition is Condition.FINE:
            origin = self.source.location.country if self.source and self.source.location else None
            return usual_arrival(self.order, self.parcel, draft.links, self.clock, self.policy, origin=origin)
        return None
