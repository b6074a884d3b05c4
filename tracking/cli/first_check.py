"""Calls Shopify once after the start, so that a wrong secret is logged before the first customer's request."""

from contextlib import suppress
from threading import Lock

from flask import Flask, request_started

from tracking.services import Services, services
from tracking.shopify.errors import ShopifyError
from tracking.shopify.resilience import Deadline

_KEY = "whereabouts.first_check"
_TIMEOUT = 4.0  # seconds; no request waits for it, but the end of the process does


def check_in_background(app: Flask) -> None:
    """Submit the check once. A refusal is logged as an error, an unreachable Shopify as a warning."""
    with app.app_context():
        site = services()
    first = app.extensions.setdefault(_KEY, Lock())
    if not site.settings.is_demo and first.acquire(blocking=False):
        site.commands.executor.submit("first check of Shopify", lambda: _check(site))


def check_with_first_request(app: Flask) -> None:
    """Submit the check with the first request of each process, under any WSGI server.

    Not when the application is created: a server may create it in a process that then forks, which ends its threads.
    """

    def check(sender: Flask, **_: object) -> None:
        check_in_background(sender)

    request_started.connect(check, app, weak=False)


def _check(site: Services) -> None:
    with suppress(ShopifyError):  # the client has logged it
        site.shopify.check(Deadline.after(_TIMEOUT))
