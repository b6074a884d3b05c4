"""Asks Shopify once after the start, so that a wrong secret is in the log before the first customer comes."""

from contextlib import suppress
from threading import Lock

from flask import Flask, request_started

from tracking.services import Services, services
from tracking.shopify.errors import ShopifyError
from tracking.shopify.resilience import Deadline

_KEY = "whereabouts.first_check"
_PATIENCE = 10.0  # seconds; nobody waits for it


def check_soon(app: Flask) -> None:
    """Have it done in the background, once. A refusal becomes an error in the log, an unreachable Shopify a warning."""
    with app.app_context():
        parts = services()
    first = app.extensions.setdefault(_KEY, Lock())
    if not parts.settings.is_demo and first.acquire(blocking=False):
        parts.commands.executor.submit("first check of Shopify", lambda: _check(parts))


def check_with_first_request(app: Flask) -> None:
    """Have it done once in each process that answers requests, whatever serves them.

    Not when the application is made: a server may do that in a process that then forks, and threads stay behind.
    """

    def check(sender: Flask, **_: object) -> None:
        check_soon(sender)

    request_started.connect(check, app, weak=False)


def _check(parts: Services) -> None:
    with suppress(ShopifyError):  # the client has written it down
        parts.shopify.check(Deadline.after(_PATIENCE))
