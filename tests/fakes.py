"""Parts to hand in: a clock that stands still, a Shopify that can fail, a Redis that can die, a second shop."""

import json
import re
import signal
import socket
import subprocess
from collections import Counter, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from secrets import randbelow
from threading import Event, Lock
from typing import Any

import requests
from graphql import DocumentNode, ExecutionResult, FieldNode, OperationDefinitionNode
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse

from tests.local_server import LocalServer
from tracking.demo import DemoStore, DemoTransport, LeakyBucket
from tracking.demo.access_tokens import AccessTokens
from tracking.demo.harbor_goods import HarborGoods
from tracking.demo.store import Node
from tracking.shopify.concurrent_read import begin_reads

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
# Below those that Linux, macOS and Windows lend to connections.
_FIRST_PORT, _PORTS = 10_000, 22_000
_FIRST = frozenset({"Shop", "Search", "Order", "Owner"})
_OPERATION = re.compile(r"(?:query|mutation) (\w+)")


@dataclass
class Clock:
    """Now, unless somebody sleeps or lets time pass. ``set`` changes the time of day, and no time passes."""

    now: datetime = NOW
    slept: float = 0.0
    offset: timedelta = timedelta()

    def __call__(self) -> datetime:
        return self.now

    @property
    def true_time(self) -> datetime:
        """The time of other clocks, Shopify's for one."""
        return self.now - self.offset

    def monotonic(self) -> float:
        return (self.true_time - NOW).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.advance(seconds=seconds)

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    def set(self, **off: float) -> None:
        """So far off the true time; nothing: right again."""
        self.now += timedelta(**off) - self.offset
        self.offset = timedelta(**off)


class ManualExecutor:
    """A background whose tasks wait until the test says so."""

    def __init__(self) -> None:
        self.waiting: dict[Hashable, Callable[[], None]] = {}

    def submit(self, key: Hashable, task: Callable[[], None]) -> bool:
        self.waiting.setdefault(key, task)
        return True

    def run(self) -> int:
        """Do what waits, and what comes of it; how many tasks that were."""
        done = 0
        while self.waiting:
            self.waiting.pop(next(iter(self.waiting)))()
            done += 1
        return done


class AskedStore(DemoStore):
    """A shared store is asked the same by app after app: what only reads its orders is executed once a process."""

    __slots__ = ()

    def execute(
        self, document: DocumentNode, variables: Mapping[str, object], operation: str | None = None
    ) -> ExecutionResult:
        is_shared = any(self.orders is each.orders and self.shop is each.shop for each in _shared)
        is_as_it_was = is_shared and not (self.written or self.is_bulk)
        if not is_as_it_was or not _root_fields(document) <= _READS:
            return super().execute(document, variables, operation)
        asked = (id(document), json.dumps(variables, sort_keys=True), operation)
        key = (*asked, id(self.orders), self.scopes, self.hidden)
        if key not in _answers:
            _answers[key] = document, super().execute(document, variables, operation)
        return _answers[key][1]


def shared_store(store: DemoStore) -> DemoStore:
    """A store of this process, whose orders no test changes: see ``AskedStore``."""
    _shared.append(store)
    return store


_shared: list[DemoStore] = []
_READS = {"order", "orders", "ordersCount", "shop", "locations"}
_answers: dict[Hashable, tuple[DocumentNode, ExecutionResult]] = {}  # with the document, so that its id stays its own


def _root_fields(document: DocumentNode) -> set[str]:
    return {
        field.name.value if isinstance(field, FieldNode) else ""
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
        for field in definition.selection_set.selections
    }


class Shopify(BaseAdapter):
    """The demo's transport, which counts its questions by name and fails on demand.

    As with the true transport, concurrent reads begin once a question was sent. While ``gate`` is closed, it waits at
    it, after ``arrived`` is set. Where it ``stumbles``, something is
    missing from each order, with an error beside the data; where it is ``brief``, nothing more is told of an order than
    the first answer holds.
    """

    def __init__(self, store: DemoStore, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._lock = Lock()
        self.calls: Counter[str] = Counter()
        self.bodies: deque[bytes | str] = deque(maxlen=100)
        self.is_down = self.returns_errors = self.only_first_pages = False
        self.gate, self.arrived = Event(), Event()
        self.gate.set()
        own: dict[str, Any] = {"subscriptions": [], "written": {}}
        self._serve(AskedStore(**{part.name: getattr(store, part.name) for part in fields(store)} | own))

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        operation = _OPERATION.search(str(request.body))
        name = operation[1] if operation else ""
        with self._lock:
            self.calls[name] += 1
            self.bodies.append(request.body or "")
        begin_reads()
        self.arrived.set()
        assert self.gate.wait(60), "a test forgot to open the gate"
        if self.is_down or (self.only_first_pages and name not in _FIRST):
            raise requests.ConnectionError("down")
        answer = self._transport.send(request)
        return _with_fault(request, answer) if self.returns_errors else answer

    def close(self) -> None:
        """Nothing stays open."""

    def change(
        self,
        *,
        orders: Sequence[Node] | None = None,
        shop: Node | None = None,
        scopes: frozenset[str] | None = None,
        hidden: frozenset[str] | None = None,
    ) -> None:
        """Another state of the shop."""
        known = self.store
        self._serve(
            replace(
                known,
                orders=known.orders if orders is None else orders,
                shop=shop or known.shop,
                scopes=known.scopes if scopes is None else scopes,
                hidden=known.hidden if hidden is None else hidden,
            )
        )

    def accept_only(self, token: str, client: tuple[str, str] = ("demo", "demo")) -> None:
        """Let in with these credentials and no others."""
        self._transport.tokens = AccessTokens(clock=self._clock, static=token, client=client)

    def order(self, name: str) -> Node:
        return next(order for order in self.store.orders if order["name"] == name)

    def id_of(self, name: str) -> str:
        """Its number in Shopify, which no customer sees."""
        return str(self.order(name)["id"]).rpartition("/")[2]

    def cancel(self, name: str) -> None:
        """Cancels an order, as the merchant does in the admin."""
        known, at = self.order(name), "2026-11-22T14:05:30Z"
        changed = {**known, "cancelledAt": at, "cancelReason": "CUSTOMER", "updatedAt": at}
        self.change(orders=[changed if order is known else order for order in self.store.orders])

    def delete(self, name: str) -> None:
        """As a merchant deletes an order."""
        self.change(orders=[order for order in self.store.orders if order["name"] != name])

    def _serve(self, store: DemoStore) -> None:
        self.store = store
        self._transport = DemoTransport(clock=self._clock, store=store, bucket=LeakyBucket(maximum=10**6))


def _with_fault(request: requests.PreparedRequest, answer: requests.Response) -> requests.Response:
    body = answer.json()
    if body.get("data", {}).get("order"):
        body["data"]["order"]["shippingLine"] = None
        body["errors"] = [{"message": "Internal error", "path": ["order", "shippingLine"]}]
    headers = {"Content-Type": "application/json"}
    raw = HTTPResponse(BytesIO(json.dumps(body).encode()), headers, 200, preload_content=False)
    return HTTPAdapter().build_response(request, raw)


@cache
def harbor_goods() -> DemoStore:
    """The demo's shop as it is at the tests' moment."""
    return shared_store(HarborGoods(clock=Clock()).store())


class RedisServer:
    """A real Redis on a free port, which keeps nothing."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words only
        assert self._process.stdout
        assert any("Ready to accept connections" in line for line in self._process.stdout)

    def pause(self) -> None:
        """Still there, and answers nobody."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self._process and self._process.stdout:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            self._process = None


class AdminServer(LocalServer):
    """Another shop's Admin API, over HTTP, with a token of its own."""

    def __init__(self, store: DemoStore, clock: Clock, token: str, client: tuple[str, str]) -> None:
        transport = DemoTransport(clock=clock, store=store)
        transport.tokens = AccessTokens(clock=clock, static=token, client=client)
        super().__init__(ThreadingHTTPServer(("127.0.0.1", 0), _handler(transport, clock)))


def _handler(transport: DemoTransport, clock: Clock) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def date_time_string(self, _: float | None = None) -> str:
            return super().date_time_string(clock().timestamp())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            url = f"https://shop.example.com{self.path}"
            asked = requests.Request("POST", url, dict(self.headers.items()), data=body).prepare()
            answer = transport.send(asked)
            self.send_response(answer.status_code)
            for name in ("Content-Type", "X-Shopify-API-Version"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    return Handler


def free_port() -> int:
    """A port for a server that may be stopped and started again: none that the system lends to others meanwhile."""
    while True:
        port = _FIRST_PORT + randbelow(_PORTS)
        with suppress(OSError), socket.socket() as taken:
            taken.bind(("127.0.0.1", port))
            return port
