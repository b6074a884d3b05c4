from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.shopify.clients import FakeTime, open_shop, static
from tests.shopify.faulty_server import FaultyServer, responds
from tracking.shopify.bulk.operations import (
    BulkOperation,
    BulkQueryRefused,
    OtherOperationRuns,
    bulk_operation,
    run_bulk_query,
)
from tracking.shopify.client import Client
from tracking.shopify.errors import AccessDenied, Unavailable

QUERY = "{ orders { edges { node { id } } } }"


@pytest.fixture
def client(session: requests.Session) -> Client:
    return open_shop(session, time=FakeTime()).client


@pytest.fixture
def answering(session: requests.Session) -> Callable[..., Any]:
    """Returns the result of a call that is answered with these data and error codes."""

    def ask(ask: Callable[[Client], object], data: object, *codes: str) -> object:
        errors = [{"message": code, "extensions": {"code": code}, "path": ["x"]} for code in codes]
        with FaultyServer(responds({"data": data, **({"errors": errors} if errors else {})})) as server:
            return ask(Client(static(server.url), session, monotonic=(time := FakeTime()), sleep=time.sleep))

    return ask


def run(client: Client) -> BulkOperation:
    return run_bulk_query(client, QUERY, FakeTime().deadline())


def find(client: Client) -> BulkOperation | None:
    return bulk_operation(client, "gid://shopify/BulkOperation/1", FakeTime().deadline())


def test_an_operation_is_started_and_found(client: Client) -> None:
    started = run(client)
    assert (started.id, started.status, started.is_running) == ("gid://shopify/BulkOperation/1", "CREATED", True)
    assert find(client) == started


def test_an_unknown_operation_is_none(client: Client) -> None:
    assert find(client) is None


def test_a_query_beyond_a_limit_is_refused_with_shopify_s_reason(client: Client) -> None:
    with pytest.raises(BulkQueryRefused, match="must contain at least one connection"):
        run_bulk_query(client, "{ shop { name } }", FakeTime().deadline())


def test_only_so_many_operations_run_at_a_time(client: Client) -> None:
    for _ in range(5):
        run(client)
    with pytest.raises(OtherOperationRuns):
        run(client)


@pytest.mark.parametrize(
    "error",
    [
        {"code": "LIMIT_REACHED", "message": "Bulk operations limit reached."},
        {"code": None, "message": "A bulk query operation for this app and shop is already in progress: gid."},
    ],
)
def test_every_way_to_say_that_others_run_is_known(answering: Callable[..., Any], error: object) -> None:
    with pytest.raises(OtherOperationRuns):
        answering(run, {"bulkOperationRunQuery": {"bulkOperation": None, "userErrors": [error]}})


def test_a_finished_operation_has_its_counts_and_addresses(answering: Callable[..., Any]) -> None:
    node = {"id": "gid://shopify/BulkOperation/1", "status": "COMPLETED", "rootObjectCount": "1234567890123"}
    found = answering(find, {"bulkOperation": {**node, "url": "https://storage.example.com/a"}})
    assert (found.roots, found.url, found.partial_url) == (1234567890123, "https://storage.example.com/a", None)
    assert (found.is_running, found.is_denied) == (False, False)
    denied = answering(find, {"bulkOperation": {**node, "status": "FAILED", "errorCode": "ACCESS_DENIED"}})
    assert denied.is_denied


@pytest.mark.parametrize("count", ["many", "-1", "9" * 30, 12, None, "²"])
def test_an_odd_count_is_none(answering: Callable[..., Any], count: object) -> None:
    node = {"id": "gid://shopify/BulkOperation/1", "status": "RUNNING", "rootObjectCount": count}
    assert answering(find, {"bulkOperation": node}).roots == 0


@pytest.mark.parametrize("data", [{"bulkOperationRunQuery": None}, {"bulkOperationRunQuery": {"userErrors": []}}])
def test_an_answer_without_an_operation_is_no_answer(answering: Callable[..., Any], data: object) -> None:
    with pytest.raises(Unavailable):
        answering(run, data)


def test_a_denial_beside_the_data_is_one(answering: Callable[..., Any]) -> None:
    with pytest.raises(AccessDenied):
        answering(run, {"bulkOperationRunQuery": None}, "ACCESS_DENIED")
    with pytest.raises(AccessDenied):
        answering(find, {"bulkOperation": None}, "ACCESS_DENIED")


def test_an_error_beside_the_data_does_not_mean_that_the_operation_is_gone(answering: Callable[..., Any]) -> None:
    with pytest.raises(Unavailable):
        answering(find, {"bulkOperation": None}, "INTERNAL_SERVER_ERROR")
