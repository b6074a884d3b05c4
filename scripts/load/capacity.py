"""Twice and five times as many cold openings as the process can answer, with webhooks among them."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from itertools import count

from scripts.load import load_clients
from scripts.load.http import Answer, get
from scripts.load.load_clients import Spread
from scripts.load.process import Process
from scripts.load.report import Figure, at_least, at_most, just
from scripts.load.shop import SITE, UNKNOWN, link, set_behavior, settings, warm_up, webhook

_FULL = 24  # numbers of clients: as many as are served at once, and as many as may wait
_MEASURE_SECONDS = 8
_OFFER_SECONDS = 20
_WEBHOOKS = 5  # a second
_OK, _SURPLUS = 200, 503
_MORE_MEGABYTES = 60  # the growth limit of a site with some thousand cached orders

_orders = count(UNKNOWN + 10**7)


async def measure(shopify: Process) -> AsyncIterator[Figure]:
    """The load that it sustains, and the responses to more."""
    for times in (2, 5):
        with Process(SITE, settings(shopify)) as site:
            await set_behavior(shopify, delay=0.15)
            await warm_up(site.port)
            capacity = await _sustained(site)
            yield just("cold openings that one process sustains", f"{capacity:.0f} a second")
            for figure in await _offered(site, capacity, times):
                yield figure


async def _sustained(site: Process) -> float:
    start, requests = time.perf_counter(), (get(link(next(_orders))) for _ in count())
    answers = await load_clients.closed_loop(site.port, requests, seconds=_MEASURE_SECONDS, clients=_FULL)
    return sum(answer.status == _OK for answer in answers) / (time.perf_counter() - start)


async def _offered(site: Process, capacity: float, times: int) -> list[Figure]:
    before, cpu, rate = site.resident(), site.cpu(), capacity * times
    openings = [get(link(next(_orders))) for _ in range(int(rate * _OFFER_SECONDS))]
    webhooks = [webhook(next(_orders)) for _ in range(_WEBHOOKS * _OFFER_SECONDS)]
    visited, told = await asyncio.gather(
        load_clients.open_loop(site.port, openings, rate), load_clients.open_loop(site.port, webhooks, _WEBHOOKS)
    )
    good = [answer for answer in visited if answer.status == _OK]
    surplus = [answer for answer in visited if answer.status == _SURPLUS and answer.header("Retry-After")]
    return [
        at_least(f"{times} times that: answered", 100 * len(good) / _OFFER_SECONDS / capacity, 90, "% of it"),
        at_most(
            "  neither answered nor told when to come again",
            len(visited) - len(good) - len(surplus),
            0,
            _others(visited),
        ),
        just("  those who were answered", str(Spread.of(good))),
        just("  those who were told to come again", str(Spread.of(surplus))),
        at_least("  webhooks taken", 100 * sum(answer.status == _OK for answer in told) / len(told), 100, "%"),
        at_most("  webhooks, p99", Spread.of(told).p99, 1000, "ms"),
        just("  of one processor", f"{100 * (site.cpu() - cpu) / _OFFER_SECONDS:.0f} %"),
        at_most("  more memory", site.resident() - before, _MORE_MEGABYTES, "MB"),
    ]


def _others(answers: Sequence[Answer]) -> str:
    found = Counter(answer.status for answer in answers)
    return "(" + ", ".join(f"{status}: {times}" for status, times in sorted(found.items())) + ")"
