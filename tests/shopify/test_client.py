import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping

import pytest
import requests
from graphql import (
    DocumentNode,
    NoDeprecatedCustomRule,
    get_operation_ast,
    parse,
    validate,
)

from tests.running.prometheus_samples import sample_of
from tests.sampling import each_row
from tests.shopify.clients import FakeTime, granted, static
from tests.shopify.faulty_server import (
    Behavior,
    FaultyServer,
    closes_early,
    hangs,
    http_response,
    resets_connection,
    responds,
    responds_gzipped,
)
from tests.shopify.queries import names
from tests.shopify.whole_schema import whole_schema
from tracking.demo.query_cost import requested_cost
from tracking.demo.schema import demo_schema
from tracking.running.metrics import Metrics
from tracking.shopify.client import Client, GraphQLResponse, document
from tracking.shopify.errors import AccessDenied, Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.json_decoder import JsonObject
from tracking.shopify.rate_limit import FIRST, MAX_FULFILLMENTS, MAX_QUERY_COST, content_sizes, fulfillment_sizes
from tracking.shopify.resilience import ATTEMPTS, FAILURES, REST_SECONDS, Deadline
from tracking.shopify.search import PAGE_SIZES

FLAGS = {
    "withFulfillmentOrders": True,
    "withReturns": True,
    "withContracts": True,
    "withProducts": True,
    "withAgreements": True,
}

# A query whose cost by plain multiplication is known.
CALIBRATION = """query ($withFulfillmentOrders: Boolean!, $withReturns: Boolean!) { order(id: "1") {
  currentTotalPriceSet { presentmentMoney { amount } }
  totalRefundedSet { presentmentMoney { amount } }
  shippingAddress { city }
  shippingLine { title }
  lineItems(first: 50) { pageInfo { endCursor } nodes { id image { url } } }
  fulfillmentsCount { count }
  fulfillments(first: 8) {
    trackingInfo(first: 4) { url }
    events(first: 8) { nodes { status } }
    fulfillmentLineItems(first: 15) { pageInfo { endCursor } nodes { lineItem { id } } }
  }
  fulfillmentOrders(first: 10) @include(if: $withFulfillmentOrders) {
    nodes { deliveryMethod { methodType } fulfillmentHolds { reason } assignedLocation { name } }
  }
  returns(first: 3) @include(if: $withReturns) { nodes {
    decline { reason }
    returnLineItems(first: 10) { nodes { ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } } } }
    exchangeLineItems(first: 5) { nodes { lineItems { title } } }
    reverseFulfillmentOrders(first: 2) { nodes { reverseDeliveries(first: 2) { nodes {
      deliverable { ... on ReverseDeliveryShippingDeliverable { tracking { url } } }
    } } } }
  } }
  refunds(first: 5) { totalRefundedSet { presentmentMoney { amount } } }
} }"""


def cost(text: str, variables: Mapping[str, object]) -> int:
    parsed = parse(text)
    operation = get_operation_ast(parsed)
    assert operation
    return requested_cost(demo_schema(), parsed, operation, {"id": "1", "after": "1", **variables})


def parsed() -> Iterator[tuple[str, DocumentNode]]:
    return ((name, parse(document(name))) for name in names())


def test_every_query_is_valid_in_the_demo_schema() -> None:
    errors = {name: validate(demo_schema(), query) for name, query in parsed()}

    assert {name: errors for name, errors in errors.items() if errors} == {}
    assert "order" in errors


def test_every_query_is_valid_in_shopifys_schema_without_deprecated_fields() -> None:
    complete_schema = whole_schema()
    errors = {
        name: validate(complete_schema, query) + validate(complete_schema, query, [NoDeprecatedCustomRule])
        for name, query in parsed()
    }

    assert {name: errors for name, errors in errors.items() if errors} == {}


def test_each_document_has_one_operation_and_only_used_fragments() -> None:
    assert document("shop").count("fragment ") == 0
    assert document("order").count("fragment FulfillmentLine on") == 1
    assert all(len(re.findall(r"^(query|mutation) ", document(name), re.MULTILINE)) == 1 for name in names())


def test_cost_calculation_is_calibrated() -> None:
    flags = [(True, True), (True, False), (False, False)]
    costs = [cost(CALIBRATION, {"withFulfillmentOrders": groups, "withReturns": returns}) for groups, returns in flags]

    assert costs == [642, 516, 476]


@each_row("name", names())
def test_no_query_exceeds_the_maximum_cost(name: str) -> None:
    variables: dict[str, list[Mapping[str, object]]] = {
        "order": [FIRST],
        "order_fulfillments": [fulfillment_sizes(count) for count in range(1, MAX_FULFILLMENTS + 2)],
        "order_contents": [content_sizes(count) for count in range(1, MAX_FULFILLMENTS + 2)],
        "search": [{"first": first} for first in PAGE_SIZES],
    }
    costs = [cost(document(name), {**FLAGS, **sizes}) for sizes in variables.get(name, [{}])]

    assert 0 < max(costs) <= MAX_QUERY_COST


Serve = Callable[..., FaultyServer]
Open = Callable[..., Client]

GOOD: JsonObject = {"data": {"shop": {"name": "Harbor Goods"}}}
THROTTLED: JsonObject = {
    "errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}],
    "extensions": {
        "cost": {
            "requestedQueryCost": 800,
            "throttleStatus": {"maximumAvailable": 2000, "currentlyAvailable": 600, "restoreRate": 100},
        }
    },
}
COSTS: JsonObject = {
    "extensions": {
        "cost": {
            "requestedQueryCost": 11,
            "actualQueryCost": 8,
            "throttleStatus": {"maximumAvailable": 2000, "currentlyAvailable": 1990, "restoreRate": 100},
        }
    },
}
SECRETS = ("shpat_", "ada@example.com", "secret body")


@pytest.fixture
def open_client(session: requests.Session, time: FakeTime) -> Open:
    """A client with a static token for the server."""
    return lambda server: Client(static(server.url), session, monotonic=time, sleep=time.sleep)


def execute(client: Client, time: FakeTime) -> GraphQLResponse:
    return client.execute("shop", {"id": "gid://shopify/Order/1"}, time.deadline())


def test_request_has_version_token_and_query(serve: Serve, open_client: Open, time: FakeTime) -> None:
    server = serve(responds(GOOD))

    assert execute(open_client(server), time).data == GOOD["data"]
    (seen,) = server.requests
    assert seen.path == "/admin/api/2026-10/graphql.json"
    assert seen.headers["X-Shopify-Access-Token"] == "demo"
    assert seen.headers["Content-Type"] == "application/json"
    assert json.loads(seen.body) == {
        "query": document("shop"),
        "variables": {"id": "gid://shopify/Order/1"},
    }


def test_errors_beside_data_are_returned(serve: Serve, open_client: Open, time: FakeTime) -> None:
    error = {"message": "no", "path": ["shop", "name"], "extensions": {"code": "ACCESS_DENIED"}}
    response = execute(open_client(serve(responds({**GOOD, "errors": [error]}))), time)

    assert response.data == GOOD["data"]
    assert [error.path for error in response.errors] == [("shop", "name")]


TEMPORARY: dict[str, Behavior] = {
    "reset": resets_connection,
    "hang-up": closes_early(b""),
    "truncated": closes_early(http_response(200, b'{"data"', {"Content-Length": "99"})),
    "html": responds(b"<html>502</html>", headers={"Content-Type": "text/html"}),
    "broken json": responds(b'{"data": '),
    "null": responds(b"null"),
    "list": responds(b"[]"),
    "nan": responds(b'{"data": {"a": NaN}}'),
    "bottomless": responds_gzipped(b'{"data":' * 100_000),
    "too large": responds_gzipped(b" " * 5_000_000),
    "no content": responds(b"", 204),
    "server error": responds(b"", 500),
    "bad gateway": responds(b"", 502),
    "odd": responds(b"", 530),
    "throttled": responds(THROTTLED),
    "too many": responds({}, 429, {"Retry-After": "2.0"}),
    "internal": responds({"data": None, "errors": [{"extensions": {"code": "INTERNAL_SERVER_ERROR"}}]}),
}


@pytest.mark.parametrize("behavior", TEMPORARY.values(), ids=TEMPORARY)
def test_temporary_errors_are_retried(serve: Serve, open_client: Open, time: FakeTime, behavior: Behavior) -> None:
    server = serve(behavior, responds(GOOD))

    assert execute(open_client(server), time).data == GOOD["data"]
    assert len(server.requests) == 2
    assert len(time.slept) == 1


@pytest.mark.parametrize("behavior", TEMPORARY.values(), ids=TEMPORARY)
def test_lasting_errors_raise_unavailable(serve: Serve, open_client: Open, time: FakeTime, behavior: Behavior) -> None:
    with pytest.raises(Unavailable):
        execute(open_client(serve(behavior)), time)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 402, 403, 404, 423, 430])
def test_refusal_is_not_retried_and_logged_as_error(
    serve: Serve, open_client: Open, time: FakeTime, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    server = serve(responds(b"secret body", status, {"X-Request-Id": "req-7", "Location": "/elsewhere"}))

    with pytest.raises(Refused):
        execute(open_client(server), time)

    assert len(server.requests) == 1
    (record,) = [record for record in caplog.records if record.name == "tracking.shopify.client"]
    assert record.levelno == logging.ERROR
    assert f"status {status}, request req-7" in record.message


def test_denied_access_raises_access_denied(serve: Serve, open_client: Open, time: FakeTime) -> None:
    denied = {"data": None, "errors": [{"path": ["order"], "extensions": {"code": "ACCESS_DENIED"}}]}

    with pytest.raises(AccessDenied):
        execute(open_client(serve(responds(denied))), time)


def test_throttled_query_is_retried_when_the_bucket_suffices(serve: Serve, open_client: Open, time: FakeTime) -> None:
    execute(open_client(serve(responds(THROTTLED), responds(GOOD))), time)

    assert 2.0 <= time.slept[0] <= 2.1


@pytest.mark.parametrize("header", ["9", "9.0", "Sun, 22 Nov 2026 14:05:09 GMT"])
def test_retry_after_beyond_the_deadline_raises_at_once(
    serve: Serve, open_client: Open, time: FakeTime, header: str
) -> None:
    server = serve(responds({}, 429, {"Retry-After": header, "Date": "Sun, 22 Nov 2026 14:05:00 GMT"}))

    with pytest.raises(Throttled) as raised:
        execute(open_client(server), time)

    assert raised.value.retry_after == 9
    assert (len(server.requests), time.slept) == (1, [])


def test_stalled_server_raises_unavailable_at_the_deadline(serve: Serve, session: requests.Session) -> None:
    client = Client(static(serve(hangs()).url), session)

    with pytest.raises(Unavailable):
        client.execute("shop", {}, Deadline.after(0.2))


def test_five_failures_open_the_breaker(serve: Serve, open_client: Open, time: FakeTime) -> None:
    server = serve(responds({}, 500))
    client = open_client(server)

    for _ in range(FAILURES + 2):
        with pytest.raises(Unavailable):
            execute(client, time)

    assert len(server.requests) == FAILURES * ATTEMPTS


def test_errors_that_a_retry_mends_do_not_open_the_breaker(serve: Serve, open_client: Open, time: FakeTime) -> None:
    client = open_client(serve(*[responds({}, 500), responds(GOOD)] * FAILURES))

    for _ in range(FAILURES):
        assert execute(client, time).data == GOOD["data"]


def test_client_recovers_after_the_rest_period(serve: Serve, open_client: Open, time: FakeTime) -> None:
    client = open_client(serve(*[responds({}, 500)] * FAILURES * ATTEMPTS, responds(GOOD)))
    for _ in range(FAILURES):
        with pytest.raises(Unavailable):
            execute(client, time)

    assert client.is_failing
    time.now += REST_SECONDS
    assert client.is_failing
    assert execute(client, time).data == GOOD["data"]
    assert not client.is_failing


def test_expired_deadline_does_not_count_as_failure(serve: Serve, open_client: Open, time: FakeTime) -> None:
    client = open_client(serve(responds(GOOD)))
    for _ in range(FAILURES):
        with pytest.raises(Unavailable, match="no time left"):
            client.execute("shop", {}, time.deadline(0.2))

    assert execute(client, time).data == GOOD["data"]


def test_metrics_count_calls_cost_and_breaker(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    metrics = Metrics()
    server = serve(responds(GOOD | COSTS), responds(THROTTLED), responds({}, 500))
    client = Client(static(server.url), session, monotonic=time, sleep=time.sleep, metrics=metrics)
    execute(client, time)
    assert sample_of(metrics, "shopify_cost_actual_total") == 8
    assert sample_of(metrics, "shopify_breaker_open") == 0
    for _ in range(FAILURES):
        with pytest.raises(Unavailable):
            execute(client, time)
    assert sample_of(metrics, "shopify_calls_total", query="shop", outcome="answered") == 1
    assert sample_of(metrics, "shopify_calls_total", query="shop", outcome="throttled") == 1
    assert sample_of(metrics, "shopify_calls_total", query="shop", outcome="unavailable") == len(server.requests) - 2
    assert sample_of(metrics, "shopify_breaker_open") == 1


def test_each_attempt_is_logged(
    serve: Serve, open_client: Open, time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    execute(open_client(serve(responds({}, 502, {"X-Request-Id": "r-1"}), responds(GOOD | COSTS))), time)

    first, second = (record.message for record in caplog.records if record.name == "tracking.shopify.call_log")
    assert re.fullmatch(r"shop unavailable [\d.]+ms status=502 id=r-1", first)
    assert re.fullmatch(r"shop answered [\d.]+ms status=200 id= cost=8/11 left=1990", second)


def test_query_beyond_the_budget_is_not_sent(
    serve: Serve, open_client: Open, time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    bucket = {"maximumAvailable": 2000, "currentlyAvailable": 0, "restoreRate": 1}
    empty = {"extensions": {"cost": {"requestedQueryCost": 11, "actualQueryCost": 8, "throttleStatus": bucket}}}
    server = serve(responds(GOOD | empty))
    client = open_client(server)
    execute(client, time)
    assert not client.has_spare_budget

    with pytest.raises(Throttled) as raised:
        execute(client, time)

    assert raised.value.retry_after == 11
    assert len(server.requests) == 1
    assert caplog.messages == ["shop: Shopify's points are used up for now"]


def test_expired_token_is_renewed_once(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    first, second = ({"access_token": f"shpat_{n}", "expires_in": 86_399} for n in (1, 2))
    server = serve(responds(first), responds({}, 401), responds(second), responds(GOOD))
    client = Client(granted(server.url), session, monotonic=time, sleep=time.sleep)

    assert execute(client, time).data == GOOD["data"]
    sent = [seen.headers["X-Shopify-Access-Token"] for seen in server.requests]
    assert sent == [None, "shpat_1", None, "shpat_2"]


def test_rejected_renewed_token_raises_refused(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    grant = responds({"access_token": "shpat_1", "expires_in": 86_399})
    server = serve(grant, responds({}, 401), grant, responds({}, 401))
    client = Client(granted(server.url), session, monotonic=time, sleep=time.sleep)

    with pytest.raises(Refused, match="access token"):
        execute(client, time)

    assert len(server.requests) == 4


def test_client_logs_another_api_version_once(
    serve: Serve, open_client: Open, time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    client = open_client(serve(responds(GOOD, headers={"X-Shopify-API-Version": "2027-01"})))
    for _ in range(3):
        execute(client, time)

    assert caplog.text.count("version 2027-01, not 2026-10") == 1


def test_configured_api_version_logs_nothing(
    serve: Serve, open_client: Open, time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    execute(open_client(serve(responds(GOOD, headers={"X-Shopify-API-Version": "2026-10"}))), time)

    assert [record for record in caplog.records if record.name.startswith("tracking")] == []


@pytest.mark.parametrize("status", [200, 401, 403, 500])
def test_log_has_no_tokens_bodies_or_addresses(
    serve: Serve, session: requests.Session, time: FakeTime, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    grant = {"access_token": "shpat_1", "expires_in": 86_399}
    body = {"data": None, "errors": [{"message": "secret body", "path": ["ada@example.com"]}]}
    client = Client(
        granted(serve(responds(grant), responds(body, status)).url), session, monotonic=time, sleep=time.sleep
    )

    with pytest.raises(ShopifyError):
        client.execute("search", {"query": "ada@example.com"}, time.deadline())

    assert caplog.records
    assert not [secret for secret in SECRETS if secret in caplog.text]
