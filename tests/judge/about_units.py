"""Invariants of the units: where is what I ordered?"""

from collections import Counter

from tests.judge.case import Case, Complaints


def every_unit_stands_in_exactly_one_place(case: Case) -> Complaints:
    """Everything that I ordered is on the page, once."""
    status = case.status
    ordered = Counter[tuple[str | None, str | None]]()
    for line in case.order.lines:
        ordered[line.title, line.variant] += line.quantity
    shown = Counter[tuple[str | None, str | None]]()
    for item in (item for parcel in status.parcels for item in parcel.items):
        shown[item.title, item.variant] += item.quantity
    for gone in status.removed:
        shown[gone.title, gone.variant] += gone.quantity
    if not case.order.is_cut and shown != ordered:
        yield f"ordered {dict(ordered - shown)} is nowhere, {dict(shown - ordered)} stands twice"


def what_goes_back_was_ordered(case: Case) -> Complaints:
    """I do not send back more than I bought."""
    ordered = Counter[str | None]()
    for line in case.order.lines:
        ordered[line.title] += line.quantity
    for back in case.status.returns:
        if Counter({item.title: item.quantity for item in back.items}) - ordered:
            yield "a return of units that were never ordered"


def the_counts_are_those_of_the_parcels(case: Case) -> Complaints:
    """Three of five sent: I can count them below."""
    status = case.status
    carried = [parcel for parcel in status.parcels if parcel.is_carried]
    total = sum(item.quantity for parcel in carried for item in parcel.items)
    sent = sum(item.quantity for parcel in carried if parcel.sent for item in parcel.items)
    if (status.items_sent, status.items_total) != (sent, total):
        yield "items_sent or items_total is not the sum of the parcels"


def a_parcel_holds_something(case: Case) -> Complaints:
    """There is no parcel with nothing in it."""
    are_listed = all(each.units for each in case.order.fulfillments) and not case.order.is_cut
    for parcel in case.status.parcels:
        if are_listed and len(case.status.parcels) > 1 and not parcel.items:
            yield "a parcel without anything in it"
