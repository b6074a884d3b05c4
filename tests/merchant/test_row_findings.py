from dataclasses import replace

import pytest

from tests import demo_orders
from tests.directory import stored_orders
from tests.fakes import NOW
from tests.order.builders import english
from tracking.database.orders import OrderRow
from tracking.directory.judged_row import Rules, judged_row
from tracking.merchant.finding_rules import MerchantRules
from tracking.merchant.out_of_step import ROWS, OutOfStepCode
from tracking.merchant.row_findings import row_findings
from tracking.shopify.documents.stored_document import stored_document


@pytest.fixture(scope="module")
def rows() -> list[OrderRow]:
    """Sample orders in which something is out of step."""
    rules, documents = Rules(stored_orders.POLICY, MerchantRules()), demo_orders.documents()
    judged = (
        judged_row(stored_document(documents[slug]), rules, fetched_at=NOW, now=NOW).row
        for slug in demo_orders.order_sample()
    )
    return [row for row in judged if row.out_of_step]


def test_every_finding_has_its_evidence(rows: list[OrderRow]) -> None:
    assert rows
    for row in rows:
        found = row_findings(row, NOW, stored_orders.POLICY)
        assert [each.code.value for each in found] == row.out_of_step
        for each in found:
            assert english(each.evidence) != english(each.cause), row.name


def test_nothing_is_read_where_nothing_was_found(rows: list[OrderRow]) -> None:
    assert row_findings(replace(rows[0], out_of_step=[]), NOW, stored_orders.POLICY) == ()


def test_the_cause_stands_where_there_is_no_evidence(rows: list[OrderRow]) -> None:
    code = OutOfStepCode.UNKNOWN_NUMBER
    for answer in ({}, {"order": {"id": 1}}):
        (found,) = row_findings(replace(rows[0], out_of_step=[code], answer=answer), NOW, stored_orders.POLICY)
        assert found.evidence == found.cause == ROWS[code].cause


def test_codes_of_another_release_are_left_out(rows: list[OrderRow]) -> None:
    row = replace(rows[0], out_of_step=["of_a_later_release", *rows[0].out_of_step])
    assert [each.code.value for each in row_findings(row, NOW, stored_orders.POLICY)] == rows[0].out_of_step
