"""Two hundred clients open or look up one uncached order at the same moment."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from itertools import chain

from scripts.load import load_clients
from scripts.load.http import Answer, get, post
from scripts.load.load_clients import Spread
from scripts.load.orders import EMAIL, KINDS
from scripts.load.process import Process
from scripts.load.report import Figure, at_most, just
from scripts.load.shop import REDIS, SITE, UNKNOWN, link, set_behavior, settings, warm_up

_PEOPLE = 200
_ROUND_TRIP = 0.15  # seconds
_OK, _FOUND, _MISSING = 200, 303, 404
_ORDER = UNKNOWN + 10**8
_LOOKED_UP = KINDS["e-mail"][0]


async def measure(shopify: Process) -> AsyncIterator[Figure]:
    """Calls to Shopify, in one process, and in two that share a Redis."""
    await set_behavior(shopify, delay=_ROUND_TRIP)
    with Process(SITE, settings(shopify)) as site:
        for figure in [*await _open(shopify, [site]), *await _look_up(shopify, site)]:
            yield figure
    with Process(REDIS) as redis:
        shared = settings(shopify, REDIS_URL=f"redis://127.0.0.1:{redis.port}/0")
        with Process(SITE, shared) as one, Process(SITE, shared) as other:
            for figure in await _open(shopify, [one, other]):
                yield figure


async def _open(shopify: Process, sites: list[Process]) -> list[Figure]:
    for place, site in enumerate(sites):  # each with orders of its own, so that it has talked with Shopify
        await warm_up(site.port, range(_ORDER + 8 * place + 1, _ORDER + 8 * place + 9))
    await set_behavior(shopify, delay=_ROUND_TRIP)
    crowds = [load_clients.at_once(site.port, [get(link(_ORDER))] * (_PEOPLE // len(sites))) for site in sites]
    answers = list(chain(*await asyncio.gather(*crowds)))
    asked = await set_behavior(shopify, delay=_ROUND_TRIP)
    refused = sum(answer.status != _OK for answer in answers)
    where = "one process" if len(sites) == 1 else "two processes on one Redis"
    return [
        at_most(
            f"{_PEOPLE} open one cold order in {where}: calls to Shopify", sum(asked.values()), 1, "", _spelled(asked)
        ),
        at_most("  not answered", refused, 0, ""),
        just("  answered", str(Spread.of(answers))),
    ]


async def _look_up(shopify: Process, site: Process) -> list[Figure]:
    """By the form, every twentieth with another's address: each is told by his own."""
    await set_behavior(shopify, delay=_ROUND_TRIP)
    requests = [_form(visitor, is_own=visitor % 20 > 0) for visitor in range(_PEOPLE)]
    answers = await load_clients.at_once(site.port, requests)
    asked = await set_behavior(shopify, delay=_ROUND_TRIP)
    expected = [_FOUND if visitor % 20 else _MISSING for visitor in range(_PEOPLE)]
    wrong = sum(answer.status != status for answer, status in zip(answers, expected, strict=True))
    # A search is shared while it runs, and never kept: those who come after its end search again.
    one_after_another = max(1, int(max(answer.seconds for answer in answers) / _ROUND_TRIP))
    searches = asked.get("Search", 0)
    return [
        at_most(f"{_PEOPLE} look one cold order up: searches", searches, one_after_another, "", _spelled(asked)),
        at_most("  not answered by their own contact", wrong, 0, "", f"({_statuses(answers)})"),
        just("  answered", str(Spread.of(answers))),
    ]


def _form(visitor: int, *, is_own: bool) -> bytes:
    contact = EMAIL if is_own else "eve@example.com"
    return post("/", {"order": f"#{_LOOKED_UP}", "email": contact}, {"X-Forwarded-For": f"10.1.0.{visitor}"})


def _statuses(answers: list[Answer]) -> str:
    counted = Counter(answer.status for answer in answers)
    return ", ".join(f"{status}: {times}" for status, times in sorted(counted.items()))


def _spelled(asked: Mapping[str, int]) -> str:
    return "".join(f"{name} {times} " for name, times in asked.items())
