import json
import re
from dataclasses import replace

import pytest

from tests import demo_orders
from tests.database.notice_rows import notice
from tests.database.test_answers import WAIT, put
from tests.directory import stored_orders
from tests.durations.test_promises import promise
from tests.fakes import NOW
from tests.merchant.listed import overview
from tests.order.builders import english
from tracking.database import Database, notices, promises
from tracking.directory.views import OrderView
from tracking.merchant.list_query import ListQuery
from tracking.merchant.row_json import Json, row_json

KEYS: list[str] = [
    "id",
    "order",
    "placed_at",
    "route",
    "stage",
    "condition",
    "reason",
    "actor",
    "cause",
    "remedy",
    "admin_url",
    "page_url",
    "carrier",
    "number",
    "tracking_url",
    "parcels",
    "last_scan_at",
    "estimate",
    "promised",
    "country",
    "location",
    "tags",
    "items_sent",
    "items_total",
    "letters",
    "answer",
    "set_aside_until",
    "needs",
    "out_of_step",
]


def listed(database: Database) -> list[dict[str, Json]]:
    rows = overview(database).all_rows(ListQuery(view=OrderView.ALL, size=200))
    return [row_json(row, english) for row in rows]


def test_every_row_has_every_key_and_is_json(database: Database) -> None:
    for slug in demo_orders.order_sample():
        stored_orders.put(database, slug)
    found = listed(database)
    assert len(found) == len(demo_orders.order_sample())
    for said in found:
        assert list(said) == KEYS
        assert json.loads(json.dumps(said)) == said
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(said["placed_at"]))
        assert said["letters"] == {"sent": 0, "waiting": 0, "failed": 0}
    assert any(said["estimate"] for said in found)
    assert any(said["last_scan_at"] for said in found)


def test_letters_answers_and_moved_days_are_told(database: Database) -> None:
    order_id = stored_orders.put(database, "large")
    with database.write() as transaction:
        moved = notice(order_id, "new_date", about="2026-11-26", earlier="2026-11-24", letter="a")
        notices.add(transaction, [replace(moved, state="sent", ended_at=NOW), notice(order_id)])
        promises.add(transaction, order_id, "one", [(promise(24, 30), None), (promise(26, 2), None)])
    put(database, replace(WAIT, order_id=order_id))
    (said,) = listed(database)
    assert said["letters"] == {"sent": 1, "waiting": 1, "failed": 0}
    assert said["answer"] == {"kind": "wait", "at": "2026-11-22T14:05:00Z", "handled": False}
    assert said["promised"] == [
        {"from": "2026-11-24", "to": "2026-11-24", "said_at": "2026-11-21T08:00:00Z"},
        {"from": "2026-11-26", "to": "2026-11-26", "said_at": "2026-11-22T12:00:00Z"},
    ]


@pytest.mark.parametrize("answer", [{}, {"order": {"id": 1}}])
def test_a_row_of_another_release_is_listed(database: Database, answer: dict[str, object]) -> None:
    stored_orders.put(database, "large", reason="of_a_later_release", answer=answer)
    (said,) = listed(database)
    assert (said["reason"], said["number"], said["tags"]) == ("of_a_later_release", None, [])
    assert said["cause"]
    assert said["remedy"]
