"""The state of a shipment in several boxes: a report tells about at least one of them, and does not say which."""

from dataclasses import replace
from datetime import datetime, timedelta

from tracking.order.boxes import box_count
from tracking.order.model import Fulfillment
from tracking.order.shipment_state import ShipmentState, rank, shipment_state
from tracking.order.vocabulary import Condition, Reason, Stage

# The other boxes count as arrived so long after the last scan.
SETTLES_AFTER = timedelta(days=5)

ARRIVALS = frozenset({"DELIVERED", "PICKED_UP"})
_URGENT = frozenset({Condition.LATE, Condition.ACTION_NEEDED, Condition.PROBLEM})


def state_of_boxes(parcel: Fulfillment, state: ShipmentState, now: datetime) -> ShipmentState:
    """Corrects the ``state`` of a parcel: of several boxes, one that arrived proves nothing about the others."""
    arrived_at = _arrived_at(parcel, state)
    if box_count(parcel) == 1 or arrived_at is None or have_all_arrived(parcel):
        return state
    news = _news_of_others(parcel, arrived_at)
    if news and news.condition in _URGENT:
        return replace(news, last_event_at=state.last_event_at)
    if now >= _settles_at(parcel, state):
        return _as_arrived(state)
    return replace(
        state,
        stage=Stage.SHIPPED,
        reported_stage=Stage.SHIPPED,
        condition=Condition.FINE,
        reason=Reason.PARTLY_DELIVERED,
        reached={stage: at for stage, at in state.reached.items() if rank(stage) <= rank(Stage.SHIPPED)},
    )


def _settles_at(parcel: Fulfillment, state: ShipmentState) -> datetime:
    """When the other boxes count as arrived unless there is another scan."""
    arrived_at = _arrived_at(parcel, state)
    return max(filter(None, (state.last_event_at, arrived_at))) + SETTLES_AFTER


def have_all_arrived(parcel: Fulfillment) -> bool:
    """Whether there are as many arrivals as boxes. Two at the same moment may be one report, recorded twice."""
    arrivals = {event.happened_at for event in parcel.events if event.status in ARRIVALS}
    return len(arrivals) >= box_count(parcel)


def _arrived_at(parcel: Fulfillment, state: ShipmentState) -> datetime | None:
    """The time of the last arrival, None without one; an aggregate has at best the time of its last change."""
    times = [event.happened_at for event in parcel.events if event.status in ARRIVALS]
    if parcel.delivered_at:
        times.append(parcel.delivered_at)
    if not times and state.stage in (Stage.DELIVERED, Stage.PICKED_UP):
        times.append(parcel.updated_at)
    return max(times, default=None)


def _news_of_others(parcel: Fulfillment, arrived_at: datetime) -> ShipmentState | None:
    """The state by the reports that are no arrivals, where one of them is newer than the last arrival."""
    others = tuple(event for event in parcel.events if event.status not in ARRIVALS)
    is_newer = any(event.happened_at > arrived_at for event in others)
    if not is_newer and parcel.display_status != "NOT_DELIVERED":  # which no event can have
        return None
    aggregate = "IN_TRANSIT" if parcel.display_status in ARRIVALS else parcel.display_status
    return shipment_state(replace(parcel, events=others, delivered_at=None, display_status=aggregate))


def _as_arrived(state: ShipmentState) -> ShipmentState:
    """Delivered, or picked up, also where later scans were not of an arrival."""
    is_picked_up = Stage.PICKED_UP in (state.stage, *state.reached)
    stage = Stage.PICKED_UP if is_picked_up else Stage.DELIVERED
    return replace(state, stage=stage, reported_stage=stage, condition=Condition.DONE, reason=None)
