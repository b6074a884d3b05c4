"""Asks Shopify once after the start, so that a wrong secret is in the log before the first customer comes."""

from contextlib import suppress
from threading import Lock

from flask import Flask, request_started

from tracking.services import Services, services
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import ShopifyError

_PATIENCE = 10.0  # seconds; nobody waits for it


def check_soon(parts: Services) -> None:
    """Have it done in the background. A refusal becomes an error in the log, an unreachable Shopify a warning."""
    if not parts.settings.is_demo:
        parts.background.submit("first check of Shopify", lambda: _check(parts))


def check_with_first_request(app: Flask) -> None:
    """Have it done once in each process that answers requests, whatever serves them.

    Not when the application is made: a server may do that in a process that then forks, and threads stay behind.
    """
    first = Lock()

    def check(sender: Flask, **_: object) -> None:
        if first.acquire(blocking=False):
            with sender.app_context():
                check_soon(services())

    request_started.connect(check, app, weak=False)


def _check(parts: Services) -> None:
    with suppress(ShopifyError):  # the client has written it down
        parts.orders.check(Deadline.after(_PATIENCE))
