from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.order.builders import ago, policy, say
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


def finished(draft: ParcelDraft) -> Parcel:
    return build_parcel("shipment-1", draft, policy())


def test_without_a_reason_the_stage_speaks() -> None:
    assert say(finished(DRAFT).title) == "Your parcel is on its way"


def test_without_a_reason_the_latest_news_speaks() -> None:
    out = replace(DRAFT, stage=Stage.OUT_FOR_DELIVERY, reported_stage=Stage.SHIPPED)
    assert say(finished(out).title) == "Your parcel is on its way"


def test_a_reason_speaks_before_the_stage() -> None:
    assert say(finished(replace(DRAFT, reason=Reason.RETURNING)).title) == "Your parcel is on its way back to us"


def test_words_of_its_own_speak_first() -> None:
    own = (text("Nothing to send"), text("This does not have to be sent."))
    assert finished(replace(DRAFT, title_and_text=own, reason=Reason.DELAYED)).title == own[0]


def test_a_days_silence_is_counted() -> None:
    stalled = replace(DRAFT, reason=Reason.STALLED)
    assert "no scan for 1 day." in say(finished(replace(stalled, since_last_event=timedelta(days=1, hours=3))).text)
    assert "no scan for 9 days." in say(finished(replace(stalled, since_last_event=timedelta(days=9))).text)


def test_a_place_is_named_where_it_is_known() -> None:
    ready = replace(DRAFT, stage=Stage.READY_FOR_PICKUP, route=Route.PICKUP, reason=Reason.AT_PICKUP_POINT)
    assert say(finished(ready).text).startswith("Your order is waiting for you.")
    assert say(finished(replace(ready, place="Lund")).text).startswith("Your order is waiting for you at Lund.")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"is_shipment": False, "reason": Reason.SCHEDULED, "expected": date(2026, 11, 25)}, "2026-11-25"),
        ({"is_shipment": False, "reason": Reason.SCHEDULED, "estimate": TOMORROW}, None),
        ({"reason": Reason.DELAYED, "estimate": TOMORROW}, "2026-11-19 to 2026-11-20"),
        ({"reason": Reason.DELAYED, "estimate": TOMORROW, "is_overdue": True}, None),
        ({"reason": Reason.ESTIMATE_PASSED, "estimate": TOMORROW, "is_overdue": True}, "2026-11-19 to 2026-11-20"),
    ],
    ids=["day of sending", "no day of sending", "day of arrival", "day has passed", "day that has passed"],
)
def test_a_reason_names_the_day_that_it_is_about(changes: dict[str, object], named: str | None) -> None:
    said = say(finished(replace(DRAFT, **changes)).text)  # type: ignore[arg-type]  # one field or another
    assert named in said if named else "2026" not in said


def test_what_only_has_a_label_was_not_sent() -> None:
    assert finished(DRAFT).sent
    assert not finished(replace(DRAFT, stage=Stage.PREPARING)).sent
    assert not finished(replace(DRAFT, is_shipment=False)).sent


@pytest.mark.parametrize(("days", "title"), [(13, "No news of your parcel"), (14, "Your parcel may be lost")])
def test_after_two_weeks_without_a_scan_it_counts_as_lost(days: int, title: str) -> None:
    silent = replace(DRAFT, condition=Condition.LATE, reason=Reason.STALLED, since_last_event=timedelta(days=days))
    assert say(finished(silent).title) == title
    assert f"{days} days" in say(finished(silent).text)
