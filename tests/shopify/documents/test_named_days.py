from datetime import date

import pytest

from tests.fakes import NOW
from tests.shopify.store_rows import order
from tracking.durations.promises import PromisedStep
from tracking.order.model import NamedDay
from tracking.shopify.documents.named_days import may_have_named_days, with_named_days, with_named_days_of
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.json_decoder import JsonObject
from tracking.shopify.orders import Document
from tracking.shopify.parsing.order import read_order

DAY = NamedDay(part="pending-1", step=PromisedStep.SEND, last=date(2026, 11, 30), said_at=NOW)


def document(*shipments: JsonObject) -> Document:
    return {"order": {**order(1), "fulfillments": [*shipments]}, "zone": "UTC"}


def test_named_days_stay_in_each_stored_document() -> None:
    kept = stored_document(with_named_days(document(), [DAY]))
    assert read_order(kept).named_days == (DAY,)
    assert read_order(with_named_days_of(document(), kept)).named_days == (DAY,)
    assert with_named_days(kept, []) == stored_document(document())
    assert with_named_days_of(document(), document()) == document()


@pytest.mark.parametrize(
    ("its", "may"),
    [
        (document(), True),
        (document({"createdAt": NOW.isoformat()}), True),
        (document({"deliveredAt": NOW.isoformat()}), False),
        (document({"estimatedDeliveryAt": NOW.isoformat()}), False),
        (document({"deliveredAt": NOW.isoformat()}, {"createdAt": NOW.isoformat()}), True),
        (document({"events": [{"happenedAt": "2026-11-02", "estimatedDeliveryAt": "2026-11-09"}]}), False),
        (
            document(
                {"events": [{"happenedAt": "2026-11-02", "estimatedDeliveryAt": "x"}, {"happenedAt": "2026-11-03"}]}
            ),
            True,
        ),
    ],
    ids=["unsent", "sent", "delivered", "estimated", "one of two", "estimated by the newest report", "no longer so"],
)
def test_only_what_has_no_day_may_have_one_that_was_named(its: Document, may: bool) -> None:  # noqa: FBT001 - a case
    assert may_have_named_days(its) is may
