"""The thread for alerts: finds trouble that no other part reports, and tells the shop what waits for it.

Each process of ``serve`` and ``worker`` has one, beside the worker's own thread: so that a worker that hangs, or that
was stopped, is noticed by another thread or process. Of all of them one leads, which a lease decides; no other asks
Shopify or tells anything.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking.alerts.api_version import version_trouble
from tracking.alerts.delivery import AlertDelivery
from tracking.alerts.digest_reader import Digest
from tracking.alerts.kinds import AlertCode
from tracking.alerts.open_alerts import AlertRegister
from tracking.alerts.shopify_watch import ShopifyWatch
from tracking.database import Database, DatabaseUnavailable
from tracking.settings.channel_urls import ChannelUrl
from tracking.worker.leadership import Leadership
from tracking.worker.lease_watch import LeaseWatch

LEASE = "alerts"
_PAUSE = 5.0  # seconds between two looks
_RENEW_EVERY = timedelta(seconds=10)
_VERSION_EVERY = 3600.0  # seconds
_VERSION_FINE = "The API version in use is supported."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertParts:
    """The parts of the thread, each by itself. ``served_version`` returns the API version of Shopify's last answer."""

    register: AlertRegister
    shopify: ShopifyWatch
    lease_watch: LeaseWatch
    digest: Digest
    delivery: AlertDelivery
    served_version: Callable[[], str]


class AlertWatch:
    """``channels`` are those of ALERT_URLS; without one nothing is told, and Shopify is not asked."""

    def __init__(  # noqa: PLR0913 - each is a setting or a clock
        self,
        database: Database,
        parts: AlertParts,
        *,
        channels: Mapping[str, ChannelUrl],
        digest_at: int | None,
        api_version: str,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self.parts = parts
        self._channels = channels
        self._digest_at = digest_at
        self._api_version = api_version
        self._clock = clock
        self._monotonic = monotonic
        self._leadership = Leadership(database, LEASE, renew_every=_RENEW_EVERY, clock=clock)
        self._version_due_at = 0.0
        self._version_about: str | None = None
        self._has_begun = False

    def run(self, *, sleep: Callable[[float], object], is_stopping: Callable[[], bool]) -> None:
        """Work until ``is_stopping``."""
        while not is_stopping():
            sleep(0.0 if self.step() else _PAUSE)
        self._end()

    def step(self) -> bool:
        """Look at everything that is due; returns whether something was told. Never raises."""
        try:
            return self._step()
        except DatabaseUnavailable as error:
            log.debug("alerts wait for the database: %s", error)  # the worker and /readyz say so
        except Exception:
            log.exception("the thread for alerts failed, and goes on")
        return False

    def _step(self) -> bool:
        parts = self.parts
        parts.lease_watch.look_if_due()
        parts.register.flush()
        if not self._channels or not self._leadership.take():
            return False
        if not self._has_begun:
            parts.delivery.forget_other_channels()
            self._has_begun = True
        parts.shopify.look_if_due()
        self._look_at_version()
        parts.register.flush()
        parts.digest.plan(self._digest_at, self._channels)
        return parts.delivery.step()

    def _look_at_version(self) -> None:
        now = self._monotonic()
        if now < self._version_due_at:
            return
        self._version_due_at = now + _VERSION_EVERY
        trouble = version_trouble(self._api_version, self.parts.served_version(), self._clock().date())
        about = trouble.about if trouble else None
        if trouble and about != self._version_about:
            self.parts.register.alert(AlertCode.API_VERSION, trouble.sentence, about=trouble.about)
        elif not trouble:
            self.parts.register.report_ok(AlertCode.API_VERSION, _VERSION_FINE)
        self._version_about = about

    def _end(self) -> None:
        """Let another process lead at once."""
        try:
            self.parts.register.flush()
            self._leadership.release()
        except DatabaseUnavailable:
            log.debug("the lease of alerts ends by itself")
