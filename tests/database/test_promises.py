from dataclasses import replace
from datetime import date, timedelta

from tests.database import order_rows
from tests.fakes import NOW
from tracking.database import Database, one_order, promises
from tracking.database.promises import by_part
from tracking.durations.promises import Promise, PromisedStep, SaidBy

DAY = date(2026, 11, 24)
PROMISE = Promise(step=PromisedStep.ARRIVE, first=DAY, last=DAY, said_by=SaidBy.CARRIER, said_at=NOW)
EARLIER = replace(PROMISE, said_by=SaidBy.SHOP, last=DAY + timedelta(days=2), said_at=NOW - timedelta(days=2))


def test_promises_stand_in_the_order_in_which_they_were_kept_as_long_as_their_order(database: Database) -> None:
    for order_id in ("1", "2"):
        order_rows.put(database, order_rows.order(order_id))
    with database.write() as transaction:
        promises.add(transaction, "1", "one", [(PROMISE, None), (EARLIER, -1)])
        promises.add(transaction, "1", "other", [(PROMISE, None)])
        promises.add(transaction, "1", "none", [])
    with database.write() as transaction:
        rows = promises.of_order(transaction, "1")
        said = [(row.part, row.days, row.said_by, row.said_at, row.days_over) for row in rows]
        assert said == [
            ("one", PROMISE.days, SaidBy.CARRIER, NOW, None),
            ("one", EARLIER.days, SaidBy.SHOP, EARLIER.said_at, -1),
            ("other", PROMISE.days, SaidBy.CARRIER, NOW, None),
        ]
        assert {part: len(of) for part, of in by_part(rows).items()} == {"one": 2, "other": 1}
        assert promises.of_orders(transaction, ["1", "2", "3"]) == {"1": rows}
        promises.end(transaction, rows[0].id, 3)
        assert [row.days_over for row in promises.of_order(transaction, "1")] == [3, -1, None]
        one_order.delete_rows(transaction, "1")
        assert promises.of_order(transaction, "1") == []
