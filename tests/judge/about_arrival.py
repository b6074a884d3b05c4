"""Invariants of the delivery: has it come, is it coming?"""

import re
from datetime import datetime, timedelta

from tests.judge.as_shopify_sends import reported
from tests.judge.case import Case, Complaints
from tests.judge.life import Shipment
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import ARRIVED, Condition, Reason, Route, Stage

_ARRIVALS = frozenset({"DELIVERED", "PICKED_UP"})
_SETTLES_AFTER = timedelta(days=5)
_EVERYTHING = re.compile(r"^(?:Everything has (?:arrived|been picked up)|You have everything)")
_CLAIMS = re.compile(r"^(?:Your (?:parcel|parcels|order) (?:has|have) arrived|Delivered|Picked up)")


def arrived_only_if_nothing_of_it_may_be_on_its_way(case: Case) -> Complaints:
    """The page says that my parcel has arrived only when no box of it may still be on the road."""
    assert case.life
    shipments = [each for each in case.life.shipments if each.created_at <= case.now]
    for parcel in case.status.parcels:
        if parcel.stage not in (Stage.DELIVERED, Stage.PICKED_UP) or parcel.reason is not None:
            continue
        its_own = _shipments_of(parcel, shipments)
        if its_own and all(_may_be_on_its_way(each, case.now) for each in its_own):
            yield f"{parcel.route} has arrived, and a box of it may be on its way"


def _shipments_of(parcel: Parcel, shipments: list[Shipment]) -> list[Shipment]:
    numbers = {link.number for link in parcel.tracking}
    return [
        each
        for each in shipments
        if any(box.tracking and box.tracking.number in numbers for box in each.boxes)
        or (not numbers and sum(each.units.values()) == sum(item.quantity for item in parcel.items))
    ]


def _may_be_on_its_way(shipment: Shipment, now: datetime) -> bool:
    if shipment.last_status == "PICKED_UP" and shipment.ends_at and shipment.ends_at <= now:
        return False
    scans = reported(shipment, now)
    has_settled = scans and now - scans[-1].at >= _SETTLES_AFTER and any(scan.status in _ARRIVALS for scan in scans)
    are_all_here = all(any(s.status in _ARRIVALS and s.at <= now for s in box.scans) for box in shipment.boxes)
    return not (are_all_here or has_settled)


def everything_means_everything(case: Case) -> Complaints:
    """ "Everything has arrived" means that I need not look for anything else."""
    title = _title(case)
    carried = [parcel for parcel in case.status.parcels if parcel.is_carried]
    if _EVERYTHING.search(title) and any(parcel.stage not in ARRIVED for parcel in carried):
        yield f"the title says {title!r}, and a parcel has not arrived"


def the_title_claims_no_arrival_of_what_has_not_arrived(case: Case) -> Complaints:
    """ "Your parcel has arrived" stands only above a parcel that has."""
    status = case.status
    if _CLAIMS.search(_title(case)) and status.headline.stage not in ARRIVED:
        yield "the title claims an arrival, and the stage is " + status.headline.stage
    rows = case.page["parcels"]
    assert isinstance(rows, list)
    for parcel, row in zip(status.parcels, rows, strict=True):
        assert isinstance(row, dict)
        if _CLAIMS.search(str(row["title"])) and parcel.stage not in ARRIVED:
            yield "a parcel's title claims an arrival, and its stage is " + parcel.stage
        if parcel.stage in ARRIVED and parcel.reason is None and parcel.condition is not Condition.DONE:
            yield f"a parcel has arrived, and is {parcel.condition}"


def sent_only_if_the_shop_has_sent_it(case: Case) -> Complaints:
    """ "On its way" means that it has left the shop."""
    if any(parcel.sent for parcel in case.status.parcels) and not case.order.fulfillments:
        yield "something counts as sent, and the shop has sent nothing"
    for parcel in case.status.parcels:
        is_further = parcel.route in (Route.SHIP, Route.PICKUP_POINT) and parcel.stage in (
            Stage.SHIPPED,
            Stage.OUT_FOR_DELIVERY,
            Stage.READY_FOR_PICKUP,
        )
        if is_further and not parcel.sent:
            yield f"a parcel is at {parcel.stage}, and does not count as sent"
        if parcel.reason is Reason.NO_SCAN_YET and parcel.stage is not Stage.PREPARING:
            yield "a parcel without a scan is further than packed"


def an_arrival_has_evidence(case: Case) -> Complaints:
    """ "Has arrived" is what the carrier or the shop has said."""
    parcels = case.order.fulfillments
    is_said = any(parcel.delivered_at or parcel.display_status in _ARRIVALS for parcel in parcels) or any(
        event.status in _ARRIVALS for parcel in parcels for event in parcel.events
    )
    claims = [p for p in case.status.parcels if p.stage in (Stage.DELIVERED, Stage.PICKED_UP) and p.reason is None]
    if claims and not is_said:
        yield "a parcel has arrived, and nobody has said so"


def the_counts_in_the_text_are_those_of_the_boxes(case: Case) -> Complaints:
    """ "1 of 3 parcels delivered": one of the three below has arrived."""
    headline = case.page["headline"]
    assert isinstance(headline, dict)
    said = re.search(r"(\d+) of (\d+)\s(?:parcel|part)s? (?:delivered|picked up|with you)", str(headline["text"]))
    if not said:
        return
    carried = [parcel for parcel in case.status.parcels if parcel.is_carried]
    done = sum(
        1 if parcel.reason is Reason.PARTLY_DELIVERED else parcel.box_count
        for parcel in carried
        if parcel.reason is Reason.PARTLY_DELIVERED
        or (parcel.stage in ARRIVED and parcel.reason is not Reason.PAY_REFUNDED)
    )
    total = sum(parcel.box_count for parcel in carried)
    if (int(said[1]), int(said[2])) != (done, total):
        yield f"the text says {said[0]!r}, and {done} of {total} have arrived"


def _title(case: Case) -> str:
    headline = case.page["headline"]
    assert isinstance(headline, dict)
    return str(headline["title"])
