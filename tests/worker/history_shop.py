"""A shop over HTTP whose history is read, with faults of its files to choose from."""

import re
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from tests.database import kept_rows
from tests.directory.stored_orders import POLICY
from tests.fakes import Clock
from tests.local_server import LocalServer
from tracking.database import Database, progress
from tracking.database.step_durations import StepDurationRow
from tracking.demo import BulkOperations, DemoStore, DemoTransport, LeakyBucket
from tracking.directory.ended_steps import HISTORY
from tracking.directory.fill_names import FIRST_FILL
from tracking.running.metrics import Metrics
from tracking.running.runtime import Runtime
from tracking.settings import Settings
from tracking.shopify.bulk.order_history import OrderHistory
from tracking.shopify.create import create_shopify
from tracking.worker.history import HistoryImport
from tracking.worker.history_state import DONE, GIVEN_UP, HistoryState

PART = 4096  # bytes: a small shop's file has many parts
ORDERS = 40
_MOST_STEPS = 5000
_OPERATION = re.compile(rb"(?:query|mutation) (\w+)")


@dataclass(frozen=True, kw_only=True)
class FileFault:
    """The fault of one answer: another status, only so many bytes of the announced ones, or other bytes."""

    status: int | None = None
    cut_at: int | None = None
    content: bytes | None = None


class HistoryShop(LocalServer):
    """``files`` are the headers of each request for a file; ``faults`` are of the next answers to them.

    ``answers`` are the next ones of the API in place of its own.
    """

    def __init__(self, store: DemoStore, clock: Callable[[], datetime], *, roots_per_second: float = 2000) -> None:
        self.calls: Counter[str] = Counter()
        self.files: list[dict[str, str]] = []
        self.faults: deque[FileFault | None] = deque()
        self.answers: deque[bytes] = deque()
        self.bulk = BulkOperations(clock=clock, roots_per_second=roots_per_second)
        self.transport = DemoTransport(clock=clock, store=store, bucket=LeakyBucket(maximum=10**6), bulk=self.bulk)
        super().__init__(ThreadingHTTPServer(("127.0.0.1", 0), _handler(self)))


def history_of(url: str, database: Database, clock: Clock, *, part_size: int = PART) -> HistoryImport:
    """An import by a process of its own."""
    environ = {"SHOPIFY_SHOP": "demo.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "demo", "SHOPIFY_API_URL": url}
    settings = Settings.from_environ({**environ, "SECRET_KEY": "a key of the tests, which is long enough"})
    runtime = Runtime(clock=clock, monotonic=clock.monotonic, sleep=clock.sleep, metrics=Metrics())
    shopify = create_shopify(settings, runtime)
    history = OrderHistory(shopify.client, part_size=part_size)
    return HistoryImport(database, history, shopify.profile, POLICY, clock=clock, monotonic=clock.monotonic)


def end_fill(database: Database) -> None:
    """As if the first fill had listed every order."""
    with database.write() as transaction:
        progress.put(transaction, FIRST_FILL, {"since": "2026-08-24T00:00:00+00:00", "phase": "done"})


def state_of(history: HistoryImport) -> HistoryState:
    state = history.state()
    assert state
    return state


def put_state(database: Database, state: HistoryState) -> None:
    with database.write() as transaction:
        progress.put(transaction, HISTORY, asdict(state))


def work(history: HistoryImport, clock: Clock, *phases: str) -> HistoryState:
    """Let it work, and time pass while it waits, until it is in one of these phases, or has ended."""
    for _ in range(_MOST_STEPS):
        state = history.state()
        if state and state.phase in {DONE, GIVEN_UP, *phases}:
            return state
        if not history.advance():
            clock.now = datetime.fromisoformat(state_of(history).next_at)
    raise AssertionError("the import does not end")


def step_rows(database: Database) -> Counter[StepDurationRow]:
    with database.read() as transaction:
        return Counter(kept_rows.steps(transaction))


def steps(database: Database) -> Counter[str]:
    return Counter(row.step for row in step_rows(database).elements())


def expected_steps(store: DemoStore) -> Counter[str]:
    """The steps of the shop's orders, by Shopify's own fields."""
    parcels = [
        (order, parcel)
        for order in store.orders
        if not order["cancelledAt"]
        for parcel in order["fulfillments"]  # type: ignore[attr-defined]
        if parcel["status"] == "SUCCESS"
    ]
    arrived = [order for order, parcel in parcels if parcel["deliveredAt"]]
    return Counter(
        sent=len({order["id"] for order, _ in parcels}),
        first_scan=sum(bool(parcel["inTransitAt"]) for _, parcel in parcels),
        arrived=len(arrived),
    )


def _handler(shop: HistoryShop) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        def respond(self, method: str, body: bytes) -> None:
            asked = requests.Request(method, f"{shop.url}{self.path}", dict(self.headers.items()), data=body).prepare()
            if method == "POST" and shop.answers:
                self.send_answer(200, {"Content-Type": "application/json"}, shop.answers.popleft())
                return
            answer = shop.transport.send(asked)
            if method == "GET":
                shop.files.append(dict(self.headers.items()))
                self.send_file(answer, shop.faults.popleft() if shop.faults else None)
                return
            named = _OPERATION.search(body)
            shop.calls[named[1].decode() if named else ""] += 1
            self.send_answer(answer.status_code, answer.headers, answer.content)

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer in one piece

    def respond(self, method: str, body: bytes) -> None:
        raise NotImplementedError

    def do_POST(self) -> None:
        self.respond("POST", self.rfile.read(int(self.headers["Content-Length"])))

    def do_GET(self) -> None:
        self.respond("GET", b"")

    def send_file(self, answer: requests.Response, fault: FileFault | None) -> None:
        content = answer.content
        if fault is None:
            self.send_answer(answer.status_code, answer.headers, content)
        elif fault.status:
            self.send_answer(fault.status, {}, b"")
        elif fault.content is not None:
            self.send_answer(200, {}, fault.content)
        else:
            self.send_answer(answer.status_code, answer.headers, content[: fault.cut_at], length=len(content))
            self.close_connection = True

    def send_answer(
        self, status: int, headers: Mapping[str, str], content: bytes, *, length: int | None = None
    ) -> None:
        self.send_response(status)
        for name in ("Content-Type", "X-Shopify-API-Version", "Content-Range"):
            if name in headers:
                self.send_header(name, headers[name])
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""
