"""A Shopify of the bench's own: the demo store's answers over HTTP, after as long as one likes, or never.

``python -m scripts.load.shopify PORT``. Any order id is known: it gets the contents of one of a few demo orders.
Answers are made once and kept, so that it costs next to nothing beside the site that is measured. Their length is
rounded up: that an order is found takes no longer to send than that none is.

``python -m scripts.load.shopify PORT ORDERS [MAXIMUM RESTORE_RATE]``: a shop with so many different orders, which are
made when they are asked for, with Shopify's limit of points, and with bulk operations.
"""

import asyncio
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import parse_qsl

from scripts.load.http import read_message
from scripts.load.orders import orders_like
from tracking.demo import BulkOperations, LeakyBucket, generated_store
from tracking.demo.api import GraphQLRequest, respond
from tracking.demo.bulk_operations import PATH as BULK_PATH
from tracking.demo.harbor_goods import HarborGoods
from tracking.demo.result_file import ResultStream

SPENT = "points spent"
"""Stands beside the numbers of questions: how many points they cost since the start."""

_ORDER = re.compile(rb"gid://shopify/Order/(\d+)")
_NAME = re.compile(rb"query (\w+)")
_TEMPLATES = 8  # demo orders whose contents the others reuse
_PIECE = 65_536  # bytes
_ROUND_UP_TO = 4096  # bytes; more than the answer to any search has


@dataclass
class Behavior:
    """How it answers now. Seconds; ``is_down`` means an error at once, ``hangs`` no answer at all."""

    delay: float = 0.15
    jitter: float = 0.0
    is_down: bool = False
    hangs: bool = False
    asked: Counter[str] = field(default_factory=Counter)

    def change(self, query: str) -> None:
        """``delay=0.15&jitter=0.03&is_down=0&hangs=1``; resets the recorded requests."""
        for name, value in parse_qsl(query):
            setattr(self, name, float(value) if name in {"delay", "jitter"} else value == "1")
        self.asked.clear()


class CountingBucket(LeakyBucket):
    """A bucket that knows how many points were spent in all."""

    spent = 0.0

    def spend(self, points: float) -> bool:
        """Take points, if there are enough."""
        has_spent = super().spend(points)
        self.spent += points if has_spent else 0
        return has_spent

    def refund(self, points: float) -> None:
        """Return points."""
        super().refund(points)
        self.spent -= points


class Shop(Protocol):
    """The shop that a load test queries: its GraphQL responses and its files."""

    @property
    def spent(self) -> float:
        """How many points of Shopify's were spent."""

    def to(self, body: bytes) -> bytes:
        """The JSON for a GraphQL request."""

    def file(self, path: str) -> Iterator[bytes] | None:
        """The file of a bulk operation, in pieces; None where there is none."""


class GeneratedAnswers:
    """The answers of a shop with so many orders, each made when it is asked for."""

    def __init__(self, count: int, bucket: CountingBucket, origin: str) -> None:
        self._bucket = bucket
        self._bulk = BulkOperations()
        self._store = replace(generated_store(count, datetime.now(UTC)), bulk=self._bulk, origin=origin)

    @property
    def spent(self) -> float:
        """How many points of Shopify's were spent."""
        return self._bucket.spent

    def to(self, body: bytes) -> bytes:
        """The JSON for a GraphQL request."""
        asked = json.loads(body)
        question = GraphQLRequest(query=asked["query"], variables=asked.get("variables") or {})
        return json.dumps(respond(question, self._store, self._bucket), ensure_ascii=False).encode()

    def file(self, path: str) -> Iterator[bytes] | None:
        """The file of a bulk operation, in pieces."""
        found = self._bulk.result(path)
        if found is None:
            return None
        stream = ResultStream(found)
        return iter(lambda: stream.read(_PIECE) or b"", b"")


class Answers:
    """The demo store's answers, made once for each question."""

    spent = 0.0

    def __init__(self) -> None:
        store = HarborGoods(clock=lambda: datetime.now(UTC)).store()
        self._store = replace(store, orders=[*store.orders, *orders_like(store.orders[0])])
        self._known = [str(order["id"]).rpartition("/")[2].encode() for order in self._store.orders]
        self._made: dict[bytes, bytes] = {}

    def to(self, body: bytes) -> bytes:
        """The JSON for a GraphQL request, its order's id put in place of the template's."""
        asked = _ORDER.search(body)
        if asked is None or asked[1] in self._known:
            return self._answer(body)
        template = self._known[int(asked[1]) % _TEMPLATES]
        made = self._answer(body.replace(asked[0], b"gid://shopify/Order/" + template))
        return made.replace(b'Order/%s"' % template, b'Order/%s"' % asked[1])

    def file(self, _: str) -> None:
        """There are no bulk operations."""

    def _answer(self, body: bytes) -> bytes:
        if body not in self._made:
            asked = json.loads(body)
            question = GraphQLRequest(query=asked["query"], variables=asked["variables"])
            made = json.dumps(respond(question, self._store, LeakyBucket(maximum=10**6))).encode()
            self._made[body] = made + b" " * (-len(made) % _ROUND_UP_TO)
        return self._made[body]


async def serve(port: int, shop: Shop) -> None:
    """Until it is ended."""
    behavior = Behavior()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while message := await read_message(reader):
                path = message.head.split(b" ", 2)[1].decode()
                if path.startswith(BULK_PATH):
                    await _send_file(writer, shop.file(path))
                    break
                writer.write(await _reply(message.head, message.body, shop, behavior))
        except ConnectionError:  # clients that disconnect
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


async def _send_file(writer: asyncio.StreamWriter, pieces: Iterator[bytes] | None) -> None:
    """The file, whose end is that of the connection."""
    status = b"404 Not Found" if pieces is None else b"200 OK"
    writer.write(b"HTTP/1.1 %s\r\nContent-Type: application/jsonl\r\nConnection: close\r\n\r\n" % status)
    for piece in pieces or ():
        writer.write(piece)
        await writer.drain()


async def _reply(head: bytes, body: bytes, answers: Shop, behavior: Behavior) -> bytes:
    method, target, _ = head.split(b" ", 2)
    if method == b"GET":  # the bench's own questions
        asked = json.dumps({**behavior.asked, **({SPENT: int(answers.spent)} if answers.spent else {})}).encode()
        behavior.change(target.decode().partition("?")[2])
        return _response(b"200 OK", asked)
    name = _NAME.search(body)
    behavior.asked[name[1].decode() if name else ""] += 1
    if behavior.is_down:
        return _response(b"502 Bad Gateway", b"<html>")
    ready = asyncio.get_running_loop().time() + behavior.delay + random.uniform(-1, 1) * behavior.jitter  # noqa: S311 - no secret
    made = answers.to(body)
    await asyncio.sleep(3600 if behavior.hangs else ready - asyncio.get_running_loop().time())
    return _response(b"200 OK", made)


def _response(status: bytes, body: bytes) -> bytes:
    return (
        b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nX-Shopify-API-Version: 2026-10\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (status, len(body), body)
    )


def _shop(port: int, count: int = 0, maximum: int = 10**9, restore_rate: int = 10**9) -> Shop:
    if not count:
        return Answers()
    return GeneratedAnswers(
        count, CountingBucket(maximum=maximum, restore_rate=restore_rate), f"http://127.0.0.1:{port}"
    )


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), _shop(*map(int, sys.argv[1:]))))
