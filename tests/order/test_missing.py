"""A table without its rows: pages are still rendered, and the log names the row and the file."""

from collections.abc import Iterator, MutableMapping
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask

from tests.demo_orders import order_sample, orders
from tests.fakes import NOW
from tests.order.builders import english, phrases, policy
from tests.sampling import spread
from tracking.order import (
    advice,
    parcels,
    payment,
    pending,
    reasons,
    shipment_state,
    stages,
    statuses,
    timeline,
    vocabulary,
)
from tracking.order import missing as missing_rows
from tracking.order.missing import missing, row_or_fallback, sentence
from tracking.order.model import Order
from tracking.order.status import order_status

TABLES: dict[str, MutableMapping[Any, Any]] = {
    f"{module.__name__}.{name}": table
    for module in (
        advice,
        vocabulary,
        shipment_state,
        parcels,
        payment,
        reasons,
        stages,
        statuses,
        timeline,
        pending,
    )
    for name, table in vars(module).items()
    if name.isupper() and isinstance(table, dict)
}


class Code(StrEnum):
    OLD = "old"
    NEW = "new"


def test_code_with_a_row_gets_the_row() -> None:
    assert row_or_fallback({Code.OLD: "well"}, Code.OLD, "fallback", content="words", module="codes.py") == "well"


def test_a_new_code_has_the_fallback_and_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        assert (
            row_or_fallback({Code.OLD: "well"}, Code.NEW, "fallback", content="words", module="codes.py") == "fallback"
        )
    assert caplog.messages == ["Code.NEW has no words: add its row to codes.py"]


def test_a_sentence_names_code_and_file() -> None:
    assert missing({Code.OLD: 1}, Code, content="words", module="codes.py") == [
        "Code.NEW has no words: add its row to codes.py"
    ]
    assert missing({Code.OLD: 1, Code.NEW: 2}, Code, content="words", module="codes.py") == []
    pair = (vocabulary.Route.SHIP, vocabulary.Stage.SENT)
    assert (
        sentence(pair, content="equivalent", module="x.py")
        == "Route.SHIP, Stage.SENT has no equivalent: add its row to x.py"
    )


@pytest.fixture(scope="module")
def demo_orders() -> dict[str, Order]:
    """Orders of the demo store, parsed while the tables are whole."""
    return {slug: orders()[slug] for slug in order_sample()[::6]}


@pytest.fixture
def emptied_table(request: pytest.FixtureRequest) -> Iterator[str]:
    """The name of a real table, without its rows while the test runs."""
    table = TABLES[request.param]
    rows = dict(table)
    table.clear()
    yield request.param
    table.update(rows)


@pytest.mark.no_cover
@pytest.mark.parametrize("emptied_table", spread(6, sorted(TABLES)), indirect=True)
def test_orders_are_shown_although_a_table_is_empty(
    emptied_table: str, demo_orders: dict[str, Order], app: Flask
) -> None:
    for slug, order in demo_orders.items():
        shown = order_status(order, NOW, policy())
        assert all(english(phrase) for phrase in phrases(shown)), f"{emptied_table}: {slug}"
    for slug in ("split-in-three", "return-refunded"):
        assert app.test_client().get(f"/preview/{slug}").status_code == 200, f"{emptied_table}: {slug}"


def test_order_with_a_reason_without_a_row_has_the_fallback_text(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    missing_rows._report.cache_clear()  # noqa: SLF001 - other tests of this process may have reported it
    monkeypatch.delitem(reasons.REASONS, vocabulary.Reason.DELAYED)
    page = app.test_client().get("/preview/delayed").text
    assert "<h1>There’s an update</h1>" in page
    assert "Reason.DELAYED has no words: add its row to tracking/order/reasons.py" in caplog.messages
