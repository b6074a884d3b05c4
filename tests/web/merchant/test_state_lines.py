from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tracking.doctor.finding import FindingState
from tracking.doctor.site_state import FillProgress, ShopifyBudget, SiteState, WaitingMail
from tracking.web.merchant.state_lines import StateLine, state_lines

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
CALM = WaitingMail(letters=0, oldest_at=None, hour_letters=0, hour_limit=500, answers=0, own_letters=0, alerts=0)
WELL = SiteState(
    has_worker=True,
    worker_at=NOW,
    orders=120,
    fill=FillProgress(listed=120, waiting=0, is_done=True),
    last_webhook_at=NOW,
    webhooks_of_day=7,
    given_up=0,
    outbox=CALM,
    troubles=(),
    budget=ShopifyBudget(available=1990, maximum=2000),
    is_shopify_failing=False,
    version="2026-10",
    version_ends=date(2027, 10, 1),
)
OK, NOTE, ERROR = FindingState.OK, FindingState.NOTE, FindingState.ERROR


def lines(state: SiteState, *, is_demo: bool = False) -> dict[str, StateLine]:
    return {line.topic.message: line for line in state_lines(state, NOW, is_demo=is_demo)}


def test_where_all_is_well_nothing_is_to_be_done() -> None:
    found = lines(WELL)
    assert {line.state for line in found.values()} == {OK}
    assert not [line for line in found.values() if line.remedy]


@pytest.mark.parametrize(
    ("changes", "topic", "state"),
    [
        ({"is_shopify_failing": True}, "Shopify", ERROR),
        ({"budget": ShopifyBudget(available=300, maximum=2000)}, "Shopify", NOTE),
        ({"budget": None}, "Shopify", OK),
        ({"version_ends": date(2026, 12, 31)}, "API version", NOTE),
        ({"version_ends": date(2026, 11, 22)}, "API version", ERROR),
        ({"version_ends": None}, "API version", OK),
        ({"last_webhook_at": None}, "Messages from Shopify", NOTE),
        ({"has_worker": False}, "Worker", ERROR),
        ({"has_worker": False, "worker_at": None}, "Worker", ERROR),
        ({"fill": None, "orders": 0}, "Orders", NOTE),
        ({"fill": FillProgress(listed=50, waiting=20, is_done=False)}, "Orders", NOTE),
        ({"given_up": 2}, "Given up", NOTE),
        ({"outbox": replace(CALM, letters=3, oldest_at=NOW - timedelta(hours=2))}, "Letters to customers", OK),
        ({"outbox": replace(CALM, letters=3, oldest_at=NOW, hour_letters=500)}, "Letters to customers", NOTE),
        ({"outbox": replace(CALM, answers=1)}, "Answers", NOTE),
        ({"outbox": replace(CALM, alerts=1)}, "Alerts", NOTE),
        ({"outbox": replace(CALM, own_letters=1)}, "Letters of your own", OK),
    ],
)
def test_each_part_says_how_it_does(changes: dict[str, object], topic: str, state: FindingState) -> None:
    line = lines(replace(WELL, **changes))[topic]  # type: ignore[arg-type] # of several types
    assert line.state is state
    assert line.remedy or state is not ERROR, "who reads of trouble reads what to do"


def test_the_first_fill_says_how_far_it_is() -> None:
    found = lines(replace(WELL, fill=FillProgress(listed=50, waiting=20, is_done=False)))["Orders"]
    assert found.says.values == {"done": 30, "found": 50}


def test_the_demo_misses_neither_a_worker_nor_webhooks() -> None:
    found = lines(replace(WELL, has_worker=False, worker_at=None, last_webhook_at=None), is_demo=True)
    assert "Worker" not in found
    assert found["Messages from Shopify"].state is OK
