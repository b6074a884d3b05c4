import gzip
import json
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import requests
from graphql import (
    DocumentNode,
    GraphQLSchema,
    NoDeprecatedCustomRule,
    build_schema,
    get_operation_ast,
    parse,
    validate,
)

from tests.running.scraping import value
from tests.shopify.clients import FakeTime, granted, static
from tests.shopify.faulty_server import Behavior, Misbehaving, cuts, resets, says, spoken, stalls, zips
from tracking.demo.cost import requested_cost
from tracking.demo.schema import demo_schema
from tracking.running.metrics import Metrics
from tracking.shopify.client import Client, GraphQLResponse, document, names
from tracking.shopify.errors import AccessDenied, Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.json_decoder import JsonObject
from tracking.shopify.rate_limit import FIRST, MAX_FULFILLMENTS, MAX_QUERY_COST, content_sizes, fulfillment_sizes
from tracking.shopify.resilience import ATTEMPTS, FAILURES, REST_SECONDS, Deadline
from tracking.shopify.search import PAGE_SIZES

FLAGS = {"withFulfillmentOrders": True, "withReturns": True}

# What the starting point of these queries costs by plain multiplication: the rule is right when it gives these.
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


@pytest.fixture(scope="module")
def whole_schema() -> GraphQLSchema:
    """Shopify's own, from a file of the Admin API's schema definition, zipped or not."""
    path = os.environ.get("SHOPIFY_SCHEMA")
    if not path:
        pytest.skip("SHOPIFY_SCHEMA names no file with Shopify's whole schema")
    content = Path(path).read_bytes()
    return build_schema((gzip.decompress(content) if path.endswith(".gz") else content).decode(), assume_valid=True)


def parsed() -> Iterator[tuple[str, DocumentNode]]:
    return ((name, parse(document(name))) for name in names())


def test_every_question_is_one_the_demo_understands() -> None:
    wrong = {name: validate(demo_schema(), question) for name, question in parsed()}

    assert {name: errors for name, errors in wrong.items() if errors} == {}
    assert "order" in wrong


def test_every_question_is_one_shopify_understands_and_means_to_keep(whole_schema: GraphQLSchema) -> None:
    wrong = {
        name: validate(whole_schema, question) + validate(whole_schema, question, [NoDeprecatedCustomRule])
        for name, question in parsed()
    }

    assert {name: errors for name, errors in wrong.items() if errors} == {}


def test_each_question_holds_one_operation_and_the_fragments_it_uses() -> None:
    assert document("shop").count("fragment ") == 0
    assert document("order").count("fragment FulfillmentLine on") == 1
    assert all(len(re.findall(r"^(query|mutation) ", document(name), re.MULTILINE)) == 1 for name in names())


def test_the_rule_of_costs_is_calibrated() -> None:
    flags = [(True, True), (True, False), (False, False)]
    costs = [cost(CALIBRATION, {"withFulfillmentOrders": groups, "withReturns": returns}) for groups, returns in flags]

    assert costs == [642, 516, 476]


@pytest.mark.parametrize("name", names())
def test_no_question_costs_more_than_shopify_answers(name: str) -> None:
    variables: dict[str, list[Mapping[str, object]]] = {
        "order": [FIRST],
        "order_fulfillments": [fulfillment_sizes(count) for count in range(1, MAX_FULFILLMENTS + 2)],
        "order_contents": [content_sizes(count) for count in range(1, MAX_FULFILLMENTS + 2)],
        "search": [{"first": first} for first in PAGE_SIZES],
    }
    costs = [cost(document(name), {**FLAGS, **sizes}) for sizes in variables.get(name, [{}])]

    assert 0 < max(costs) <= MAX_QUERY_COST


Serve = Callable[..., Misbehaving]
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


def ask(client: Client, time: FakeTime) -> GraphQLResponse:
    return client.execute("shop", {"id": "gid://shopify/Order/1"}, time.deadline())


def test_a_question_goes_out_as_shopify_wants_it(serve: Serve, open_client: Open, time: FakeTime) -> None:
    server = serve(says(GOOD))

    assert ask(open_client(server), time).data == GOOD["data"]
    (seen,) = server.seen
    assert seen.path == "/admin/api/2026-10/graphql.json"
    assert seen.headers["X-Shopify-Access-Token"] == "demo"
    assert seen.headers["Content-Type"] == "application/json"
    assert json.loads(seen.body) == {
        "query": document("shop"),
        "variables": {"id": "gid://shopify/Order/1"},
    }


def test_errors_beside_data_come_with_it(serve: Serve, open_client: Open, time: FakeTime) -> None:
    fault = {"message": "no", "path": ["shop", "name"], "extensions": {"code": "ACCESS_DENIED"}}
    reply = ask(open_client(serve(says({**GOOD, "errors": [fault]}))), time)

    assert reply.data == GOOD["data"]
    assert [fault.path for fault in reply.errors] == [("shop", "name")]


PASSING: dict[str, Behavior] = {
    "reset": resets,
    "hang-up": cuts(b""),
    "truncated": cuts(spoken(200, b'{"data"', {"Content-Length": "99"})),
    "html": says(b"<html>502</html>", headers={"Content-Type": "text/html"}),
    "broken json": says(b'{"data": '),
    "null": says(b"null"),
    "list": says(b"[]"),
    "nan": says(b'{"data": {"a": NaN}}'),
    "bottomless": zips(b'{"data":' * 100_000),
    "too large": zips(b" " * 5_000_000),
    "no content": says(b"", 204),
    "server error": says(b"", 500),
    "bad gateway": says(b"", 502),
    "odd": says(b"", 530),
    "throttled": says(THROTTLED),
    "too many": says({}, 429, {"Retry-After": "2.0"}),
    "internal": says({"data": None, "errors": [{"extensions": {"code": "INTERNAL_SERVER_ERROR"}}]}),
}


@pytest.mark.parametrize("behavior", PASSING.values(), ids=PASSING)
def test_what_may_pass_is_asked_again(serve: Serve, open_client: Open, time: FakeTime, behavior: Behavior) -> None:
    server = serve(behavior, says(GOOD))

    assert ask(open_client(server), time).data == GOOD["data"]
    assert len(server.seen) == 2
    assert len(time.slept) == 1


@pytest.mark.parametrize("behavior", PASSING.values(), ids=PASSING)
def test_what_does_not_pass_is_unavailable(serve: Serve, open_client: Open, time: FakeTime, behavior: Behavior) -> None:
    with pytest.raises(Unavailable):
        ask(open_client(serve(behavior)), time)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 402, 403, 404, 423, 430])
def test_a_refusal_is_final_and_an_alert_in_the_log(
    serve: Serve, open_client: Open, time: FakeTime, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    server = serve(says(b"secret body", status, {"X-Request-Id": "req-7", "Location": "/elsewhere"}))

    with pytest.raises(Refused):
        ask(open_client(server), time)

    assert len(server.seen) == 1
    (record,) = [record for record in caplog.records if record.name == "tracking.shopify.client"]
    assert record.levelno == logging.ERROR
    assert f"status {status}, request req-7" in record.message


def test_denied_access_is_a_refusal(serve: Serve, open_client: Open, time: FakeTime) -> None:
    denied = {"data": None, "errors": [{"path": ["order"], "extensions": {"code": "ACCESS_DENIED"}}]}

    with pytest.raises(AccessDenied):
        ask(open_client(serve(says(denied))), time)


def test_a_throttled_question_waits_as_long_as_the_budget_needs(
    serve: Serve, open_client: Open, time: FakeTime
) -> None:
    ask(open_client(serve(says(THROTTLED), says(GOOD))), time)

    assert 2.0 <= time.slept[0] <= 2.1


@pytest.mark.parametrize("header", ["9", "9.0", "Sun, 22 Nov 2026 14:05:09 GMT"])
def test_a_pause_that_does_not_fit_ends_at_once(serve: Serve, open_client: Open, time: FakeTime, header: str) -> None:
    server = serve(says({}, 429, {"Retry-After": header, "Date": "Sun, 22 Nov 2026 14:05:00 GMT"}))

    with pytest.raises(Throttled) as raised:
        ask(open_client(server), time)

    assert raised.value.retry_after == 9
    assert (len(server.seen), time.slept) == (1, [])


def test_a_server_that_says_nothing_is_given_up_at_the_deadline(serve: Serve, session: requests.Session) -> None:
    client = Client(static(serve(stalls()).url), session)

    with pytest.raises(Unavailable):
        client.execute("shop", {}, Deadline.after(0.2))


def test_after_five_failures_shopify_is_left_alone(serve: Serve, open_client: Open, time: FakeTime) -> None:
    server = serve(says({}, 500))
    client = open_client(server)

    for _ in range(FAILURES + 2):
        with pytest.raises(Unavailable):
            ask(client, time)

    assert len(server.seen) == FAILURES * ATTEMPTS


def test_hiccups_that_a_second_try_mends_do_not_add_up(serve: Serve, open_client: Open, time: FakeTime) -> None:
    client = open_client(serve(*[says({}, 500), says(GOOD)] * FAILURES))

    for _ in range(FAILURES):
        assert ask(client, time).data == GOOD["data"]


def test_once_it_is_well_again_it_is_asked_again(serve: Serve, open_client: Open, time: FakeTime) -> None:
    client = open_client(serve(*[says({}, 500)] * FAILURES * ATTEMPTS, says(GOOD)))
    for _ in range(FAILURES):
        with pytest.raises(Unavailable):
            ask(client, time)

    assert client.is_failing
    time.now += REST_SECONDS
    assert client.is_failing
    assert ask(client, time).data == GOOD["data"]
    assert not client.is_failing


def test_a_deadline_gone_by_is_no_failure_of_shopifys(serve: Serve, open_client: Open, time: FakeTime) -> None:
    client = open_client(serve(says(GOOD)))
    for _ in range(FAILURES):
        with pytest.raises(Unavailable, match="no time left"):
            client.execute("shop", {}, time.deadline(0.2))

    assert ask(client, time).data == GOOD["data"]


def test_the_figures_know_calls_cost_and_breaker(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    metrics = Metrics()
    server = serve(says(GOOD | COSTS), says(THROTTLED), says({}, 500))
    client = Client(static(server.url), session, monotonic=time, sleep=time.sleep, metrics=metrics)
    ask(client, time)
    assert value(metrics, "shopify_cost_actual_total") == 8
    assert value(metrics, "shopify_breaker_open") == 0
    for _ in range(FAILURES):
        with pytest.raises(Unavailable):
            ask(client, time)
    assert value(metrics, "shopify_calls_total", query="shop", outcome="answered") == 1
    assert value(metrics, "shopify_calls_total", query="shop", outcome="throttled") == 1
    assert value(metrics, "shopify_calls_total", query="shop", outcome="unavailable") == len(server.seen) - 2
    assert value(metrics, "shopify_breaker_open") == 1


def test_each_try_is_a_line_of_its_own(
    serve: Serve, open_client: Open, time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ask(open_client(serve(says({}, 502, {"X-Request-Id": "r-1"}), says(GOOD | COSTS))), time)

    first, second = (record.message for record in caplog.records if record.name == "tracking.shopify.call_log")
    assert re.fullmatch(r"shop unavailable [\d.]+ms status=502 id=r-1", first)
    assert re.fullmatch(r"shop answered [\d.]+ms status=200 id= cost=8/11 left=1990", second)


def test_a_question_that_the_budget_cannot_afford_is_not_asked(
    serve: Serve, open_client: Open, time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    bucket = {"maximumAvailable": 2000, "currentlyAvailable": 0, "restoreRate": 1}
    empty = {"extensions": {"cost": {"requestedQueryCost": 11, "actualQueryCost": 8, "throttleStatus": bucket}}}
    server = serve(says(GOOD | empty))
    client = open_client(server)
    ask(client, time)
    assert not client.has_room

    with pytest.raises(Throttled) as raised:
        ask(client, time)

    assert raised.value.retry_after == 11
    assert len(server.seen) == 1
    assert caplog.messages == ["shop: Shopify's points are used up for now"]


def test_an_expired_token_is_renewed_once(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    first, second = ({"access_token": f"shpat_{n}", "expires_in": 86_399} for n in (1, 2))
    server = serve(says(first), says({}, 401), says(second), says(GOOD))
    client = Client(granted(server.url), session, monotonic=time, sleep=time.sleep)

    assert ask(client, time).data == GOOD["data"]
    sent = [seen.headers["X-Shopify-Access-Token"] for seen in server.seen]
    assert sent == [None, "shpat_1", None, "shpat_2"]


def test_a_renewed_token_that_is_rejected_too_is_a_refusal(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    grant = says({"access_token": "shpat_1", "expires_in": 86_399})
    server = serve(grant, says({}, 401), grant, says({}, 401))
    client = Client(granted(server.url), session, monotonic=time, sleep=time.sleep)

    with pytest.raises(Refused, match="access token"):
        ask(client, time)

    assert len(server.seen) == 4


def test_another_version_than_the_one_asked_for_is_said_once(
    serve: Serve, open_client: Open, time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    client = open_client(serve(says(GOOD, headers={"X-Shopify-API-Version": "2027-01"})))
    for _ in range(3):
        ask(client, time)

    assert caplog.text.count("version 2027-01, not 2026-10") == 1


def test_the_version_asked_for_is_not_worth_a_word(
    serve: Serve, open_client: Open, time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    ask(open_client(serve(says(GOOD, headers={"X-Shopify-API-Version": "2026-10"}))), time)

    assert [record for record in caplog.records if record.name.startswith("tracking")] == []


@pytest.mark.parametrize("status", [200, 401, 403, 500])
def test_no_log_holds_tokens_bodies_or_addresses(
    serve: Serve, session: requests.Session, time: FakeTime, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    grant = {"access_token": "shpat_1", "expires_in": 86_399}
    body = {"data": None, "errors": [{"message": "secret body", "path": ["ada@example.com"]}]}
    client = Client(granted(serve(says(grant), says(body, status)).url), session, monotonic=time, sleep=time.sleep)

    with pytest.raises(ShopifyError):
        client.execute("search", {"query": "ada@example.com"}, time.deadline())

    assert caplog.records
    assert not [secret for secret in SECRETS if secret in caplog.text]
