"""The database's work for the first page of a list of very many orders, and how large the database becomes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from os import getloadavg
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.database import large_shop
from tests.database.conftest import opened
from tests.fakes import NOW
from tracking.database import Database, order_list
from tracking.database.order_list import Filters, OrderSort, TextSearch
from tracking.directory.views import OrderView

if TYPE_CHECKING:
    from tests.postgres_server import PostgresServer

SIZES = {"sqlite": 100_000, "postgres": 1_000_000}
BAR = 20  # milliseconds of database time
COPIES = 10  # of every order of the demo: a few alone would be counted with pages that are hardly used
SIZE_BAR = 8192  # bytes an order, all in all
# Whatever a plan calls reading all orders one by one; an index that is read in order until a page is full is none.
WHOLE_TABLE = re.compile(r"Seq Scan on order|SCAN order", re.MULTILINE)


@pytest.fixture(scope="module", params=[pytest.param(each, marks=pytest.mark.audit) for each in SIZES])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('large') / 'orders.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create_database()
    database = opened(url)
    large_shop.fill(database, url, SIZES[request.param])
    yield database
    database.close()


def filters(database: Database) -> Iterator[tuple[str, Filters, OrderSort]]:
    """Each view alone in each order, and with filters: by a value that many orders have, and by one that few have."""
    for view in OrderView:
        alone = Filters(view=view.value)
        for sort in OrderSort:
            yield view.value, alone, sort
        for name, value in _values(database):
            for sort in (OrderSort.NEWEST, OrderSort.NEED):
                yield f"{view.value} {name}={value}", replace(alone, **{name: value}), sort


def _values(database: Database) -> Iterator[tuple[str, Any]]:
    with database.read() as transaction:
        for name in ("stage", "condition", "reason", "route", "carrier", "country", "location"):
            column = f'"{name}"'
            some = f"FROM orders WHERE {column} IS NOT NULL AND name LIKE '%-1'"
            counted = f"SELECT {column} {some} GROUP BY 1 ORDER BY count(*)"
            found = [row[0] for row in transaction.execute(text(counted))]
            yield from ((name, value) for value in {found[0], found[-1]})
        number = transaction.scalar(text("SELECT key FROM tracking_numbers WHERE key LIKE '%-7' LIMIT 1"))
        tag = transaction.scalar(text("SELECT substr(term, 3) FROM order_terms WHERE term LIKE 't:%' LIMIT 1"))
        name = transaction.scalar(text("SELECT name FROM orders WHERE name LIKE '%-7' LIMIT 1"))
        code = transaction.scalar(text("SELECT substr(term, 3) FROM order_terms WHERE term LIKE 'o:%' LIMIT 1"))
        word = transaction.scalar(text("SELECT substr(term, 3, 3) FROM order_terms WHERE term LIKE 'w:%' LIMIT 1"))
    yield from (("number", number), ("tag_hashes", (tag,)), ("name", name), ("contact_hashes", ("none",)))
    yield from (("out_of_step", code), ("text", TextSearch(words=(word,))), ("text", TextSearch(words=("m", "b"))))
    yield from (("has_number", True), ("has_number", False), ("is_sent_in_parts", True), ("has_failed_letter", True))
    yield from (("placed_from", NOW), ("placed_to", NOW))


def plan(database: Database, wanted: Filters, *, sort: OrderSort) -> str:
    with database.read() as transaction:
        statement = order_list.ids_statement(transaction, wanted, size=50, sort=sort)
        query = statement.compile(transaction, compile_kwargs={"literal_binds": True})
        explain = "EXPLAIN QUERY PLAN" if transaction.dialect.name == "sqlite" else "EXPLAIN"
        said = transaction.exec_driver_sql(f"{explain} {str(query).replace('%', '%%')}")
        return "\n".join(" ".join(map(str, row)) for row in said)


def milliseconds(database: Database, wanted: Filters, *, sort: OrderSort) -> float:
    times = []
    with database.read() as transaction:
        for _ in range(5):
            began = perf_counter()
            order_list.page(transaction, wanted, size=50, sort=sort)
            times.append(1000 * (perf_counter() - began))
    return min(times)  # the others have waited for the processor


def test_first_page_of_any_view_never_reads_the_whole_table(shop: Database, capsys: pytest.CaptureFixture[str]) -> None:
    whole, taken = [], {}
    for name, wanted, sort in filters(shop):
        said = plan(shop, wanted, sort=sort)
        if WHOLE_TABLE.search(said):
            whole.append(f"{name}:\n{said}")
        taken[name, sort] = milliseconds(shop, wanted, sort=sort)
    with capsys.disabled():
        slowest, over = max(taken, key=lambda each: taken[each]), sum(each > BAR for each in taken.values())
        views = max(each for (name, _), each in taken.items() if name in set(OrderView))
        print(  # noqa: T201 - a measurement
            f"\n{shop.place}: first pages of views alone take {views:.1f} ms at most, of {len(taken)} with filters"
            f" {slowest} takes most, {taken[slowest]:.1f} ms; {over} are over the bar of {BAR} ms"
            f" (load {getloadavg()[0]:.1f}): {sorted(name for name, each in taken.items() if each > BAR)[:20]}"
        )
    assert not whole, "\n\n".join(whole)


@pytest.mark.audit
def test_an_order_takes_at_most_eight_kilobytes_all_in_all(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its whole answer, its indexes and what it is found by."""
    database.prepare()
    empty, judged = database.check().size, large_shop.judged_orders()
    for copy in range(COPIES):
        rows = [replace(each, row=replace(each.row, id=f"{each.row.id}{copy:03}")) for each in judged]
        large_shop.put_all(database, rows)
    database.checkpoint()
    size = (database.check().size - empty) / (COPIES * len(judged))
    with capsys.disabled():
        print(f"\n{database.place}: {size:.0f} bytes an order")  # noqa: T201 - a measurement
    assert size <= SIZE_BAR
