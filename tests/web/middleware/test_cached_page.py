import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from werkzeug.test import create_environ

from tests.order.builders import order
from tests.sampling import each_row
from tracking.orders import Snapshot
from tracking.web.authorization import OrderAccess
from tracking.web.middleware.cached_page import CachedPage, CachePolicy, RawResponse

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
SNAPSHOT = Snapshot(
    order_id="1",
    order=order(placed_at=NOW - timedelta(days=1)),
    fetched_at=NOW - timedelta(seconds=10),
    fresh_until=NOW + timedelta(seconds=20),
    expires_at=NOW + timedelta(seconds=50),
    read_at=NOW,
)
BODY = "Ihr Päckchen ist unterwegs. ".encode() * 50
HEADERS = [("Content-Type", "text/html"), ("Content-Length", "1"), ("ETag", '"old"'), ("Vary", "Cookie"), ("X-Y", "z")]


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def policy(snapshot: Snapshot = SNAPSHOT, *, expires_at: datetime = TOMORROW, now: datetime = NOW) -> CachePolicy:
    return CachePolicy.of(OrderAccess(order_id="1", snapshot=snapshot, expires_at=expires_at), now)


def test_page_is_fresh_and_served_as_long_as_its_order() -> None:
    assert policy() == CachePolicy(
        order_id="1",
        state_at=after(-10),
        read_at=NOW,
        fresh_until=after(20),
        expires_at=after(50),
    )


@pytest.mark.parametrize(("seconds", "fresh", "good"), [(5, 5, 5), (30, 20, 30), (60, 20, 50)])
def test_page_expires_with_its_link(seconds: int, fresh: int, good: int) -> None:
    short = policy(expires_at=after(seconds))
    assert (short.fresh_until, short.expires_at) == (after(fresh), after(good))


def test_page_expires_when_its_words_change() -> None:
    due = replace(SNAPSHOT.order, financial_status="PENDING", payment_due_at=after(30))
    unpaid = policy(replace(SNAPSHOT, order=due))
    assert (unpaid.fresh_until, unpaid.expires_at) == (after(20), after(30))


def test_stale_page_is_served_for_two_seconds_from_its_rendering_at_any_age() -> None:
    old = replace(SNAPSHOT, fetched_at=after(-900), fresh_until=after(-870), expires_at=after(-840), stale=True)
    stale = policy(old, now=after(4))
    assert (stale.fresh_until, stale.expires_at) == (after(6), after(6))
    assert stale.state_at == NOW, "it is as new as it can be, and shows its age"
    assert policy(old, expires_at=after(1)).expires_at == after(1)


def test_fallback_page_is_served_for_two_seconds() -> None:
    access = OrderAccess(order_id="1", snapshot=SNAPSHOT, expires_at=TOMORROW)
    fallback = CachePolicy.of(access, NOW, is_fallback=True)
    assert (fallback.fresh_until, fallback.expires_at) == (after(2), after(2))


def page(body: bytes = BODY) -> CachedPage:
    return CachedPage(("/",), policy(), HEADERS, body)


def response(method: str = "GET", **headers: str) -> RawResponse:
    environ = create_environ("/", method=method, headers={name.replace("_", "-"): it for name, it in headers.items()})
    return page().response(environ)


def fields(sent: RawResponse) -> dict[str, str]:
    assert len(dict(sent.headers)) == len(sent.headers), "each header stands once"
    return dict(sent.headers)


@pytest.mark.parametrize("encodings", ["gzip", "br, gzip;q=0.2", "deflate, *", "GZIP"])
def test_page_is_compressed_where_the_client_accepts_gzip(encodings: str) -> None:
    sent = response(Accept_Encoding=encodings)
    assert gzip.decompress(sent.body) == BODY
    assert len(sent.body) < len(BODY) / 5
    headers = fields(sent)
    assert (sent.status, sent.code) == ("200 OK", 200)
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == str(len(sent.body))
    assert headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert headers["X-Y"] == "z"


@pytest.mark.parametrize("encodings", ["", "identity", "gzip;q=0, br", "x"])
def test_page_is_plain_where_the_client_does_not_accept_gzip(encodings: str) -> None:
    sent = response(Accept_Encoding=encodings)
    assert sent.body == BODY
    headers = fields(sent)
    assert "Content-Encoding" not in headers
    assert headers["Content-Length"] == str(len(BODY))
    assert headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"


def test_response_to_head_has_the_headers_of_get_and_no_body() -> None:
    for encodings in ("gzip", ""):
        head, whole = response("HEAD", Accept_Encoding=encodings), response(Accept_Encoding=encodings)
        assert head == RawResponse(whole.status, whole.headers, b"")


def test_each_form_and_each_body_has_its_own_etag() -> None:
    etags = {fields(response(Accept_Encoding=encodings))["ETag"] for encodings in ("gzip", "")}
    other = page(BODY + b".").response(create_environ("/"))
    assert len(etags | {fields(other)["ETag"]}) == 3
    assert '"old"' not in etags


@each_row(("given", "encodings"), product(["{}", "W/{}", '"a", {} , "b"', "*"], ["gzip", ""]))
def test_matching_etag_gets_304(given: str, encodings: str) -> None:
    etag = fields(response(Accept_Encoding=encodings))["ETag"]
    sent = response(Accept_Encoding=encodings, If_None_Match=given.format(etag))
    assert (sent.code, sent.body) == (304, b"")
    headers = fields(sent)
    assert headers["ETag"] == etag
    assert headers["X-Y"] == "z"
    assert {"Content-Type", "Content-Length", "Content-Encoding"}.isdisjoint(headers)


def test_etag_of_the_other_form_gets_304() -> None:
    etag = fields(response(Accept_Encoding="gzip"))["ETag"]
    assert response(If_None_Match=etag).code == 304


@pytest.mark.parametrize("given", ['"other"', "", '"', '""', "gzip"])
def test_other_etag_gets_the_page(given: str) -> None:
    etag = fields(response())["ETag"].strip('"')
    assert response(If_None_Match=given).code == 200
    assert response(If_None_Match=f'"{etag}x"').code == 200
    assert response(If_None_Match=f'"x{etag}"').code == 200
