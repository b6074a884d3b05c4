"""Tells the shop what waits for it: one text for all that is due on a channel, tried again until it was taken."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

from tracking.channels.call import CallResult, Channel
from tracking.database import Database, alert_deliveries
from tracking.database.alert_deliveries import DeliveryKind, DeliveryRow
from tracking.running.metrics import Metrics
from tracking.settings.channel_urls import ChannelUrl

GIVEN_UP_AFTER = timedelta(days=1)
_DELAYS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))  # then as the last one
_METRIC = "alert"

log = logging.getLogger(__name__)


class DigestSource(Protocol):
    """Writes the digest when it leaves, so that it is true then."""

    def text(self) -> str:
        """The digest. Raises DatabaseUnavailable."""


class AlertDelivery:
    """``channels`` are those of ALERT_URLS by the names that the database knows them by. For one thread."""

    def __init__(  # noqa: PLR0913 - each is a part of the way out
        self,
        database: Database,
        channels: Mapping[str, ChannelUrl],
        channel: Channel,
        digest: DigestSource,
        *,
        shop_name: Callable[[], str],
        clock: Callable[[], datetime],
        metrics: Metrics,
    ) -> None:
        self._database = database
        self._channels = channels
        self._channel = channel
        self._digest = digest
        self._shop_name = shop_name
        self._clock = clock
        self._metrics = metrics
        self._failing: set[str] = set()

    def forget_other_channels(self) -> None:
        """Forget what waits for channels that are not set any more. Raises DatabaseUnavailable."""
        with self._database.write() as transaction:
            alert_deliveries.forget_other_channels(transaction, list(self._channels))

    def step(self) -> bool:
        """Tell what is due by one channel; returns whether there was something. Raises DatabaseUnavailable."""
        now = self._clock()
        with self._database.read() as transaction:
            if not alert_deliveries.has_due(transaction, now=now):
                return False
        token = uuid4().hex
        with self._database.write() as transaction:
            rows = alert_deliveries.claim(transaction, token, now=now)
        if not rows:
            return False
        self._deliver(token, rows)
        return True

    def _deliver(self, token: str, rows: Sequence[DeliveryRow]) -> None:
        channel = self._channels.get(rows[0].channel)
        if channel is None:  # of another process, with other settings
            self._end(token)
            return
        result = self._channel.send(channel.url, title=self._shop_name(), body=self._body(rows))
        self._metrics.channel_call(_METRIC, result.outcome)
        if result.is_sent:
            self._end(token)
            if rows[0].channel in self._failing:
                self._failing.discard(rows[0].channel)
                log.warning("Alerts reach %s again.", channel.service)
            return
        self._failed(token, rows, channel, result)

    def _failed(self, token: str, rows: Sequence[DeliveryRow], channel: ChannelUrl, result: CallResult) -> None:
        now = self._clock()
        if rows[0].channel not in self._failing:
            self._failing.add(rows[0].channel)
            log.error(
                "Alerts do not reach %s, one of ALERT_URLS: %s `whereabouts alerts test` tries it.",
                channel.service,
                result.sentence,
            )
        given_up = [row for row in rows if now >= row.added_at + GIVEN_UP_AFTER]
        for row in given_up:
            log.error("An alert was given up after a day: %s", row.sentence or row.kind)
        delay = _DELAYS[min(rows[0].attempts, len(_DELAYS) - 1)]
        with self._database.write() as transaction:
            alert_deliveries.give_up(transaction, token, [row.id for row in given_up])
            alert_deliveries.defer(transaction, token, until=now + delay)

    def _body(self, rows: Sequence[DeliveryRow]) -> str:
        alerts = [f"{row.added_at:%H:%M} UTC: {row.sentence}" for row in rows if row.sentence]
        digest = [self._digest.text()] if any(row.kind == DeliveryKind.DIGEST for row in rows) else []
        return "\n\n".join([*alerts, *digest])

    def _end(self, token: str) -> None:
        with self._database.write() as transaction:
            alert_deliveries.remove(transaction, token)
