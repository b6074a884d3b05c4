from datetime import timedelta
from typing import Any

from tests.fakes import NOW
from tracking.database import Database
from tracking.database.promises import PromiseRow
from tracking.directory.named_days import known_document, named_days
from tracking.durations.promises import PromisedStep, SaidBy


def test_of_an_unknown_order_nothing_is_known(database: Database) -> None:
    with database.read() as transaction:
        assert known_document(transaction, "1") is None


def test_a_day_that_another_took_the_place_of_or_that_has_come_true_is_named_no_longer() -> None:
    def row(number: int, **changes: Any) -> PromiseRow:  # noqa: ANN401 - of a row
        values: dict[str, Any] = {"id": number, "part": "pending-1", "step": PromisedStep.SEND, "said_by": SaidBy.USUAL}
        day = NOW.date() + timedelta(days=number)
        values |= {"first": day, "last": day, "said_at": NOW + timedelta(hours=number), "days_over": None}
        return PromiseRow(**values | changes)

    def days(*rows: PromiseRow) -> list[int]:
        return [(each.last - NOW.date()).days for each in named_days(rows)]

    assert days(row(1), row(2)) == [2]
    assert days(row(1), row(2, part="pending-2")) == [1, 2]
    assert days(row(1), row(2, said_by=SaidBy.SHOP)) == []
    assert days(row(1, said_by=SaidBy.CARRIER), row(2)) == [2]
    assert days(row(1, days_over=0)) == []
