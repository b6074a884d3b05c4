import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Shopify
from tests.sampling import each_row
from tests.web.conftest import token_of

ZIPPED = {"Accept-Encoding": "gzip, br"}


@each_row("path", ["/", "/?order=1001", "/widget", "/preview"])
def test_page_that_is_not_cached_is_compressed(client: FlaskClient, path: str) -> None:
    plain, zipped = client.get(path), client.get(path, headers=ZIPPED)
    assert plain.content_encoding is None
    assert zipped.content_encoding == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.content_length == len(zipped.data) < plain.content_length / 2
    assert "Accept-Encoding" in zipped.vary
    assert "Accept-Encoding" in plain.vary


@pytest.mark.parametrize("path", ["/nowhere", "/order/x", "/widget/order/x?scheme=dark", "/merchant/nowhere"])
def test_page_of_an_error_is_compressed(client: FlaskClient, path: str) -> None:
    plain, zipped = client.get(path), client.get(path, headers=ZIPPED)
    assert zipped.status_code == 404
    assert zipped.content_encoding == "gzip"
    assert gzip.decompress(zipped.data).startswith(b"<!DOCTYPE html>")
    assert zipped.content_length == len(zipped.data) < len(plain.data) / 2
    assert "Accept-Encoding" in zipped.vary


@pytest.mark.parametrize("accepts", [{}, ZIPPED])
def test_busy_page_is_compressed_for_who_accepts_it(
    app: Flask, client: FlaskClient, shopify: Shopify, accepts: dict[str, str]
) -> None:
    shopify.is_down = True
    path = f"/order/{token_of(app, '1')}"
    for _ in range(2):
        answer = client.get(path, headers=accepts)
        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
        body = gzip.decompress(answer.data) if accepts else answer.data
        assert body.startswith(b"<!DOCTYPE html>")
        assert "Accept-Encoding" in answer.vary


@pytest.mark.parametrize("path", ["/", "/widget"])
def test_form_that_comes_back_is_compressed(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data={"order": "1001", "email": "someone.else@example.com"}, headers=ZIPPED)
    assert answer.status_code == 404
    assert b"someone.else@example.com" in gzip.decompress(answer.data)


def test_response_to_a_post_elsewhere_is_not_compressed(client: FlaskClient) -> None:
    answer = client.post("/order/x/kept", data={"order": "1001"}, headers=ZIPPED)
    assert answer.status_code == 404
    assert answer.content_encoding is None


@pytest.mark.parametrize("path", ["/healthz", "/proxy"])
def test_other_responses_stay_as_they_are(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers=ZIPPED).content_encoding is None


def test_a_refused_encoding_is_not_used(client: FlaskClient) -> None:
    assert client.get("/", headers={"Accept-Encoding": "gzip;q=0"}).content_encoding is None
