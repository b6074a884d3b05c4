"""Measures pages in this process beside a bare Flask route, judgements, notices, and the time added to Shopify's."""

import gc
import json
import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from itertools import count, repeat
from statistics import median, quantiles
from typing import TYPE_CHECKING
from wsgiref.types import WSGIApplication, WSGIEnvironment

import requests
from flask import Flask, render_template
from requests.adapters import BaseAdapter
from werkzeug.test import Client, create_environ

from tracking import create_app
from tracking.demo import DemoTransport, examples
from tracking.directory.judgement import judge
from tracking.notices.codes import NoticeCode, NoticeLevel, wanted
from tracking.notices.letterhead import LetterLinks
from tracking.notices.message import Envelope, message
from tracking.notices.news import News
from tracking.notices.notice_history import NoticeHistory
from tracking.notices.rules import Terms, news
from tracking.notices.situation import Situation, situation
from tracking.order.status import order_status
from tracking.running import logs
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.parsing.order import read_order
from tracking.shopify.resilience import Deadline
from tracking.web.middleware.request_log import RequestLog, add_request_log
from tracking.web.order_page_model import OrderLink, page_of
from tracking.web.surfaces import token_at

if TYPE_CHECKING:
    from tracking.services import Services

ROUNDS, REQUESTS = 25, 200
RENDERED = 20
JUDGED = 5  # rounds over all orders
JUDGED_PER_SECOND = 400  # at least, on one core
PATIENCE = 60.0  # seconds for the demo store to answer
ROUND_TRIP = 0.15  # seconds: Shopify's usual
BROWSER = {"Accept": "text/html", "Accept-Encoding": "gzip, deflate, br"}


class Slow(BaseAdapter):
    """The demo store with Shopify's latency. ``spent`` is the time of its answers in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._store = DemoTransport(clock=lambda: datetime.now(UTC))
        self.spent = 0.0

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        """Answer, after a while."""
        began = time.perf_counter()
        time.sleep(ROUND_TRIP)
        answer = self._store.send(request)
        self.spent += time.perf_counter() - began
        return answer

    def close(self) -> None:
        """Nothing stays open."""


@dataclass(frozen=True)
class Row:
    """A line of the report: milliseconds of CPU for a request, and its ratio to the bare route's in the same rounds."""

    name: str
    milliseconds: float
    ratio: float

    def __str__(self) -> str:
        return f"{self.name:36} {self.milliseconds:7.3f} ms CPU {self.ratio:6.2f} x bare"


def bare(services: "Services | None" = None) -> WSGIApplication:
    """The least that Flask can do; with services, each request is logged and counted as ours are."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "hello")
    if services is None:
        return app
    add_request_log(app)
    return RequestLog(app.wsgi_app, services.metrics, services.pseudonyms, trusts_proxy=False)


def asker(app: WSGIApplication, environs: Iterator[WSGIEnvironment], status: str) -> Callable[[], None]:
    """A function that sends one request and reads the whole response."""

    def start_response(line: str, _headers: object, _info: object = None, /) -> Callable[[bytes], object]:
        if line[:3] != status:
            raise SystemExit(f"the answer was {line}")
        return len

    def ask() -> None:
        answer = app(next(environs).copy(), start_response)
        b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()

    return ask


def cpu(ask: Callable[[], None], times: int) -> float:
    """Milliseconds of CPU a request, over one batch."""
    began = time.process_time()
    for _ in repeat(None, times):
        ask()
    return 1000 * (time.process_time() - began) / times


def compare(asks: dict[str, Callable[[], None]], times: int) -> list[Row]:
    """Medians of alternating rounds, relative to the first function."""
    for ask in asks.values():
        cpu(ask, times)
    gc.collect()
    gc.freeze()  # as a server does that has just started
    rounds = [{name: cpu(ask, times) for name, ask in asks.items()} for _ in repeat(None, ROUNDS)]
    first = next(iter(asks))
    return [
        Row(name, median(each[name] for each in rounds), median(each[name] / each[first] for each in rounds))
        for name in asks
    ]


def page_rows(app: Flask) -> list[Row]:
    """Pages from memory, and pages made anew of an order that is known."""
    parts: Services = app.extensions["whereabouts"]
    parts.database.prepare()
    client = Client(app)
    path = client.post("/", data={"order": "1001", "email": "ada@example.com"}).headers["Location"]
    tag = client.get(path, headers=BROWSER).headers["ETag"]
    asked = create_environ(path, headers=BROWSER, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    # An unknown query parameter makes a distinct page.
    others = ({**asked, "QUERY_STRING": f"wish={number}"} for number in count())
    plain = asker(bare(), repeat(create_environ("/")), "200")
    noted = asker(bare(parts), repeat(create_environ("/")), "200")
    warm = asker(app, repeat(asked), "200")
    unchanged = asker(app, repeat({**asked, "HTTP_IF_NONE_MATCH": tag}), "304")
    rows = compare({"bare Flask route, with its log line": noted, "warm page": warm, "unchanged": unchanged}, REQUESTS)
    anew = {"page made anew": asker(app, others, "200"), "of that, rendering": renderer(app, path)}
    rows += compare({"bare Flask route": plain, **anew}, RENDERED)[1:]
    logging.disable(logging.INFO)
    rows += compare(
        {"bare Flask route, no log": plain, "warm page, no log": warm, "unchanged, no log": unchanged}, REQUESTS
    )
    logging.disable(logging.NOTSET)
    return rows


def renderer(app: Flask, path: str) -> Callable[[], None]:
    """A function that computes the status of a link's order and renders it as HTML."""
    parts: Services = app.extensions["whereabouts"]
    token = token_at(path) or ""
    opened = parts.links.open(token)
    snapshot, link = parts.orders.order(opened.order_id), OrderLink(token=token, expires_at=opened.expires_at)

    def render() -> None:
        with app.test_request_context(path, headers=BROWSER):
            page = page_of(snapshot, lookup_url="/", is_made_up=True, link=link)
            render_template("order.html", page=page)

    return render


def cold_milliseconds() -> list[float]:
    """The time that the site adds to Shopify's own, for each demo order that is not cached."""
    shopify = Slow()
    app = create_app(transport=shopify)
    parts: Services = app.extensions["whereabouts"]
    client = Client(app)
    added = []
    for example in examples():
        order_id = parts.orders.find(example.order, example.email or example.phone or "")
        parts.orders.erase(order_id)
        path = f"/order/{parts.links.sign(order_id)}"
        began, spent = time.perf_counter(), shopify.spent
        if client.get(path, headers=BROWSER).status_code != requests.codes.ok:
            raise SystemExit(f"{example.order} cannot be shown")
        added.append(1000 * (time.perf_counter() - began - (shopify.spent - spent)))
    return added[1:]  # the first one found the templates not yet compiled


def judged_row(app: Flask) -> str:
    """How many of the demo's orders one core judges again in a second, and how large each is as it is kept."""
    parts: Services = app.extensions["whereabouts"]
    ids = [example.order_id for example in examples()]
    fetched = [parts.shopify.fetch(order_id, Deadline.after(PATIENCE)) for order_id in ids]
    kept = [json.dumps(stored_document(each), separators=(",", ":"), ensure_ascii=False) for each in fetched if each]
    now = datetime.now(UTC)

    def judge_all() -> None:
        for text in kept:
            judge(json.loads(text), fetched_at=now, now=now, policy=parts.policy)

    judge_all()
    milliseconds = median(cpu(judge_all, 1) for _ in repeat(None, JUDGED)) / len(kept)
    sizes = quantiles((len(text.encode()) for text in kept), n=10)
    per_second = 1000 / milliseconds
    return (
        f"{'order judged again from its JSON':36} {milliseconds:7.3f} ms CPU,"
        f" {per_second:.0f} a second (>= {JUDGED_PER_SECOND});"
        f" its JSON {sizes[4]:.0f} bytes, {sizes[8]:.0f} at 90 %"
    )


def letter_row(app: Flask) -> str:
    """How many letters one core makes in a second: about each of the demo's orders, as messages."""
    parts: Services = app.extensions["whereabouts"]
    now = datetime.now(UTC)
    fetched = [parts.orders.order(example.order_id).order for example in examples()]
    judged = [(order, order_status(order, now, parts.policy)) for order in fetched]
    links = LetterLinks(order="https://track.example.com/order/token", stop="https://track.example.com/stop/token")

    def write_all() -> None:
        for order, status in judged:
            piece = News(NoticeCode.DELAYED, status.parcels[0].id, "", now)
            letter = parts.letters.write(
                [piece], status, locale=order.locale, letterhead=parts.letterhead, links=links, now=now
            )
            message(letter, replace(_ENVELOPE, notice=order.name, sent_at=now)).as_bytes()

    write_all()
    milliseconds = median(cpu(write_all, 1) for _ in repeat(None, JUDGED)) / len(judged)
    return f"{'letter, as a message':36} {milliseconds:7.3f} ms CPU, {1000 / milliseconds:.0f} a second"


_ENVELOPE = Envelope(
    sender=Address("Harbor Goods", "orders", "example.com"),
    shop_name="Harbor Goods",
    reply_to=None,
    to="ada@example.com",
    notice="",
    order="",
    stop_url="https://track.example.com/stop/token",
    sent_at=datetime.min,  # noqa: DTZ901 - each message has its own
    key="key",
)


def notices_row(app: Flask) -> str:
    """Of how many judged orders one core finds the news in a second: JSON before, situation, rules, JSON after."""
    parts: Services = app.extensions["whereabouts"]
    fetched = [parts.shopify.fetch(example.order_id, Deadline.after(PATIENCE)) for example in examples()]
    orders = [read_order(each) for each in fetched if each]
    now, terms = datetime.now(UTC), Terms(wanted=wanted((), (), NoticeLevel.ALL), feedback_days=7)
    earlier = now - timedelta(hours=20)
    statuses = [order_status(order, now, parts.policy) for order in orders]
    known = [
        situation(order_status(order, earlier, parts.policy), order, earlier, parts.policy).to_json()
        for order in orders
    ]

    def find_all() -> None:
        for order, status, before in zip(orders, statuses, known, strict=True):
            true = situation(status, order, now, parts.policy)
            news(NoticeHistory(before=Situation.from_json(before)), true, now, terms)
            true.to_json()

    find_all()
    milliseconds = median(cpu(find_all, 1) for _ in repeat(None, JUDGED)) / len(orders)
    sizes = quantiles((len(json.dumps(each, separators=(",", ":"))) for each in known), n=10)
    return (
        f"{'news of an order that is judged':36} {milliseconds:7.3f} ms CPU, {1000 / milliseconds:.0f} a second;"
        f" its situation {sizes[4]:.0f} bytes, {sizes[8]:.0f} at 90 %"
    )


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryFile("w") as log:
        logs.set_up(log)
        for row in page_rows(create_app()):
            print(row)
        judged, told, letters = judged_row(create_app()), notices_row(create_app()), letter_row(create_app())
        added = sorted(cold_milliseconds())
    print(judged)
    print(told)
    print(letters)
    print(f"{'cold order page':36} {median(added):7.1f} ms beside Shopify's {ROUND_TRIP * 1000:.0f} ms a call", end=" ")
    print(f"(at most {added[-1]:.1f})")


if __name__ == "__main__":
    main()
