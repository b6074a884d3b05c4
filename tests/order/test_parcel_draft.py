from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.order.builders import ago, english, policy
from tracking.i18n.text import text
from tracking.order.parcel_draft import ParcelDraft, build_parcel
from tracking.order.status_types import Estimate, Parcel
from tracking.order.vocabulary import Condition, Reason, Route, Stage

DRAFT = ParcelDraft(
    route=Route.SHIP,
    stage=Stage.SHIPPED,
    condition=Condition.FINE,
    reason=None,
    reached={Stage.ORDERED: ago(days=2)},
    items=(),
    is_shipment=True,
)
TOMORROW = Estimate(first=date(2026, 11, 19), last=date(2026, 11, 20), previous=None)


def built(draft: ParcelDraft) -> Parcel:
    return build_parcel("shipment-1", draft, policy())


def test_stage_decides_the_text_without_a_reason() -> None:
    assert english(built(DRAFT).title) == "Your parcel is on its way"


def test_reported_stage_decides_the_text_without_a_reason() -> None:
    out = replace(DRAFT, stage=Stage.OUT_FOR_DELIVERY, reported_stage=Stage.SHIPPED)
    assert english(built(out).title) == "Your parcel is on its way"


def test_reason_decides_the_text_before_the_stage() -> None:
    assert english(built(replace(DRAFT, reason=Reason.RETURNING)).title) == "Your parcel is on its way back to us"


def test_own_title_and_text_come_first() -> None:
    own = (text("Nothing to send"), text("This doesn’t need to be sent."))
    assert built(replace(DRAFT, title_and_text=own, reason=Reason.DELAYED)).title == own[0]


def test_days_since_the_last_event_are_counted() -> None:
    stalled = replace(DRAFT, reason=Reason.STALLED)
    assert "hasn’t been scanned for 1 day." in english(
        built(replace(stalled, since_last_event=timedelta(days=1, hours=3))).text
    )
    assert "hasn’t been scanned for 9 days." in english(
        built(replace(stalled, since_last_event=timedelta(days=9))).text
    )


def test_text_names_the_place_where_there_is_one() -> None:
    ready = replace(DRAFT, stage=Stage.READY_FOR_PICKUP, route=Route.PICKUP, reason=Reason.AT_PICKUP_POINT)
    assert english(built(ready).text).startswith("It’s waiting for you.")
    assert english(built(replace(ready, place="Lund")).text).startswith("It’s waiting for you at Lund.")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"is_shipment": False, "reason": Reason.SCHEDULED, "expected": date(2026, 11, 25)}, "2026-11-25"),
        ({"is_shipment": False, "reason": Reason.SCHEDULED, "estimate": TOMORROW}, None),
        ({"reason": Reason.DELAYED, "estimate": TOMORROW}, None),
        ({"reason": Reason.ESTIMATE_PASSED, "estimate": TOMORROW, "is_overdue": True}, None),
    ],
    ids=["day of sending", "no day of sending", "day of arrival", "day that has passed"],
)
def test_text_of_a_reason_names_its_day(changes: dict[str, object], named: str | None) -> None:
    texts = english(built(replace(DRAFT, **changes)).text)  # type: ignore[arg-type]  # one field or another
    assert named in texts if named else "2026" not in texts


def test_parcel_with_only_a_label_is_not_sent() -> None:
    assert built(DRAFT).sent
    assert not built(replace(DRAFT, stage=Stage.PREPARING)).sent
    assert not built(replace(DRAFT, is_shipment=False)).sent


def test_part_that_may_wait_at_the_shop_asks_for_what_to_bring() -> None:
    ready = replace(DRAFT, route=Route.PICKUP, stage=Stage.READY_FOR_PICKUP)
    assert english(built(ready).advice.text) == "Bring your order number and an ID."
