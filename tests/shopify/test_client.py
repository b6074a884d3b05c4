import json
import logging
import re
from collections.abc import Callable

import pytest
import requests

from tests.running.prometheus_samples import sample_of
from tests.shopify.asking import FakeTime, granted, static
from tests.shopify.misbehaving import Behavior, Misbehaving, cuts, resets, says, spoken, stalls, zips
from tracking.running.metrics import Metrics
from tracking.shopify.circuit_breaker import FAILURES, REST_SECONDS
from tracking.shopify.client import Client, GraphQLResponse
from tracking.shopify.deadline import Deadline
from tracking.shopify.documents import document
from tracking.shopify.errors import AccessDenied, Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.json_access import JsonObject
from tracking.shopify.retry import ATTEMPTS

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
    assert sample_of(metrics, "shopify_cost_actual_total") == 8
    assert sample_of(metrics, "shopify_breaker_open") == 0
    for _ in range(FAILURES):
        with pytest.raises(Unavailable):
            ask(client, time)
    assert sample_of(metrics, "shopify_calls_total", query="shop", outcome="answered") == 1
    assert sample_of(metrics, "shopify_calls_total", query="shop", outcome="throttled") == 1
    assert sample_of(metrics, "shopify_calls_total", query="shop", outcome="unavailable") == len(server.seen) - 2
    assert sample_of(metrics, "shopify_breaker_open") == 1


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
