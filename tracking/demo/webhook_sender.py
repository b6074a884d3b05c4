"""Sends the webhooks of the demo's shop as time goes by, and again those that the app did not accept.

https://shopify.dev/docs/apps/build/webhooks/subscribe/https
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from tracking.demo.changes import Change
from tracking.demo.stories import LONGEST
from tracking.demo.webhook_requests import WebhookRequest, webhook_requests

RETRY_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 12, 25, 45, 60, 90))
"""Eight retries within four hours, as Shopify makes them."""

MOST_WAITING = 10_000


class ChangingShop(Protocol):
    """A shop in which something changes."""

    def changes(self, since: datetime, until: datetime) -> Sequence[Change]:
        """The changes after ``since``, up to ``until``."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A request that was not accepted, so many times."""

    request: WebhookRequest
    due_at: datetime
    failures: int


class WebhookSender:
    """Sends what changes in ``shop`` from now on, with ``post(headers, body)``, which returns the status."""

    def __init__(
        self,
        shop: ChangingShop,
        *,
        secret: str,
        post: Callable[[Mapping[str, str], bytes], int],
        clock: Callable[[], datetime],
    ) -> None:
        self._shop = shop
        self._secret = secret
        self._post = post
        self._clock = clock
        self._until = clock()
        self._waiting: deque[_Waiting] = deque(maxlen=MOST_WAITING)

    @property
    def waiting(self) -> int:
        """The number of requests that will be sent again."""
        return len(self._waiting)

    def send_due(self) -> int:
        """Send what has changed since the last time, after what is due again; the number of accepted requests."""
        now = self._clock()
        since, self._until = max(self._until, now - LONGEST), max(self._until, now)
        again = self._take_due(now)
        changes = self._shop.changes(since, self._until)
        new = [_Waiting(request, now, 0) for request in webhook_requests(changes, secret=self._secret)]
        return sum(self._is_accepted(each, now) for each in [*again, *new])

    def _take_due(self, now: datetime) -> list[_Waiting]:
        due = [each for each in self._waiting if each.due_at <= now]
        later = [each for each in self._waiting if each.due_at > now]
        self._waiting = deque(later, maxlen=MOST_WAITING)
        return due

    def _is_accepted(self, sent: _Waiting, now: datetime) -> bool:
        status = self._post(sent.request.headers, sent.request.body)
        is_accepted = 200 <= status < 300  # noqa: PLR2004 - any success; a redirection is none
        if not is_accepted and sent.failures < len(RETRY_PAUSES):
            due_at = now + RETRY_PAUSES[sent.failures]
            self._waiting.append(replace(sent, due_at=due_at, failures=sent.failures + 1))
        return is_accepted
