"""A Shopify over HTTP that is the demo's, until something comes between."""

import json
import re
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Event, Lock
from typing import Self, TypeAlias

from requests import Request

from tests.fakes import Clock, harbor_goods
from tests.shopify.faulty_server import Behavior, Exchange, FaultyServer, http_response
from tracking.demo import DemoStore, DemoTransport, LeakyBucket
from tracking.demo.store import Node
from tracking.shopify.json_decoder import Json

Twist: TypeAlias = Callable[[Json], Json]

_NAME = re.compile(rb"query (\w+)")
_TIMEOUT = 60.0


class Shop:
    """How Shopify behaves, to be changed while it serves.

    ``hiccups`` come first, each once; then a ``fault`` lasts until it is taken away. Else the demo store answers, after
    a ``twist`` to its JSON. While the ``gate`` is closed a question waits at it, after ``arrived`` is set.
    """

    def __init__(self, clock: Clock) -> None:
        self.hiccups: deque[Behavior] = deque()
        self.fault: Behavior | None = None
        self.twist: Twist = lambda said: said
        self.headers: Mapping[str, str] = {}
        self.asked: Counter[str] = Counter()
        self.arrived, self.gate = Event(), Event()
        self.gate.set()
        self._lock = Lock()
        self.url = ""
        self.come_back()
        self._clock = clock
        self._serve(harbor_goods())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.go_away()

    def go_away(self) -> None:
        """A port without a server."""
        self._server.__exit__()

    def come_back(self) -> None:
        """To where it was before."""
        self._server = FaultyServer(self, port=int(self.url.rpartition(":")[2] or 0)).__enter__()
        self.url = self._server.url

    def cancel(self, name: str) -> None:
        """As a merchant cancels an order."""
        at = self._clock.true_time.isoformat()
        changed = {**self._order(name), "cancelledAt": at, "cancelReason": "CUSTOMER", "updatedAt": at}
        orders = [changed if order["name"] == name else order for order in self._store.orders]
        self._serve(replace(self._store, orders=orders))

    def id_of(self, name: str) -> str:
        return str(self._order(name)["id"]).rpartition("/")[2]

    def close_gate(self) -> None:
        self.arrived.clear()
        self.gate.clear()

    def __call__(self, line: Exchange) -> None:
        """Meet a question."""
        name = _NAME.search(line.request.body)
        with self._lock:
            self.asked[name[1].decode() if name else ""] += 1
            behave = self.hiccups.popleft() if self.hiccups else self.fault
        self.arrived.set()
        self.gate.wait(_TIMEOUT)
        (behave or self.answers)(line)

    def answers(self, line: Exchange) -> None:
        """As Shopify does."""
        url = f"https://shop.example.com{line.request.path}"
        asked = Request("POST", url, dict(line.request.headers.items()), data=line.request.body).prepare()
        answer = self.transport.send(asked)
        body = json.dumps(self.twist(answer.json())).encode()
        line.socket.sendall(http_response(answer.status_code, body, self.headers))

    def _order(self, name: str) -> Node:
        return next(order for order in self._store.orders if order["name"] == name)

    def _serve(self, store: DemoStore) -> None:
        self._store = store
        self.transport = DemoTransport(clock=self._clock, store=store, bucket=LeakyBucket(maximum=10**6))
