"""Compares servers: the cost of a request, and the response beside slow clients and blocked calls."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count, cycle, repeat

from scripts.load import load_clients, slow
from scripts.load.candidates import CANDIDATES
from scripts.load.http import Answer, Connection, get
from scripts.load.load_clients import Spread
from scripts.load.process import Process
from scripts.load.report import Figure, at_most, just
from scripts.load.shop import UNKNOWN, link, set_behavior, settings, warm_up

_ROUNDS = 5
_BATCH_SECONDS = 1.5
_OK = 200
_HANGING = 12

_unknown = count(UNKNOWN + 10**6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Per request: milliseconds of CPU of the server's processes, and of the load generator."""

    per_second: float
    cpu: float
    generator: float


async def measure(shopify: Process) -> AsyncIterator[Figure]:
    """Everything about each of them, every part on a fresh start."""
    for name, command in CANDIDATES.items():
        yield just(name, "")
        with Process(command, settings(shopify)) as server:
            await _open(server, shopify)
            for figure in [*await _costs(server), *await _hanging(server, shopify)]:
                yield figure
        for way in slow.WAYS:
            with Process(command, settings(shopify)) as server:
                await _open(server, shopify)
                yield await _beside(way, server)


async def _open(server: Process, shopify: Process) -> None:
    await set_behavior(shopify, delay=0.01, hangs=False)
    await warm_up(server.port)


async def _costs(server: Process) -> list[Figure]:
    """The bare route and the warm page in turns, so that a machine that changes its speed changes both."""
    bare, page = get("/bare"), get(link(UNKNOWN))
    pairs = [(await _cost(server, bare), await _cost(server, page)) for _ in range(_ROUNDS + 1)][1:]
    ratio = sorted(warm.cpu / plain.cpu for plain, warm in pairs)[_ROUNDS // 2]
    plain, warm = (sorted(costs, key=lambda cost: cost.cpu)[_ROUNDS // 2] for costs in zip(*pairs, strict=True))
    return [
        just("bare Flask route", _spelled(plain)),
        just("warm order page", _spelled(warm)),
        at_most("CPU of the warm page beside the bare route", ratio, 1.2, "times"),
        just("in memory", f"{server.resident():.0f} MB"),
    ]


async def _cost(server: Process, request: bytes) -> Cost:
    cpu, generator, start = server.cpu(), time.process_time(), time.perf_counter()
    answers = await load_clients.closed_loop(server.port, repeat(request), seconds=_BATCH_SECONDS)
    asked = len(answers)
    return Cost(
        per_second=asked / (time.perf_counter() - start),
        cpu=1000 * (server.cpu() - cpu) / asked,
        generator=1000 * (time.process_time() - generator) / asked,
    )


def _spelled(cost: Cost) -> str:
    return f"{cost.per_second:5.0f} a second, {cost.cpu:.2f} ms of CPU (and {cost.generator:.2f} in the generator)"


async def _hanging(server: Process, shopify: Process) -> list[Figure]:
    """Warm pages while others wait for a Shopify that does not answer, and without those."""
    warm = [get(link(UNKNOWN))] * 500
    alone = Spread.of(await load_clients.open_loop(server.port, warm, rate=200))
    await set_behavior(shopify, hangs=True)
    cold = [asyncio.create_task(_cold(server)) for _ in range(_HANGING)]
    await asyncio.sleep(0.2)
    answers = await load_clients.open_loop(server.port, warm, rate=200)
    waiting = sum(not task.done() for task in cold)
    await asyncio.gather(*cold)
    await set_behavior(shopify, hangs=False)
    what = f"p99 of the warm page beside {waiting} cold ones that hang"
    return [at_most(what, Spread.of(answers).p99, 20, "ms", f"{_unanswered(answers)}({alone.p99:.1f} without them)")]


async def _cold(server: Process) -> Answer:
    connection = Connection(server.port)
    answer = await connection.ask(get(link(next(_unknown))))
    connection.close()
    return answer


async def _beside(way: str, server: Process) -> Figure:
    """Twelve others, who open a known order and the form in turns."""
    page = get(link(UNKNOWN))
    async with slow.clients(server.port, slow.WAYS[way], page):
        answers = await load_clients.closed_loop(server.port, cycle((page, get("/"))), seconds=4, clients=12, pause=0.1)
    lost = sum(answer.status != _OK for answer in answers)
    what = f"not answered beside {slow.CLIENTS} {way}"
    return at_most(what, lost, 0, f"of {len(answers)}", f"(p99 {Spread.of(answers).p99:.0f} ms)")


def _unanswered(answers: list[Answer]) -> str:
    lost = sum(answer.status != _OK for answer in answers)
    return f"({lost} of {len(answers)} not answered) " if lost else ""
