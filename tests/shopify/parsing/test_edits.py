from datetime import UTC, datetime

import pytest

from tests.sampling import each_row
from tests.shopify.store_rows import AT
from tracking.order.model import OrderEdit
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.parsing.edits import read_edits
from tracking.shopify.parsing.node import Node

WHEN = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)


def sale(action: str, quantity: Json, line_type: str = "PRODUCT") -> JsonObject:
    return {"actionType": action, "lineType": line_type, "quantity": quantity}


def agreement(*sales: Json, has_more: bool = False, **more: Json) -> JsonObject:
    rows: JsonObject = {"nodes": list(sales), "pageInfo": {"hasNextPage": has_more}}
    return {"reason": "ORDER_EDIT", "happenedAt": AT, "sales": rows, **more}


def read(*rows: Json) -> tuple[OrderEdit, ...]:
    return read_edits(Node({"agreements": {"nodes": list(rows)}}))


@each_row(
    ("sales", "added", "removed"),
    [
        ([sale("ORDER", 2)], 2, 0),
        ([sale("ORDER", 1), sale("ORDER", 1, "GIFT_CARD")], 2, 0),
        ([sale("RETURN", -1)], 0, 1),
        ([sale("RETURN", 1)], 0, 1),
        ([sale("ORDER", 1), sale("RETURN", -3)], 1, 3),
        ([sale("ORDER", 1), sale("UPDATE", 5), sale("WAITING_FOR_THE_TIDE", 7)], 1, 0),
        ([sale("ORDER", 1, "SHIPPING"), sale("ORDER", 1, "TIP"), sale("RETURN", None, "FEE")], 0, 0),
        ([], 0, 0),
        ([sale("ORDER", 1), sale("ORDER", None)], 0, 0),
        ([sale("ORDER", "1")], 0, 0),
    ],
)
def test_edit_counts_the_items_that_it_added_and_removed(sales: list[Json], added: int, removed: int) -> None:
    assert read(agreement(*sales)) == (OrderEdit(happened_at=WHEN, added=added, removed=removed),)


def test_edit_with_more_sales_than_were_fetched_does_not_count_them() -> None:
    assert read(agreement(sale("ORDER", 1), has_more=True)) == (OrderEdit(happened_at=WHEN, added=0, removed=0),)


def test_edit_without_sales_is_an_edit() -> None:
    assert read({"reason": "ORDER_EDIT", "happenedAt": AT}) == (OrderEdit(happened_at=WHEN, added=0, removed=0),)


@pytest.mark.parametrize("reason", ["ORDER", "REFUND", "RETURN", "UNKNOWN", None])
def test_other_agreements_are_no_edits(reason: str | None) -> None:
    assert read(agreement(sale("ORDER", 1), reason=reason)) == ()


def test_edit_without_its_time_is_left_out() -> None:
    assert read(agreement(happenedAt=None), None, 7) == ()


def test_order_without_agreements_has_no_edits() -> None:
    assert read_edits(Node({})) == ()
