"""Checks that the response time of a refusal does not reveal whether an order exists."""

import hmac
import random
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, cycle, product
from math import exp, sqrt
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from urllib.parse import urlencode

from scripts.load import load_clients
from scripts.load.http import Answer, post
from scripts.load.load_clients import Spread
from scripts.load.orders import EMAIL, FURTHER, KINDS, NONE, confirmation
from scripts.load.process import Process
from scripts.load.report import Figure, at_least, at_most, just
from scripts.load.shop import REDIS, SHOP, SIGNS_WEBHOOKS, SITE, set_behavior, settings
from scripts.load.stored_orders import parcel, store_orders

_REFUSED = 404
_TRIES = 2000  # of each: of an order that is there, and of one that is not
_SURELY = 0.3  # below that, equals nearly always differ more
_CONTACTS = ("eve@example.com", "070 - 174 06 99")  # of one length, as their answers are

# Parts that differ between requests for any client.
_OF_THE_VISIT = re.compile(rb"(?im)^(?:date|x-request-id):[^\n]*\n")

_visitors = count()


def _proxied() -> str:
    """As Shopify hands a visitor on: https://shopify.dev/docs/apps/build/online-store/app-proxies."""
    query = {"path_prefix": "/apps/track", "shop": SHOP, "timestamp": str(int(time.time()))}
    message = "".join(f"{name}={value}" for name, value in sorted(query.items())).encode()
    signature = hmac.new(SIGNS_WEBHOOKS.encode(), message, "sha256").hexdigest()
    return f"/proxy?{urlencode({**query, 'signature': signature})}"


_SURFACES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {"on the page": lambda: "/", "in the frame": lambda: "/widget", "through the proxy": _proxied}
)


# How the number is typed, and where that is measured: the other numbers take the same way on every surface.
_WAYS: Mapping[str, tuple[Callable[[int], str], tuple[str, ...]]] = MappingProxyType(
    {
        "by number": ("#{}".format, tuple(_SURFACES)),
        "by confirmation number": (confirmation, ("on the page",)),
        "by tracking number": (parcel, ("on the page",)),
    }
)


async def measure(shopify: Process) -> AsyncIterator[Figure]:
    """At a Shopify that is as fast as this machine, where little hides a difference; one visitor at a time."""
    with TemporaryDirectory() as folder:
        database = store_orders(Path(folder), chain.from_iterable(KINDS.values()))
        for way, (spell, surfaces) in _WAYS.items():
            yield await _hits(shopify, database, f"{way}: the order, with its contact", spell)
            for surface, (kind, numbers) in product(surfaces, {**KINDS, "control, no such order either": NONE}.items()):
                what = f"{kind}, {way}, {surface}"
                for figure in await _compare(shopify, database, what, numbers, _SURFACES[surface], spell):
                    yield figure


async def _hits(shopify: Process, database: str, what: str, spell: Callable[[int], str]) -> Figure:
    """How long it takes to find an order: known to those who see it."""
    with Process(REDIS) as redis, Process(SITE, _settings(shopify, redis, database)) as site:
        await set_behavior(shopify, delay=0, jitter=0)
        requests = [_request("/", spell(number), EMAIL) for number in KINDS["e-mail"]] * 2
        answers = await load_clients.closed_loop(site.port, requests, clients=1)
    await set_behavior(shopify, delay=0.15, jitter=0)
    statuses = ", ".join(sorted({str(answer.status) for answer in answers}))
    return just(what, f"{Spread.of(answers[len(answers) // 2 :]).p50:.2f} ms ({statuses})")


async def _compare(
    shopify: Process,
    database: str,
    what: str,
    numbers: Sequence[int],
    path: Callable[[], str],
    spell: Callable[[int], str],
) -> list[Figure]:
    """On a site of its own, which has counted no tries yet; Redis counts at the same cost however many there are."""
    with Process(REDIS) as redis, Process(SITE, _settings(shopify, redis, database)) as site:
        await set_behavior(shopify, delay=0, jitter=0)
        await _ask(site, numbers, len(numbers), path, spell)  # nothing is done for the first time when it counts
        tries = await _ask(site, numbers, _TRIES, path, spell)
    await set_behavior(shopify, delay=0.15, jitter=0)
    wrong, unknown = ([each for each in tries if (each.number >= FURTHER) is missing] for missing in (False, True))
    statistic, chance = kolmogorov_smirnov(*([each.answer.seconds for each in kind] for kind in (wrong, unknown)))
    statuses = ", ".join(sorted({str(each.answer.status) for each in tries}))
    return [
        just(
            f"{what}: a wrong contact and no such order, {_TRIES} each", f"{_middle(wrong)} and {_middle(unknown)} ms"
        ),
        at_least(f"  D = {statistic:.4f}; so large a difference between equals has p", chance, 0.01, ""),
        at_most("  different answers, but for what was typed", len({each.said for each in tries}), 1, f"({statuses})"),
        at_most("  answered by anything but a refusal", sum(each.answer.status != _REFUSED for each in tries), 0, ""),
    ]


def _settings(shopify: Process, redis: Process, database: str) -> Mapping[str, str]:
    return settings(
        shopify,
        DATABASE_URL=database,
        REDIS_URL=f"redis://127.0.0.1:{redis.port}/0",
        EMBED_ORIGINS="https://shop.example.com",
    )


@dataclass(frozen=True, slots=True)
class _Try:
    number: int
    answer: Answer

    @property
    def said(self) -> bytes:
        """The whole response, without the submitted values."""
        whole = _OF_THE_VISIT.sub(b"", self.answer.head) + self.answer.body
        for contact in _CONTACTS:
            whole = whole.replace(contact.encode(), b"contact")
        return whole.replace(b"%d" % self.number, b"number")


async def _ask(
    site: Process, known: Sequence[int], each: int, path: Callable[[], str], spell: Callable[[int], str]
) -> list[_Try]:
    """Pairs of an order that is somebody else's and one that is not there, in either order, with the same contact."""
    asked = [
        (number, contact)
        for own, _, contact in zip(cycle(known), range(each), cycle(_CONTACTS), strict=False)
        for number in random.sample((own, own + FURTHER), 2)
    ]
    requests = (_request(path(), spell(number), contact) for number, contact in asked)
    answers = await load_clients.closed_loop(site.port, requests, clients=1)
    return [_Try(number, answer) for (number, _), answer in zip(asked, answers, strict=True)]


def _request(path: str, typed: str, contact: str) -> bytes:
    # One client address per attempt: attempts per address are limited.
    visitor = next(_visitors)
    address = f"10.{visitor >> 16 & 255}.{visitor >> 8 & 255}.{visitor & 255}"
    return post(path, {"order": typed, "email": contact}, {"X-Forwarded-For": address})


def _middle(tries: Sequence[_Try]) -> str:
    return f"{Spread.of([each.answer for each in tries]).p50:.2f}"


def kolmogorov_smirnov(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """The two-sample statistic, and how likely one as large is where both come from one source.

    https://www.itl.nist.gov/div898/software/dataplot/refman1/auxillar/ks2samp.htm
    """
    one, other = sorted(one), sorted(other)
    largest, ahead, place = 0.0, 0, 0
    for value in sorted({*one, *other}):
        while ahead < len(one) and one[ahead] <= value:
            ahead += 1
        while place < len(other) and other[place] <= value:
            place += 1
        largest = max(largest, abs(ahead / len(one) - place / len(other)))
    size = sqrt(len(one) * len(other) / (len(one) + len(other)))
    scaled = (size + 0.12 + 0.11 / size) * largest
    if scaled < _SURELY:  # there the series does not end
        return largest, 1.0
    chance = 2 * sum((-1) ** (term - 1) * exp(-2 * (term * scaled) ** 2) for term in range(1, 101))
    return largest, min(1.0, max(0.0, chance))
