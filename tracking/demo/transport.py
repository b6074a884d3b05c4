"""Mounts the demo store on a ``requests`` session: Shopify's HTTP without a network."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from io import BufferedReader, BytesIO
from time import monotonic as real_monotonic
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse

from tracking.demo.access_tokens import LIFETIME, AccessTokens
from tracking.demo.api import GraphQLRequest, respond
from tracking.demo.bucket import LeakyBucket
from tracking.demo.bulk_operations import PATH as BULK_PATH
from tracking.demo.bulk_operations import BulkOperations
from tracking.demo.growth import GrowingOrders
from tracking.demo.harbor_goods import HarborGoods
from tracking.demo.result_file import ResultStream
from tracking.demo.store import DemoStore

ADMIN_PATH = re.compile(r"/admin/api/(?P<version>\d{4}-\d{2}|unstable)/graphql\.json")
TOKEN_PATH = "/admin/oauth/access_token"  # noqa: S105 - an address, not a secret
_RANGE = re.compile(r"bytes=(\d+)-(\d+)")
MISSING_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)"  # noqa: S105 - a message


class DemoTransport(BaseAdapter):
    """Answers for ``https://demo.myshopify.com``: mount it on a session and send requests as to Shopify.

    ``store`` is the shop to answer for; without one it is Harbor Goods, whose orders are dated relative to ``clock``,
    and to which ``growth`` adds some by the hour.
    ``bulk`` are its bulk operations, whose files it serves. It accepts the token "demo", and the app "demo" with the
    secret "demo" by the client-credentials grant.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        store: DemoStore | None = None,
        growth: GrowingOrders | None = None,
        bucket: LeakyBucket | None = None,
        bulk: BulkOperations | None = None,
        monotonic: Callable[[], float] = real_monotonic,
    ) -> None:
        super().__init__()
        self.tokens = AccessTokens(clock=clock, static="demo", client=("demo", "demo"))
        self.bulk = bulk or BulkOperations(clock=clock)
        self._clock = clock
        self._bucket = bucket or LeakyBucket(monotonic=monotonic)
        self.shop = HarborGoods(clock=clock, growth=growth)
        self._store: Callable[[], DemoStore] = (lambda: store) if store else self.shop.store

    def send(self, request: PreparedRequest, *_: object, **__: object) -> Response:
        """Answer a request. Never raises: errors are HTTP responses."""
        path = urlsplit(request.url or "").path
        admin = ADMIN_PATH.fullmatch(path)
        if request.method == "POST" and admin:
            return self._admin(request, admin["version"])
        if request.method == "POST" and path == TOKEN_PATH:
            return self._grant(request)
        if request.method == "GET" and path.startswith(BULK_PATH):
            return self._result(request, path)
        return _respond(request, 404, {"errors": "Not Found"})

    def close(self) -> None:
        """Nothing to close."""

    def _admin(self, request: PreparedRequest, version: str) -> Response:
        headers = {"X-Shopify-API-Version": version}
        if not self.tokens.is_valid(request.headers.get("X-Shopify-Access-Token")):
            return _respond(request, 401, {"errors": MISSING_TOKEN}, headers)
        question = _question(request)
        if question is None:
            wrong = {"errors": {"query": "Required parameter missing or invalid"}}
            return _respond(request, 400, wrong, headers)
        where = urlsplit(request.url or "")
        origin = f"{where.scheme}://{where.netloc}"
        store = replace(self._store(), bulk=self.bulk, origin=origin, clock=self._clock)
        return _respond(request, 200, respond(question, store, self._bucket), headers)

    def _result(self, request: PreparedRequest, path: str) -> Response:
        """The file of a bulk operation, or a range of it. Its address is a secret: no token is needed."""
        file = self.bulk.result(path)
        if file is None:
            return _respond(request, 404, {"errors": "Not Found"})
        asked = _RANGE.fullmatch(request.headers.get("Range", ""))
        start, stop = (int(asked[1]), min(int(asked[2]) + 1, file.size)) if asked else (0, file.size)
        if start >= file.size > 0:
            return _respond(request, 416, {}, {"Content-Range": f"bytes */{file.size}"})
        headers = {"Content-Type": "application/jsonl", "Content-Length": str(stop - start)}
        if asked:
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
        raw = HTTPResponse(
            body=BufferedReader(ResultStream(file, start, stop)),
            headers=headers,
            status=206 if asked else 200,
            preload_content=False,
        )
        return HTTPAdapter().build_response(request, raw)

    def _grant(self, request: PreparedRequest) -> Response:
        form = _form(request)
        if form.get("grant_type") != "client_credentials":
            return _respond(request, 400, {"error": "unsupported_grant_type"})
        token = self.tokens.grant(form.get("client_id"), form.get("client_secret"))
        if token is None:
            return _respond(request, 400, {"error": "invalid_client"})
        scope = ",".join(sorted(self._store().scopes))
        expires_in = int(LIFETIME.total_seconds())
        return _respond(request, 200, {"access_token": token, "scope": scope, "expires_in": expires_in})


def _text(request: PreparedRequest) -> str:
    body = request.body or b""
    return body if isinstance(body, str) else bytes(body).decode("utf-8", "replace")


def _json(request: PreparedRequest) -> Mapping[str, object]:
    try:
        body = json.loads(_text(request))
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _form(request: PreparedRequest) -> Mapping[str, str]:
    if "json" in request.headers.get("Content-Type", ""):
        return {key: str(value) for key, value in _json(request).items()}
    return {key: values[0] for key, values in parse_qs(_text(request)).items()}


def _question(request: PreparedRequest) -> GraphQLRequest | None:
    body = _json(request)
    query, variables, operation = body.get("query"), body.get("variables") or {}, body.get("operationName")
    if not isinstance(query, str) or not isinstance(variables, dict):
        return None
    return GraphQLRequest(query=query, variables=variables, operation=str(operation) if operation else None)


def _respond(request: PreparedRequest, status: int, body: object, headers: Mapping[str, str] | None = None) -> Response:
    content = json.dumps(body, ensure_ascii=False).encode()
    raw = HTTPResponse(
        body=BytesIO(content),
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Content-Length": str(len(content)),
            "X-Request-Id": str(uuid4()),
            **(headers or {}),
        },
        status=status,
        preload_content=False,
    )
    return HTTPAdapter().build_response(request, raw)
