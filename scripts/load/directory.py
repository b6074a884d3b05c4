"""Measures the database of all orders: webhooks, the first fill and pages beside it, on SQLite and on PostgreSQL.

Some ten minutes for each of them.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from scripts.load import load_clients
from scripts.load.http import get
from scripts.load.load_clients import Spread
from scripts.load.process import Process
from scripts.load.report import Figure, at_most, just
from scripts.load.shop import SITE, UNKNOWN, WORKER, link, set_behavior, settings, shopify_with, warm_up, webhook
from scripts.load.shopify import SPENT
from tests.postgres_server import PostgresServer, postgres_folder
from tracking.carriers import Carriers
from tracking.database import Database, orders, progress, tasks
from tracking.database.create import create_database
from tracking.demo.generated_orders import FIRST_NUMBER
from tracking.directory.fill_names import FIRST_FILL
from tracking.directory.judged_row import Rules
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.rejudge import Rejudge
from tracking.merchant.finding_rules import MerchantRules
from tracking.order.policy import Policy
from tracking.settings import Settings
from tracking.worker.task_runner import MAX_AT_ONCE

_OK = 200
_ROUND_TRIP = 0.15  # seconds, Shopify's usual
_POLL = 0.1  # seconds between two looks into the database

_WEBHOOKS, _WEBHOOK_SECONDS = 100, 60  # a second
_EACH = 5  # webhooks about one change of an order: its payment, its lines, its fulfillment order …
_BURST = 400  # different orders at once

_ORDERS = 10_000
_FASTER = 10  # than the bucket of most shops, which is what Shopify Plus has: a fill of an hour takes seven minutes
_BUCKET, _RESTORED = 2000, 100
_KILLED_AFTER = 1000  # orders
_PATIENCE = 900.0  # seconds for a fill, on a machine that is busy with other things

_PAGES, _PAGE_SECONDS, _PAGE_ROUNDS = 50, 3, 6  # a second
_TOLD = 1  # webhooks a second beside the pages

_orders = count(UNKNOWN + 10**8)


async def measure(shopify: Process) -> AsyncIterator[Figure]:
    """Each part on a database of its own."""
    with databases() as found:
        for name, urls in found.items():
            yield just(name, "")
            for part in (_webhooks, _fill, _pages):
                async for figure in part(shopify, next(urls)):
                    yield figure


@contextmanager
def databases() -> Iterator[Mapping[str, Iterator[str]]]:
    """URLs of empty databases, by the name of what they are in."""
    programs = postgres_folder()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed: `make bench` installs it")
    with TemporaryDirectory(prefix="bench-") as folder:
        server = PostgresServer(programs)
        server.start()
        try:
            yield {
                "SQLite": (f"sqlite:///{Path(folder, f'{number}.db')}" for number in count()),
                "PostgreSQL": (server.create_database() for _ in count()),
            }
        finally:
            server.remove()


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """The database behind the URL, with its tables."""
    database = create_database(Settings.from_environ({"DATABASE_URL": url}))
    database.prepare()
    yield database
    database.close()


async def _webhooks(shopify: Process, url: str) -> AsyncIterator[Figure]:
    """A hundred a second for a minute, and how long it takes until the list shows what they told of."""
    await set_behavior(shopify, delay=_ROUND_TRIP)
    with opened(url) as database, Process(SITE, settings(shopify, DATABASE_URL=url, WORKER="inside")) as site:
        await warm_up(site.port)
        await until_idle(database)
        changed = [next(_orders) for _ in range(_WEBHOOKS * _WEBHOOK_SECONDS // _EACH)]
        requests = [webhook(order, f"event-{nth}") for order in changed for nth in range(_EACH)]
        watched = asyncio.create_task(_seen(database, changed))
        began = time.perf_counter()
        answers = await load_clients.open_loop(site.port, requests, _WEBHOOKS)
        seen = await watched
        waits = [
            seen[order] - began - place * _EACH / _WEBHOOKS for place, order in enumerate(changed) if order in seen
        ]
        refused = sum(answer.status != _OK for answer in answers)
        yield at_most(
            f"{_WEBHOOKS} webhooks a second for {_WEBHOOK_SECONDS} s: p99 until 200", Spread.of(answers).p99, 100, "ms"
        )
        yield just("  in the middle", f"{Spread.of(answers).p50:.1f} ms")
        yield at_most(
            "  refused, or told and not in the database", refused + len(changed) - len(seen), 0, f"of {len(answers)}"
        )
        yield at_most(
            f"  until the order is judged ({_EACH} webhooks each): p95",
            quantiles(waits, n=20)[-1],
            5,
            "s",
            f"({median(waits):.1f} in the middle)",
        )
        yield just(f"{_BURST} orders that change at once: judged", f"{await _burst(site, database):.0f} a second")


async def _burst(site: Process, database: Database) -> float:
    changed = [next(_orders) for _ in range(_BURST)]
    await load_clients.closed_loop(site.port, [webhook(order) for order in changed])
    began = time.perf_counter()
    seen = await _seen(database, changed)
    return len(seen) / (max(seen.values()) - began)


async def _seen(database: Database, changed: Sequence[int], patience: float = 90) -> dict[int, float]:
    """When each of the orders first stood in the database."""
    waiting, seen, until = dict.fromkeys(map(str, changed)), dict[int, float](), time.perf_counter() + patience
    while waiting and time.perf_counter() < until:
        known = await asyncio.to_thread(_known, database, list(waiting)[:900])
        now = time.perf_counter()
        for order_id in known:
            del waiting[order_id]
            seen[int(order_id)] = now
        await asyncio.sleep(_POLL)
    return seen


def _known(database: Database, ids: Sequence[str]) -> list[str]:
    with database.read() as transaction:
        return list(orders.updated_at(transaction, ids))


async def until_idle(database: Database) -> None:
    """Until the first fill is done."""
    until = time.perf_counter() + _PATIENCE
    while time.perf_counter() < until:
        if (state := await asyncio.to_thread(_state, database)).is_listed and not state.waiting:
            return
        await asyncio.sleep(_POLL)
    raise SystemExit("the first fill does not end")


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    known: int
    waiting: int
    listed: int
    is_listed: bool


def _state(database: Database) -> _State:
    with database.read() as transaction:
        known = orders.count(transaction).known
        counts = tasks.counts(transaction, now=datetime.now(UTC))
        fill = progress.get(transaction, FIRST_FILL)
    found = fill if isinstance(fill, dict) else {}
    listed = found.get("listed")
    return _State(
        known=known,
        waiting=sum(each.due + each.waiting for each in counts.values()),
        listed=listed if isinstance(listed, int) else 0,
        is_listed=found.get("phase") == "done",
    )


async def _fill(_: Process, url: str) -> AsyncIterator[Figure]:
    """The first fill of ten thousand orders: killed after a thousand, and gone on with by another process."""
    bucket = {"maximum": _BUCKET * _FASTER, "restore_rate": _RESTORED * _FASTER}
    with opened(url) as database, Process(shopify_with(_ORDERS, **bucket)) as shopify:
        empty = _size(database)
        await set_behavior(shopify, delay=_ROUND_TRIP)
        environ = settings(shopify, DATABASE_URL=url, WORKER="inside")
        with Process(WORKER, environ) as worker:
            await _until(database, _KILLED_AFTER)
            worker.kill()
            killed = _state(database)
        first = await set_behavior(shopify, delay=_ROUND_TRIP)
        with Process(WORKER, environ) as worker:
            before = peak = worker.resident()
            await _until(database, killed.known + 1)  # when the killed one's lease has ended
            start, began = _state(database), time.perf_counter()
            while (state := await asyncio.to_thread(_state, database)).waiting > MAX_AT_ONCE or not state.is_listed:
                peak = max(peak, worker.resident())
                await asyncio.sleep(_POLL)
                if time.perf_counter() - began > _PATIENCE:
                    raise SystemExit("the fill does not end")
            seconds, done = time.perf_counter() - began, state.known - start.known
            await until_idle(database)
            end = _state(database)
            second = await set_behavior(shopify, delay=_ROUND_TRIP)
        asked = first.get("Order", 0) + second.get("Order", 0)
        each = (second[SPENT] - first[SPENT]) / max(1, end.known - killed.known)
        allowed = max(1.0, each * done - bucket["maximum"] / 2) / bucket["restore_rate"]
        yield at_most(
            f"first fill of {end.known} orders: beside what the bucket allows",
            seconds / allowed,
            1.15,
            "times",
            f"({done / seconds:.0f} orders a second, {each:.0f} points each)",
        )
        yield at_most("  more memory", peak - before, 100, "MB")
        yield at_most(
            "  killed and begun anew: orders asked for twice",
            asked - end.listed,
            MAX_AT_ONCE,
            "",
            "(those that were on their way)",
        )
        yield just("  size of an order, all in all", f"{(_size(database) - empty) / end.known:.0f} bytes")
        yield just("  judged again and written", f"{_judged_again(database):.0f} a second")


async def _until(database: Database, known: int) -> None:
    until = time.perf_counter() + _PATIENCE
    while time.perf_counter() < until:
        if (await asyncio.to_thread(_state, database)).known >= known:
            return
        await asyncio.sleep(_POLL)
    raise SystemExit("the first fill does not go on")


def _size(database: Database) -> int:
    database.checkpoint()
    return database.check().size


def _judged_again(database: Database) -> float:
    """By other rules than those of the site, batch by batch as the worker does."""
    policy = Policy(carriers=Carriers.built_in())
    rules, hashes = Rules(policy, MerchantRules()), OrderHashes(["key"])
    rejudge = Rejudge(database, rules, hashes, clock=lambda: datetime.now(UTC) + timedelta(days=1))
    began = time.process_time()
    judged = sum(rejudge.run_batch(50) for _ in range(20))
    return judged / (time.process_time() - began)


async def _pages(_: Process, url: str) -> AsyncIterator[Figure]:
    """A known page at a site that fills at Shopify's own pace and takes webhooks, and at one that does neither."""
    with Process(shopify_with(_ORDERS, maximum=_BUCKET, restore_rate=_RESTORED)) as shopify:
        await set_behavior(shopify, delay=_ROUND_TRIP)
        busy = settings(shopify, DATABASE_URL=url, WORKER="inside")
        with opened(url) as database, Process(SITE, busy) as site, Process(SITE, settings(shopify)) as idle:
            page = FIRST_NUMBER + 17
            await warm_up(site.port, [page])
            await warm_up(idle.port, [page])
            await _until(database, 20)
            start, began = _state(database).known, time.perf_counter()
            rounds = [(await _round(site, page, told=_TOLD), await _round(idle, page)) for _ in range(_PAGE_ROUNDS)]
            filled = (_state(database).known - start) / (time.perf_counter() - began)
        middle, late = (
            median(getattr(one, name) / getattr(other, name) for one, other in rounds) for name in ("p50", "p99")
        )
        yield at_most(
            "page while it fills and takes webhooks, to the same without",
            middle,
            1.1,
            "times",
            f"({rounds[-1][0]}; filling {filled:.1f} orders a second)",
        )
        yield just("  at the 99th percentile", f"{late:.2f} times")


async def _round(site: Process, page: int, told: int = 0) -> Spread:
    requests = [get(link(page))] * (_PAGES * _PAGE_SECONDS)
    webhooks = [webhook(page + 1 + nth, f"event-{time.perf_counter()}") for nth in range(told * _PAGE_SECONDS)]
    if not webhooks:
        return Spread.of(await load_clients.open_loop(site.port, requests, _PAGES))
    answers, _ = await asyncio.gather(
        load_clients.open_loop(site.port, requests, _PAGES), load_clients.open_loop(site.port, webhooks, told)
    )
    return Spread.of(answers)
