from dataclasses import replace

import pytest

from tests import demo_orders
from tests.directory import stored_orders
from tests.fakes import NOW
from tracking.database.orders import OrderRow
from tracking.directory.causes import cause_of
from tracking.directory.judged_row import Rules, judged_row
from tracking.order.vocabulary import Condition, Stage
from tracking.shopify.documents.stored_document import stored_document

MOVING = {Stage.SHIPPED, Stage.OUT_FOR_DELIVERY}


@pytest.fixture(scope="module")
def rows() -> dict[str, OrderRow]:
    """Sample orders as they are judged, by slug."""
    rules, documents = Rules(stored_orders.POLICY), demo_orders.documents()
    return {
        slug: judged_row(stored_document(documents[slug]), rules, fetched_at=NOW, now=NOW).row
        for slug in demo_orders.order_sample()
    }


def _any(rows: dict[str, OrderRow]) -> OrderRow:
    return next(iter(rows.values()))


def test_every_waiting_order_has_a_cause_and_a_remedy(rows: dict[str, OrderRow]) -> None:
    for slug, row in rows.items():
        is_quiet = row.condition == Condition.DONE or (row.stage in MOVING and row.reason is None)
        found = cause_of(row)
        assert is_quiet or (found and found.cause.message and found.remedy.message), slug


def test_moving_or_done_order_without_a_reason_has_no_cause(rows: dict[str, OrderRow]) -> None:
    row = replace(_any(rows), reason=None, condition="fine", parcel_condition="fine", stage="shipped")
    assert cause_of(row) is None
    assert cause_of(replace(row, stage="delivered", condition="done", parcel_condition="done")) is None
    assert cause_of(replace(row, stage="confirmed")) is not None


@pytest.mark.parametrize(("condition", "word"), [("late", "late"), ("problem", "wrong")])
def test_trouble_of_one_parcel_is_a_cause_where_the_order_has_no_reason(
    rows: dict[str, OrderRow], condition: str, word: str
) -> None:
    found = cause_of(replace(_any(rows), reason=None, condition="fine", stage="shipped", parcel_condition=condition))
    assert found
    assert word in found.cause.message


def test_a_code_of_another_release_is_explained(rows: dict[str, OrderRow]) -> None:
    found = cause_of(replace(_any(rows), reason="of_a_later_release"))
    assert found
    assert "does not know" in found.cause.message


@pytest.mark.parametrize(
    ("route", "stage", "reason", "words"),
    [
        ("digital", "confirmed", None, ("within the hour", "Nothing to do")),
        ("pickup", "confirmed", None, ("to be packed.", "ready for pickup")),
        ("pickup", "preparing", "older_than_usual", ("handling time", "when it will be ready")),
        ("pickup", "ready_for_pickup", "at_pickup_point", ("not picked it up yet", "handed over")),
        ("pickup", "ready_for_pickup", "pickup_over", ("in the shop", "still want it")),
        ("pickup_point", "ready_for_pickup", "at_pickup_point", ("waits to be picked up", "sent back")),
        ("tunnel", "ready_for_pickup", "at_pickup_point", ("waits to be picked up", "sent back")),
    ],
)
def test_cause_and_remedy_fit_the_route(
    rows: dict[str, OrderRow], route: str, stage: str, reason: str | None, words: tuple[str, str]
) -> None:
    fine = replace(_any(rows), condition="fine", parcel_condition="fine")
    found = cause_of(replace(fine, route=route, stage=stage, reason=reason))
    assert found
    assert words[0] in found.cause.message
    assert words[1] in found.remedy.message
