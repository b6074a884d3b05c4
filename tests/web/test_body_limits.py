"""Bodies that are larger than what a route takes."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from tests.web.conftest import opened
from tracking.web.body_limits import FORM, body_limit

TOO_LARGE = b"x" * (FORM + 1)
FORM_TYPE = "application/x-www-form-urlencoded"


class Counted:
    """A body that arrives in pieces, and knows how much of it anybody read."""

    def __init__(self, body: bytes) -> None:
        self._body = BytesIO(body)
        self.length = len(body)
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._body.read(min(size, 1000) if size >= 0 else -1)
        self.taken += len(chunk)
        return chunk


def status_of(app: Flask, path: str, method: str, body: Counted, **environ: object) -> int:
    """The answer to a request as a server hands it on."""
    return int(
        run_wsgi_app(app.wsgi_app, {**create_environ(path, method=method), "wsgi.input": body, **environ})[1][:3]
    )


def status_of_chunks(app: Flask, path: str, body: Counted, **environ: object) -> int:
    """The same without a length, as servers hand on what came in chunks."""
    environ = {"wsgi.input_terminated": True, "CONTENT_TYPE": FORM_TYPE, **environ}
    return status_of(app, path, "POST", body, **environ)


SIGNED = {"CONTENT_TYPE": "application/json", "HTTP_X_SHOPIFY_HMAC_SHA256": "x"}


def always(_: str) -> bool:
    return True


def test_only_signed_webhooks_are_larger_than_a_form() -> None:
    for name in ("Shopify-Hmac-Sha256", "X-Shopify-Hmac-Sha256"):
        assert body_limit("POST", "/webhooks/shopify", {name}.__contains__) == 4 * 1024 * 1024
    assert body_limit("POST", "/webhooks/shopify", {"X-Shopify-Topic"}.__contains__) == FORM
    others = [("GET", "/webhooks/shopify"), ("POST", "/webhooks/shopify/"), ("POST", "/"), ("GET", "/"), ("PUT", "/x")]
    assert {body_limit(method, path, always) for method, path in others} == {FORM}


def test_free_text_and_the_ids_of_many_orders_are_larger_than_a_form() -> None:
    limits = {
        "/order/x/answers": 64 * 1024,
        "/merchant/orders/1/write": 64 * 1024,
        "/merchant/orders/1/note": 64 * 1024,
        "/merchant/write": 704 * 1024,
        "/merchant/set-aside": 64 * 1024,
        "/merchant/orders/1/set-aside": FORM,
    }
    assert {path: body_limit("POST", path, lambda _: False) for path in limits} == limits
    assert body_limit("GET", "/merchant/write", always) == FORM


def test_large_body_is_rejected_unread_on_every_route(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<", "").replace(">", "").replace("path:", "")
        for method in (rule.methods or set()) - {"OPTIONS"}:
            body = Counted(b"x" * (body_limit(method, path, always) + 1))
            status = status_of(app, path, method, body, CONTENT_LENGTH=str(body.length), **SIGNED)
            assert (method, path, status, body.taken) == (method, path, 413, 0)


def test_large_body_is_rejected_for_a_cached_page(client: FlaskClient) -> None:
    link = opened(client)
    assert client.get(link).status_code == 200
    assert client.get(link, data=TOO_LARGE).status_code == 413
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("size", [FORM + 1, 1_000_000])
def test_chunked_form_is_read_up_to_its_limit(app: Flask, size: int) -> None:
    body = Counted(b"x" * size)
    assert status_of_chunks(app, "/", body) == 413
    assert body.taken == FORM + 1


def test_chunked_form_is_accepted(app: Flask) -> None:
    assert status_of_chunks(app, "/", Counted(b"order=1001&email=ada%40example.com")) == 303


def test_large_chunked_webhook_is_read_completely(app: Flask) -> None:
    body = Counted(b"x" * 1_000_000)
    assert status_of_chunks(app, "/webhooks/shopify", body, **SIGNED) == 401
    assert body.taken == 1_000_000


def test_a_large_webhook_without_a_signature_is_refused_unread(app: Flask) -> None:
    body = Counted(TOO_LARGE)
    assert status_of(app, "/webhooks/shopify", "POST", body, CONTENT_LENGTH=str(body.length)) == 413
    assert body.taken == 0
    assert status_of_chunks(app, "/webhooks/shopify", Counted(b"{}")) == 401


def test_a_form_with_the_longest_fields_is_taken(client: FlaskClient) -> None:
    order, email = "\N{FULLWIDTH DIGIT ONE}" * 40, "é" * 242 + "@example.com"
    assert client.post("/", data={"order": order, "email": email}).status_code in {404, 422}


def test_form_with_many_parts_is_rejected(client: FlaskClient) -> None:
    parts = {f"field-{number}": "x" for number in range(11)}
    assert client.post("/", data=parts, content_type="multipart/form-data").status_code == 413
