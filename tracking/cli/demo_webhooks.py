"""Sends the demo store's webhooks to this server's own route, in a thread, until the server has stopped."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread

import requests

from tracking.services import DueWebhooks, Services
from tracking.shopify.webhooks.topics import PATH

_EVERY = 2.0  # seconds
_ANSWER_SECONDS = 5.0  # as long as Shopify waits: https://shopify.dev/docs/apps/build/webhooks/subscribe/https
_NO_ANSWER = 0

log = logging.getLogger(__name__)


@contextmanager
def demo_webhooks(site: Services, url: str, *, every: float = _EVERY) -> Iterator[None]:
    """Post to the server at ``url``; where a shop is configured, do nothing."""
    webhooks = site.demo.webhooks
    if webhooks is None:
        yield
        return
    stopping = Event()
    with requests.Session() as session:
        sender = webhooks.create_sender(webhook_post(session, url))
        thread = Thread(target=_run, args=(sender, every, stopping), name="demo webhooks", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stopping.set()
            thread.join(_ANSWER_SECONDS)


def webhook_post(session: requests.Session, url: str) -> Callable[[Mapping[str, str], bytes], int]:
    """Posts to the route of ``url`` that receives webhooks; status 0 stands for no answer."""
    session.trust_env = False  # no proxy stands before this machine
    session.headers["Connection"] = "close"  # the server closes what is idle

    def post(headers: Mapping[str, str], body: bytes) -> int:
        try:
            return session.post(f"{url}{PATH}", data=body, headers=headers, timeout=_ANSWER_SECONDS).status_code
        except requests.RequestException as error:
            log.info("A webhook of the demo store is sent again later: %s", type(error).__name__)
            return _NO_ANSWER

    return post


def _run(sender: DueWebhooks, every: float, stopping: Event) -> None:
    while not stopping.wait(every):
        try:
            sender.send_due()
        except Exception:
            log.exception("the demo store's webhooks failed; the next ones are sent")
