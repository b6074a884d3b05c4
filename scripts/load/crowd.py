"""Two hundred people open one order, which nobody has opened before, at the same moment."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from itertools import chain

from scripts.load import asking
from scripts.load.asking import Spread
from scripts.load.http import get
from scripts.load.process import Process
from scripts.load.report import Figure, at_most, just
from scripts.load.shop import REDIS, SITE, UNKNOWN, link, manner, settings, warm_up

_PEOPLE = 200
_OK = 200
_ORDER = UNKNOWN + 10**8


async def measure(shopify: Process) -> AsyncIterator[Figure]:
    """Calls to Shopify, in one process, and in two that share a Redis."""
    await manner(shopify, delay=0.15)
    with Process(SITE, settings(shopify)) as site:
        for figure in await _open(shopify, [site]):
            yield figure
    with Process(REDIS) as redis:
        shared = settings(shopify, REDIS_URL=f"redis://127.0.0.1:{redis.port}/0")
        with Process(SITE, shared) as one, Process(SITE, shared) as other:
            for figure in await _open(shopify, [one, other]):
                yield figure


async def _open(shopify: Process, sites: list[Process]) -> list[Figure]:
    for place, site in enumerate(sites):  # each with orders of its own, so that it has talked with Shopify
        await warm_up(site.port, range(_ORDER + 8 * place + 1, _ORDER + 8 * place + 9))
    await manner(shopify, delay=0.15)
    crowds = [asking.at_once(site.port, [get(link(_ORDER))] * (_PEOPLE // len(sites))) for site in sites]
    answers = list(chain(*await asyncio.gather(*crowds)))
    asked = await manner(shopify, delay=0.15)
    refused = sum(answer.status != _OK for answer in answers)
    where = "one process" if len(sites) == 1 else "two processes on one Redis"
    return [
        at_most(
            f"{_PEOPLE} open one cold order in {where}: calls to Shopify", sum(asked.values()), 1, "", _spelled(asked)
        ),
        at_most("  not answered", refused, 0, ""),
        just("  answered", str(Spread.of(answers))),
    ]


def _spelled(asked: Mapping[str, int]) -> str:
    return "".join(f"{name} {times} " for name, times in asked.items())
