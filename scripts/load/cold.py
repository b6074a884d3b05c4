"""Measures the time that the site adds to Shopify's own for orders that are not cached."""

import json
from collections.abc import AsyncIterator
from itertools import count, islice

from scripts.load import load_clients
from scripts.load.http import get, post
from scripts.load.load_clients import Spread
from scripts.load.process import Process
from scripts.load.report import Figure, at_most, just
from scripts.load.shop import SITE, UNKNOWN, link, set_behavior, settings, warm_up
from tracking.shopify.client import document

_TIMES = 60

_orders = count(UNKNOWN + 10**6)


async def measure(shopify: Process) -> AsyncIterator[Figure]:
    """One visitor at a time."""
    await set_behavior(shopify, delay=0.15)
    with Process(SITE, settings(shopify)) as site:
        await warm_up(site.port)
        openings = (get(link(order)) for order in islice(_orders, _TIMES))
        cold = Spread.of(await load_clients.closed_loop(site.port, openings, clients=1))
    body = json.dumps({"query": document("shop"), "variables": {}}).encode()
    bare = Spread.of(await load_clients.closed_loop(shopify.port, [post("/", body)] * _TIMES, clients=1))
    yield just("a cold order", f"{cold}, of which Shopify {bare.p50:.1f} ms")
    yield at_most("  over Shopify's round trip, in the middle", cold.p50 - bare.p50, 10, "ms")
