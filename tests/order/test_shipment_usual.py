from dataclasses import replace
from datetime import date

import pytest

from tests.order.builders import NOW, ZONE, ago, event, order, shipment
from tests.order.usual_figures import usual_policy
from tracking.carriers.link import Link, LinkEvidence
from tracking.order.ages import Clock, State
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.shipment_usual import ShipmentUsual
from tracking.order.status_types import Estimate
from tracking.order.vocabulary import Condition, Reason, Route, Stage

UPS = Link(carrier="ups", name="UPS", number="1Z", url=None, evidence=LinkEvidence.COMPANY)
ON_ITS_WAY = ParcelDraft(
    route=Route.SHIP,
    stage=Stage.SHIPPED,
    condition=Condition.FINE,
    reason=None,
    reached={},
    items=(),
    links=(UPS,),
    is_shipment=True,
)


def added_to(draft: ParcelDraft, days: float = 1) -> ParcelDraft:
    parcel = shipment(created_at=ago(days=days), events=(event("IN_TRANSIT", ago(days=days)),))
    clock = Clock(now=NOW, zone=ZONE, stalled_days=7)
    made = ShipmentUsual(
        order=order(fulfillments=(parcel,)), parcel=parcel, source=None, clock=clock, policy=usual_policy()
    )
    return made.added_to(draft)


def test_a_shipment_has_its_usual_time_until_that_has_passed() -> None:
    draft = added_to(ON_ITS_WAY)
    assert draft.usual
    assert replace(draft, usual=None) == ON_ITS_WAY
    late = added_to(ON_ITS_WAY, days=9)
    assert (late.condition, late.reason) == (Condition.LATE, Reason.ESTIMATE_PASSED)
    assert late.title_and_text


def test_a_label_that_takes_longer_is_aged() -> None:
    label = replace(ON_ITS_WAY, stage=Stage.PREPARING, condition=Condition.WAITING, reason=Reason.NO_SCAN_YET)
    assert added_to(label).title_and_text
    late = added_to(label, days=6)
    assert (late.condition, late.reason, late.aged) == (Condition.LATE, Reason.NO_SCAN_YET, State.LABEL)


@pytest.mark.parametrize(
    "draft",
    [
        replace(ON_ITS_WAY, route=Route.LOCAL_DELIVERY),
        replace(ON_ITS_WAY, estimate=Estimate(first=date(2026, 11, 19), last=date(2026, 11, 19), previous=None)),
        replace(ON_ITS_WAY, aged=State.OUT_TODAY),
        replace(ON_ITS_WAY, stage=Stage.OUT_FOR_DELIVERY),
        replace(ON_ITS_WAY, reason=Reason.SEE_CARRIER),
        replace(ON_ITS_WAY, condition=Condition.LATE, reason=Reason.STALLED),
        replace(ON_ITS_WAY, condition=Condition.WAITING, reason=Reason.NO_SCAN_YET, links=()),
    ],
    ids=["own driver", "estimate", "aged", "out for delivery", "not followed", "late already", "no carrier"],
)
def test_nothing_is_usual_of_other_shipments(draft: ParcelDraft) -> None:
    assert added_to(draft, days=9) == draft
