"""Estimated delivery days: the carrier's, else the checkout's, with the previous estimate."""

from datetime import date

from tracking.order.calendar import day
from tracking.order.model import DeliveryMethod, Fulfillment
from tracking.order.status_types import Estimate


def shipment_estimate(parcel: Fulfillment, method: DeliveryMethod | None, zone: str) -> Estimate | None:
    """The newest event's estimate, else the shipment's own, else the checkout's promise."""
    reported = [day(event.estimated_at, zone) for event in parcel.events if event.estimated_at]
    newest = parcel.events[-1].estimated_at if parcel.events else None
    current = newest or parcel.estimated_at
    if current:
        return _single(day(current, zone), reported)
    return _single(reported[-1], reported) if reported else promised(method, zone)


def promised(method: DeliveryMethod | None, zone: str) -> Estimate | None:
    """The checkout's promise for a delivery method."""
    if method is None:
        return None
    days = [day(at, zone) for at in (method.earliest_at, method.latest_at) if at]
    return Estimate(first=min(days), last=max(days), previous=None) if days else None


def _single(current: date, before: list[date]) -> Estimate:
    """One day, with the last reported day before it that differs."""
    other = next((said for said in reversed(before) if said != current), None)
    previous = Estimate(first=other, last=other, previous=None) if other else None
    return Estimate(first=current, last=current, previous=previous)
