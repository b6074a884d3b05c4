import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.directory import stored_orders
from tests.fakes import NOW
from tracking.database import Database, one_order
from tracking.database.data_requests import ANSWER_WITHIN
from tracking.database.tables import metadata, orders
from tracking.directory.retention import RULES, RetentionEnd, stored_parts

OPERATE = Path(__file__).parents[2] / "docs/operate.md"
KEEP = timedelta(days=90)
FINISHED = datetime(2026, 11, 20, 9, tzinfo=UTC)
END = FINISHED + KEEP
OF_ORDERS = {table.name for table in metadata.sorted_tables if "order_id" in table.c} | {orders.name}


def test_each_table_of_an_order_belongs_to_one_part() -> None:
    named = [table for rule in RULES for table in rule.tables]
    assert sorted(named) == sorted(OF_ORDERS), "its customer reads what stands in it: tracking/directory/retention.py"


def test_rule_with_its_own_time_names_the_column_it_counts_from() -> None:
    for rule in RULES:
        columns = [metadata.tables[table].c for table in rule.tables]
        assert (rule.end is RetentionEnd.WITH_ORDER) == (rule.since == "")
        assert all(rule.since in each for each in columns if rule.since)


def test_nothing_is_told_of_an_order_that_is_not_kept() -> None:
    assert stored_parts({}, KEEP) == ()


def test_words_are_told_only_where_some_were_written() -> None:
    words = "in which words"
    (seen,) = stored_parts({"notice_situations": [{}], "notices": [{}]}, KEEP)
    assert words not in seen.what.message
    for table in ("letter_texts", "merchant_letters"):
        (part,) = stored_parts({table: [{}]}, KEEP)
        assert words in part.what.message


def test_an_order_is_kept_until_its_time_is_over_and_has_no_end_while_it_is_under_way(database: Database) -> None:
    for finished_at, expected in ((FINISHED, END), (None, None)):
        order_id = stored_orders.put(database, "delayed", finished_at=finished_at)
        with database.read() as transaction:
            (part,) = stored_parts(one_order.rows(transaction, order_id), KEEP)
        assert part.until == expected
        assert part.what.message.startswith("What your order’s page shows")


@pytest.mark.parametrize(
    ("finished_at", "table", "row", "until"),
    [
        (FINISHED, "answers", {}, END),
        (None, "answers", {}, None),
        (None, "page_openings", {"day": date(2026, 11, 22)}, datetime(2027, 2, 20, 23, 59, 59, 999999, UTC)),
        (FINISHED, "page_openings", {"day": date(2026, 11, 22)}, END),
        (FINISHED, "data_requests", {"requested_at": NOW}, NOW + timedelta(days=30)),
        (NOW - timedelta(days=80), "data_requests", {"requested_at": NOW}, NOW + timedelta(days=10)),
    ],
)
def test_a_part_ends_with_the_order_or_before_it(
    finished_at: datetime | None, table: str, row: dict[str, object], until: datetime | None
) -> None:
    rows: dict[str, list[dict[str, object]]] = {"orders": [{"finished_at": finished_at}], table: [row]}
    _, part = stored_parts(rows, KEEP)
    assert part.until == until


def test_the_last_of_several_rows_counts() -> None:
    rows = {"page_openings": [{"day": date(2026, 11, day)} for day in (3, 20, 9)]}
    (part,) = stored_parts(rows, KEEP)
    assert part.until
    assert part.until.date() == date(2026, 11, 20) + KEEP


def test_a_value_that_is_no_moment_is_a_fault() -> None:
    with pytest.raises(TypeError):
        stored_parts({"page_openings": [{"day": "2026-11-20"}]}, KEEP)


def test_the_documents_tell_the_merchant_the_same_end() -> None:
    kept_section = OPERATE.read_text(encoding="utf-8").partition("\n### What is kept\n")[2].partition("\n## ")[0]
    ends = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| [^|]+ \|$", kept_section, re.MULTILINE))
    words = {
        RetentionEnd.WITH_ORDER: (
            "as long as the order",
            "after nothing more is expected of it",
            "until its order is erased",
        ),
        RetentionEnd.KEEP_DAYS: ("`KEEP_DAYS`, or as long as the order if that ends sooner",),
        RetentionEnd.ANSWER_WITHIN: (f"{ANSWER_WITHIN.days} days, or as long as the order if that ends sooner",),
    }
    for rule in RULES:
        for table in rule.tables:
            assert any(said in ends[table] for said in words[rule.end]), (table, ends[table])
