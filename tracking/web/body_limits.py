"""Limits the body of a request by route: in our server, and in the application under any other server."""

from collections.abc import Callable, Mapping
from io import BytesIO
from wsgiref.types import WSGIEnvironment

from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge

from tracking.shopify.webhooks.payload import SIGNATURE_HEADERS
from tracking.shopify.webhooks.topics import PATH as WEBHOOKS

_FREE_TEXT_BYTES = 64 * 1024  # more than may be written: what is too long is shown again, to be shortened
_ID_LIST_BYTES = 64 * 1024  # the ids of all orders that one form may select
# Ten languages, 5,120 characters each, percent-encoded: 12 bytes at most; and ids of orders.
_BULK_LETTER_BYTES = 704 * 1024
FORM = 8 * 1024  # an order number and an email address, each letter of them percent-encoded; a GET needs nothing
_FREE_TEXT_SUFFIXES = ("/answers", "/write", "/note")  # the customer's, and those of the shop about an order
_BULK_LETTER_PATHS = frozenset({"/merchant/write"})
_ID_LIST_PATHS = frozenset({"/merchant/set-aside", "/merchant/handled", "/merchant/export"})
_BY_ROUTE: Mapping[tuple[str, str], int] = {
    ("POST", WEBHOOKS): 4 * 1024 * 1024,  # Shopify states no maximum; an order has some 1 KB a line
}
_MAX_PARTS = 10


def body_limit(method: str, path: str, has_header: Callable[[str], bool]) -> int:
    """The bytes that a request may bring; what has no signature, and will be refused, no more than a form."""
    if method == "POST":
        address = path.rstrip("/")
        if address in _BULK_LETTER_PATHS:
            return _BULK_LETTER_BYTES
        if address in _ID_LIST_PATHS:
            return _ID_LIST_BYTES
        if address.endswith(_FREE_TEXT_SUFFIXES):
            return _FREE_TEXT_BYTES
    is_signed = any(map(has_header, SIGNATURE_HEADERS))
    return _BY_ROUTE.get((method, path), FORM) if is_signed else FORM


def add_body_limits(app: Flask) -> None:
    """Rejects larger bodies with 413: before reading where the length is given, else while reading."""
    app.config |= {"MAX_FORM_MEMORY_SIZE": FORM, "MAX_FORM_PARTS": _MAX_PARTS}

    @app.before_request
    def check() -> None:
        limit = body_limit(request.method, request.path, request.headers.__contains__)
        request.max_content_length = limit
        request.max_form_memory_size = max(FORM, min(limit, _BULK_LETTER_BYTES))
        if request.environ.get("wsgi.input_terminated") and "CONTENT_LENGTH" not in request.environ:
            _receive_chunks(request.environ, limit)
        elif (request.content_length or 0) > limit:
            raise RequestEntityTooLarge


def _receive_chunks(environ: WSGIEnvironment, limit: int) -> None:
    """Reads a body without a length up to the limit: Werkzeug would truncate it silently."""
    body = b""
    while len(body) <= limit and (chunk := environ["wsgi.input"].read(limit + 1 - len(body))):
        body += chunk
    if len(body) > limit:
        raise RequestEntityTooLarge
    environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
