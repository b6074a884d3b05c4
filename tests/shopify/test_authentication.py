import threading
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
import requests

from tests.shopify.clients import FakeTime, granted, static
from tests.shopify.faulty_server import Exchange, FaultyServer, responds
from tracking.settings import Settings
from tracking.shopify.authentication import Credentials, Token, credentials_of, open_token
from tracking.shopify.errors import Refused, Throttled, Unavailable
from tracking.shopify.json_decoder import JsonObject
from tracking.shopify.resilience import Deadline


def test_graphql_url_has_the_configured_version() -> None:
    credentials = Credentials(shop="a.myshopify.com", api_url="https://a", api_version="2027-01", access_token="t")

    assert credentials.graphql_url == "https://a/admin/api/2027-01/graphql.json"
    assert credentials.token_url == "https://a/admin/oauth/access_token"


def test_repr_of_credentials_has_no_secrets() -> None:
    for credentials in (static("https://a"), granted("https://a")):
        assert "'demo'" not in repr(credentials).replace("client_id='demo'", "")


def test_api_url_is_that_of_the_shop_unless_configured() -> None:
    given = {"SHOPIFY_SHOP": "acme", "SHOPIFY_CLIENT_ID": "i", "SHOPIFY_CLIENT_SECRET": "s", "SECRET_KEY": "k"}
    found = credentials_of(Settings.from_environ(given))
    assert (found.shop, found.api_url) == ("acme.myshopify.com", "https://acme.myshopify.com")
    assert (found.client_id, found.client_secret, found.access_token) == ("i", "s", None)
    elsewhere = Settings.from_environ({**given, "SHOPIFY_API_URL": "https://egress.example.com"})
    assert credentials_of(elsewhere).api_url == "https://egress.example.com"


Serve = Callable[..., FaultyServer]
DAY = 86_400


def grant(number: int = 1, lifetime: object = DAY) -> JsonObject:
    return {"access_token": f"shpat_{number}", "scope": "read_orders", "expires_in": lifetime}  # type: ignore[dict-item]  # broken ones, too


def test_static_token_never_changes(session: requests.Session, time: FakeTime) -> None:
    token = open_token(static("https://a"), session, time)

    assert token.current(time.deadline()) == "demo"
    assert token.reject("demo") is False


def test_token_is_requested_with_client_id_and_secret(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    server = serve(responds(grant()))
    token = open_token(granted(server.url), session, time)

    assert token.current(time.deadline()) == "shpat_1"
    assert server.requests[0].path == "/admin/oauth/access_token"
    assert server.requests[0].headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(server.requests[0].body.decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": ["demo"],
        "client_secret": ["demo"],
    }


def after_renewal(token: Token, time: FakeTime) -> str:
    """The next token. A renewal has a second of real time, which a busy machine may take: then it is tried again."""
    for _ in range(20):
        if (current := token.current(time.deadline())) != "shpat_1":
            return current
        time.now += 60
    return "shpat_1"


def test_token_is_renewed_after_four_fifths_of_its_lifetime(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    token = open_token(granted(serve(responds(grant(1)), responds(grant(2))).url), session, time)

    token.current(time.deadline())
    time.now += 0.8 * DAY - 1
    assert token.current(time.deadline()) == "shpat_1"
    time.now += 1
    assert after_renewal(token, time) == "shpat_2"


def test_failed_renewal_keeps_the_old_token_until_it_expires(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    token = open_token(granted(serve(responds(grant(1)), responds({}, 503)).url), session, time)

    token.current(time.deadline())
    time.now += 0.9 * DAY
    assert token.current(time.deadline()) == "shpat_1"
    time.now += 0.1 * DAY
    with pytest.raises(Unavailable):
        token.current(time.deadline())


def test_old_token_is_used_while_its_renewal_hangs(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    used: list[str] = []

    def request_concurrently(line: Exchange) -> None:
        used.extend(token.current(time.deadline()) for _ in range(9))
        time.now += 1
        responds(b"too late")(line)

    server = serve(responds(grant(1)), request_concurrently, responds(grant(2)))
    token = open_token(granted(server.url), session, time)
    token.current(time.deadline())
    time.now += 0.9 * DAY
    began = time.now
    assert token.current(time.deadline()) == "shpat_1"
    assert used == ["shpat_1"] * 9
    assert time.now - began == 1
    time.now += 59
    assert token.current(time.deadline()) == "shpat_1"
    assert len(server.requests) == 2
    time.now += 1
    assert after_renewal(token, time) == "shpat_2"


def test_reject_renews_the_rejected_token_and_keeps_a_newer_one(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    token = open_token(granted(serve(responds(grant(1)), responds(grant(2)), responds(grant(3))).url), session, time)

    assert token.reject(token.current(time.deadline())) is True
    assert token.current(time.deadline()) == "shpat_2"
    assert token.reject("shpat_1") is True
    assert token.current(time.deadline()) == "shpat_2"


def test_rejected_token_is_not_used_when_its_renewal_fails(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    token = open_token(granted(serve(responds(grant(1)), responds({}, 500)).url), session, time)
    token.reject(token.current(time.deadline()))

    with pytest.raises(Unavailable):
        token.current(time.deadline())


@pytest.mark.parametrize("status", [400, 401, 403])
def test_wrong_secret_raises_refused_with_the_settings(
    serve: Serve, session: requests.Session, time: FakeTime, status: int
) -> None:
    token = open_token(granted(serve(responds({"error": "invalid_client"}, status)).url), session, time)

    with pytest.raises(Refused, match="SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET"):
        token.current(time.deadline())


def test_throttled_grant_raises_throttled(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    token = open_token(granted(serve(responds({}, 429, {"Retry-After": "3"})).url), session, time)

    with pytest.raises(Throttled) as raised:
        token.current(time.deadline())

    assert raised.value.retry_after == 3


@pytest.mark.parametrize("answer", [{}, {"access_token": ""}, {"access_token": 7}, [], b"<html>"])
def test_grant_without_token_raises_unavailable(
    serve: Serve, session: requests.Session, time: FakeTime, answer: object
) -> None:
    token = open_token(granted(serve(responds(answer)).url), session, time)

    with pytest.raises(Unavailable):
        token.current(time.deadline())


@pytest.mark.parametrize("lifetime", [None, "soon", 0, -1])
def test_token_with_invalid_lifetime_lasts_a_day(
    serve: Serve, session: requests.Session, time: FakeTime, lifetime: object
) -> None:
    server = serve(responds(grant(lifetime=lifetime)))
    token = open_token(granted(server.url), session, time)

    token.current(time.deadline())
    time.now += 0.7 * DAY
    token.current(time.deadline())

    assert len(server.requests) == 1


def test_threads_share_one_token_request(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    server = serve(responds(grant()))
    token = open_token(granted(server.url), session, time)
    tokens: list[str] = []
    threads = [threading.Thread(target=lambda: tokens.append(token.current(Deadline.after(4)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert tokens == ["shpat_1"] * 8
    assert len(server.requests) == 1


def test_waiting_for_a_token_ends_at_the_deadline(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    given_up: list[str] = []

    def request_concurrently(line: Exchange) -> None:
        try:
            token.current(Deadline.after(0.05))
        except Unavailable as error:
            given_up.append(str(error))
        responds(grant())(line)

    server = serve(request_concurrently)
    token = open_token(granted(server.url), session, time)

    assert token.current(time.deadline()) == "shpat_1"
    assert given_up == ["the renewal of the access token took too long"]
