from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from tests.fakes import NOW
from tracking.database import Database, progress, webhooks_seen
from tracking.database.column_types import JsonValue, from_json, to_json
from tracking.database.tables import webhooks_seen as table


def test_moments_come_back_in_utc_to_the_microsecond(database: Database) -> None:
    there = datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    with database.write() as transaction:
        webhooks_seen.add(transaction, "1", now=there)
        (found,) = transaction.scalars(table.select().with_only_columns(table.c.at))
    assert (found, found.tzinfo) == (there, UTC)


def test_moments_compare_whatever_zone_they_were_given_in(database: Database) -> None:
    east = (NOW + timedelta(microseconds=1)).astimezone(timezone(timedelta(hours=14)))
    with database.write() as transaction:
        webhooks_seen.add(transaction, "east", now=east)
        webhooks_seen.add(transaction, "utc", now=NOW.replace(microsecond=0))
        assert webhooks_seen.forget_before(transaction, east) == 1
        assert transaction.scalar(text("SELECT id FROM webhooks_seen")) == "east"


def test_a_naive_moment_is_refused(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="aware"), database.write() as transaction:
        webhooks_seen.add(transaction, "1", now=naive)


def test_json_is_short_and_can_always_be_written() -> None:
    written = to_json({"a": [1, None, 0.1], "茶": "\ud83d"})
    assert written == '{"a":[1,null,0.1],"茶":""}'
    assert from_json(written) == {"a": [1, None, 0.1], "茶": ""}


@pytest.mark.parametrize("written", ['{"order": ', "", "NaN"])
def test_damaged_json_is_read_as_empty(written: str) -> None:
    assert from_json(written) == {}


@pytest.mark.parametrize("value", [7, -0.5, True, None, "7", "", [], {"a": [1, {}]}], ids=repr)
def test_any_value_comes_back_as_it_was(database: Database, value: JsonValue) -> None:
    with database.write() as transaction:
        progress.put(transaction, "any", value)
        assert progress.get(transaction, "any") == value
