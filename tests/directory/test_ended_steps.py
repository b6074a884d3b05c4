import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import demo_orders
from tests.database import kept_rows
from tests.directory import stored_orders
from tests.fakes import NOW
from tracking.database import Database, progress
from tracking.database.step_durations import StepDurationRow
from tracking.directory.ended_steps import HISTORY, EndedSteps
from tracking.directory.step_rows import STEP_RETENTION
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.orders import Document
from tracking.shopify.parsing.order import read_order

SLUG = "delivered"


def document(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a Fulfillment in JSON
    """The order with changes of its only parcel."""
    copied: dict[str, Any] = json.loads(json.dumps(stored_document(demo_orders.documents()[SLUG])))
    copied["order"]["fulfillments"][0] |= changes
    return copied


ON_ITS_WAY = {"deliveredAt": None, "displayStatus": "IN_TRANSIT"}


@pytest.fixture
def before() -> dict[str, Any]:
    made = document(**ON_ITS_WAY)
    events = made["order"]["fulfillments"][0]["events"]
    events["nodes"] = [each for each in events["nodes"] if each["status"] != "DELIVERED"]
    return made


def store(database: Database, answer: Document, now: datetime = NOW) -> list[StepDurationRow]:
    """The rows after the order came in with this answer."""
    with database.write() as transaction:
        EndedSteps(transaction, read_order(answer), stored_orders.POLICY, now).store(transaction, answer)
    with database.read() as transaction:
        return kept_rows.steps(transaction)


def known(database: Database, answer: Document) -> None:
    stored_orders.put(database, SLUG, answer=answer)


def import_history(database: Database, until: datetime) -> None:
    with database.write() as transaction:
        progress.put(transaction, HISTORY, {"phase": "done", "until": until.isoformat()})


def steps(rows: list[StepDurationRow]) -> Iterator[str]:
    return (row.step for row in rows)


@pytest.mark.both_databases
def test_a_step_is_kept_once_when_it_ends(database: Database, before: dict[str, Any]) -> None:
    known(database, before)
    assert list(steps(store(database, before))) == []
    after = document()
    (row,) = store(database, after)
    assert (row.step, row.carrier, row.country) == ("arrived", "royal-mail", "GB")
    known(database, after)
    assert store(database, after) == [row]


def test_of_an_unknown_order_what_has_ended_since_the_import_is_kept(database: Database) -> None:
    assert store(database, document()) == []
    arrived_at = read_order(document()).fulfillments[0].delivered_at
    assert arrived_at
    import_history(database, arrived_at + timedelta(seconds=1))
    assert store(database, document()) == []
    import_history(database, arrived_at)
    assert list(steps(store(database, document()))) == ["arrived"]


def test_step_that_ended_long_ago_is_not_kept(database: Database, before: dict[str, Any]) -> None:
    known(database, before)
    assert store(database, document(), NOW + STEP_RETENTION) == []


def test_an_answer_of_another_release_brings_a_step_too_few(database: Database) -> None:
    known(database, {"order": {}})
    assert store(database, document()) == []


def test_an_order_that_was_on_hold_when_it_was_seen_last_tells_nothing_of_the_sending(database: Database) -> None:
    def answers() -> tuple[dict[str, Any], dict[str, Any]]:
        unsent, sent = document(), document(**ON_ITS_WAY)
        unsent["order"]["fulfillments"] = []
        return unsent, sent

    unsent, sent = answers()
    known(database, unsent)
    assert "sent" in steps(store(database, sent))
    held, sent = answers()
    held["order"]["fulfillmentOrders"] = {
        "nodes": [
            each | {"status": "ON_HOLD", "fulfillmentHolds": [{"reason": "OTHER"}]}
            for each in held["order"]["fulfillmentOrders"]["nodes"]
        ]
    }
    known(database, held)
    before = list(steps(store(database, held)))
    assert list(steps(store(database, sent))).count("sent") == before.count("sent")
