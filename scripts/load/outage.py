"""Shopify does not answer for half a minute, just after it said that every order has changed."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from itertools import count

from scripts.load import load_clients
from scripts.load.http import Answer, get
from scripts.load.load_clients import Spread
from scripts.load.process import Process
from scripts.load.report import Figure, at_most
from scripts.load.shop import SITE, UNKNOWN, link, set_behavior, settings, warm_up, webhook

_SECONDS = 30
_SETTLED = 15  # seconds after which no request calls Shopify any more
_RATE = 50  # openings of known orders a second
_KNOWN = range(UNKNOWN, UNKNOWN + 40)
_OK, _UNAVAILABLE = 200, 503

_unknown = count(UNKNOWN + 10**9)


async def measure(shopify: Process) -> AsyncIterator[Figure]:
    """Once with a Shopify that is silent, once with one that says at once that it is broken."""
    for name, how in (("is silent", {"hangs": 1}), ("is broken", {"is_down": 1})):
        with Process(SITE, settings(shopify)) as site:
            await set_behavior(shopify, delay=0.15, hangs=0, is_down=0)
            await warm_up(site.port, _KNOWN)
            await set_behavior(shopify, **how)
            await _outdate(site)
            for figure in await _during(site, name):
                yield figure
            await set_behavior(shopify, delay=0.15, hangs=0, is_down=0)
            yield at_most("  seconds until new ones are answered again", await _recovery(site), 10, "s")


async def _outdate(site: Process) -> None:
    await load_clients.closed_loop(site.port, [webhook(order) for order in _KNOWN], clients=1)


async def _during(site: Process, name: str) -> list[Figure]:
    pages = [get(link(order)) for order in _KNOWN]
    requests = [pages[place % len(pages)] for place in range(_RATE * _SECONDS)]
    known, unknown = await asyncio.gather(load_clients.open_loop(site.port, requests, _RATE), _try_unknown(site))
    lost = sum(answer.status != _OK for answer in known)
    return [
        at_most(f"Shopify {name}: known orders not shown", lost, 0, f"of {len(known)}"),
        at_most("  p99 of known orders, all the time", Spread.of(known).p99, 5000, "ms"),
        at_most("  p99 of known orders, once that is known", Spread.of(known[_RATE * _SETTLED :]).p99, 100, "ms"),
        at_most("  unknown orders: the longest until 503", max(answer.seconds for answer in unknown), 5, "s"),
        at_most("  unknown orders: another answer", _not(unknown, _UNAVAILABLE), 0, f"of {len(unknown)}"),
    ]


async def _try_unknown(site: Process) -> list[Answer]:
    until, answers = time.monotonic() + _SECONDS, []
    while time.monotonic() < until:
        requests = [get(link(next(_unknown))) for _ in range(3)]
        answers += await load_clients.at_once(site.port, requests)
        await asyncio.sleep(0.5)
    return answers


def _not(answers: Sequence[Answer], status: int) -> int:
    return sum(answer.status != status or not answer.header("Retry-After") for answer in answers)


async def _recovery(site: Process) -> float:
    start = time.perf_counter()
    for order in _unknown:
        (answer,) = await load_clients.at_once(site.port, [get(link(order))])
        if answer.status == _OK:
            break
        await asyncio.sleep(0.1)
    return time.perf_counter() - start
