"""Measures letters from the webhook to the mail server, and pages beside them, on SQLite and on PostgreSQL.

Some four minutes for each of them.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from itertools import count
from statistics import median, quantiles

from scripts.load import load_clients
from scripts.load.directory import databases, opened, until_idle
from scripts.load.http import get
from scripts.load.load_clients import Spread
from scripts.load.process import Process
from scripts.load.report import Figure, at_most, just
from scripts.load.shop import SECRET, SITE, UNKNOWN, link, set_behavior, settings, warm_up, webhook
from tests.notices.smtp_server import MailServer, ReceivedLetter
from tracking.security.links import Links

_ROUND_TRIP = 0.15  # seconds, Shopify's usual
_OK = 200

_WAIT = 10  # seconds: NOTICES_WAIT
_BESIDE = 5.0  # seconds that may come to it
_CHANGES, _SECONDS = 1, 60  # orders a second: seven times what NOTICES_PER_HOUR lets through
_PATIENCE = 60.0  # seconds for the last letter

_PAGES, _PAGE_SECONDS, _PAGE_ROUNDS = 50, 3, 6  # a second

# Of the bench's Shopify, each eighth order has the contents of one that was sent yesterday, which is news.
_ORDERS = count(UNKNOWN + 2 * 10**8 + 6, 8)
_TOKEN = re.compile(r"/order/([\w.~+=-]+)")


async def measure(shopify: Process) -> AsyncIterator[Figure]:
    """Each part on a database of its own."""
    await set_behavior(shopify, delay=_ROUND_TRIP)
    with databases() as found:
        for name, urls in found.items():
            yield just(name, "")
            for part in (_in_time, _pages):
                async for figure in part(shopify, urls):
                    yield figure


def _letters(mail: MailServer, wait: int) -> Mapping[str, str]:
    return {
        "SMTP_URL": mail.url(),
        "MAIL_FROM": "orders@example.com",
        "PUBLIC_URL": "https://track.example.com",
        "SHOPIFY_MAILS": "none",
        "NOTICES_WAIT": str(wait),
        "NOTICES_PER_HOUR": "100000",
        "QUIET_HOURS": "off",
        "WORKER": "inside",
    }


async def _in_time(shopify: Process, urls: Iterator[str]) -> AsyncIterator[Figure]:
    """From the webhook to the mail server's 250."""
    url = next(urls)
    with MailServer() as mail, opened(url) as database:
        with Process(SITE, settings(shopify, DATABASE_URL=url, **_letters(mail, _WAIT))) as site:
            await warm_up(site.port)
            await until_idle(database)
            changed = [next(_ORDERS) for _ in range(_CHANGES * _SECONDS)]
            began = time.perf_counter()
            answers = await load_clients.open_loop(site.port, [webhook(order) for order in changed], _CHANGES)
            await _until(mail, len(changed))
        received = {order: letter.received_at for letter in mail.letters if (order := _order_of(letter))}
        waits = [received[order] - began - place / _CHANGES for place, order in enumerate(changed) if order in received]
    lost = sum(answer.status != _OK for answer in answers) + len(changed) - len(waits)
    yield at_most("webhooks refused, or told and without a letter", lost, 0, f"of {len(changed)}")
    yield at_most("  letters that were sent twice", len(mail.letters) - len(received), 0, "")
    yield at_most(
        f"  from the webhook to the 250, with a wait of {_WAIT} s: p95",
        quantiles(waits, n=20)[-1],
        _WAIT + _BESIDE,
        "s",
        f"({median(waits):.1f} in the middle)",
    )


async def _until(mail: MailServer, letters: int) -> None:
    until = time.perf_counter() + _WAIT + _PATIENCE
    while time.perf_counter() < until:
        if len(mail.letters) >= letters:
            return
        await asyncio.sleep(0.1)


def _order_of(letter: ReceivedLetter) -> int | None:
    """The order that its button leads to."""
    body = message_from_bytes(letter.content, policy=default).get_body(("plain",))
    token = _TOKEN.search(body.get_content()) if body else None
    links = Links([SECRET], lifetime=timedelta(days=1), clock=lambda: datetime.now(UTC))
    return int(links.open(token[1]).order_id) if token else None


async def _pages(shopify: Process, urls: Iterator[str]) -> AsyncIterator[Figure]:
    """A known page at a site that sends letters, and at one that takes the same webhooks and sends none."""
    url = next(urls)
    with MailServer() as mail, opened(url) as database:
        told = settings(shopify, DATABASE_URL=url, **_letters(mail, 0))
        silent = settings(shopify, DATABASE_URL=next(urls), **{**_letters(mail, 0), "NOTICES": "none"})
        with Process(SITE, told) as site, Process(SITE, silent) as other:
            page = next(_ORDERS)
            await warm_up(site.port, [page])
            await warm_up(other.port, [page])
            await until_idle(database)
            rounds = [(await _round(site, page), await _round(other, page)) for _ in range(_PAGE_ROUNDS)]
        middle, late = (
            median(getattr(one, name) / getattr(two, name) for one, two in rounds) for name in ("p50", "p99")
        )
        sent = len(mail.letters)
    yield at_most(
        "page while letters are sent, to the same without",
        middle,
        1.1,
        "times",
        f"({rounds[-1][0]}; {sent} letters)",
    )
    yield just("  at the 99th percentile", f"{late:.2f} times")


async def _round(site: Process, page: int) -> Spread:
    requests = [get(link(page))] * (_PAGES * _PAGE_SECONDS)
    webhooks = [webhook(next(_ORDERS)) for _ in range(_CHANGES * _PAGE_SECONDS)]
    answers, _ = await asyncio.gather(
        load_clients.open_loop(site.port, requests, _PAGES), load_clients.open_loop(site.port, webhooks, _CHANGES)
    )
    return Spread.of(answers)
