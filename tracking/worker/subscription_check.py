"""Subscribes again to webhooks that Shopify has stopped sending: it drops a subscription that has failed for hours.

Only what is known to have been there is made again, so that a shop that never ran the command ``webhooks`` gets none,
and one that ran it keeps what it chose. https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks
"""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta

from tracking.alerts.kinds import AlertCode
from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Database, progress
from tracking.running.commands import command
from tracking.settings import Settings
from tracking.shopify.errors import ShopifyError
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.resilience import Deadline
from tracking.shopify.webhooks.subscriptions import WebhookSubscriptions
from tracking.shopify.webhooks.topics import PATH

_NAME = "webhook_subscriptions"  # in ``progress``
_EVERY = timedelta(days=1)
_SOONEST = timedelta(minutes=10)  # between two checks, also where outages follow one another, or Shopify fails
_TIMEOUT = 10.0  # seconds for a query

log = logging.getLogger(__name__)


def webhook_address(settings: Settings) -> str | None:
    """Where webhooks are sent that were subscribed to through the API; None where this site cannot take them."""
    if settings.is_demo or not settings.is_https or not settings.shopify_client_secret:
        return None
    return f"{settings.public_url}{PATH}"


def remember_subscriptions(database: Database, address: str, topics: Collection[str]) -> None:
    """Know from now on that these topics are sent to this address. Raises DatabaseUnavailable."""
    with database.write() as transaction:
        known = _State.read(progress.get(transaction, _NAME), address)
        progress.put(transaction, _NAME, _State(address, known.topics | set(topics), known.checked_at).written())


class SubscriptionCheck:
    """Of the subscriptions to ``address``, once a day and after each outage; None: there are none to look after."""

    def __init__(
        self,
        database: Database,
        shopify: ShopifyOrders,
        address: str | None,
        alerts: AlertRegister,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._subscriptions = WebhookSubscriptions(shopify)
        self._address = address
        self._alerts = alerts
        self._clock = clock
        self._monotonic = monotonic
        self._is_wanted = True
        self._not_before = 0.0
        self._lost: list[str] = []

    def want(self) -> None:
        """Check soon: webhooks may have failed until now."""
        self._is_wanted = True

    def step(self) -> bool:
        """Do one piece of a check that is due; returns whether there was one. Raises DatabaseUnavailable."""
        if self._address is None or self._monotonic() < self._not_before:
            return False
        try:
            return self._step(self._address)
        except ShopifyError as error:
            log.warning("It is not known whether Shopify still sends its webhooks: %s", error)
            self._rest()
            return True

    def _step(self, address: str) -> bool:
        if self._lost:
            self._subscribe(self._lost[0], address)
            del self._lost[0]  # unless that has failed
            return True
        is_due = self._is_due(address)
        if is_due:
            self._look(address)
        if not self._lost:
            self._rest()
        return is_due

    def _rest(self) -> None:
        self._not_before = self._monotonic() + _SOONEST.total_seconds()

    def _is_due(self, address: str) -> bool:
        now = self._clock()
        checked_at = self._known(address).checked_at
        if checked_at is None or checked_at > now:  # by a clock that has been set back since
            return True
        return now >= checked_at + (_SOONEST if self._is_wanted else _EVERY)

    def _look(self, address: str) -> None:
        status = self._subscriptions.status(address, self._deadline())
        known = self._known(address).topics
        self._lost = [topic for topic in status.missing if topic in known]
        if self._lost:
            self._alerts.alert(
                AlertCode.WEBHOOKS,
                f"Shopify has dropped webhook subscriptions to {address}, as it does after hours without an answer:"
                f" {', '.join(self._lost)}. They are made again; what changed meanwhile is caught up with.",
                about=" ".join(sorted(self._lost)),
            )
        else:
            self._alerts.report_ok(AlertCode.WEBHOOKS, "Shopify has all webhook subscriptions again.")
        with self._database.write() as transaction:
            known = _State.read(progress.get(transaction, _NAME), address).topics  # the command may have added some
            state = _State(address, known | set(status.subscribed), self._clock())
            progress.put(transaction, _NAME, state.written())
        self._is_wanted = False

    def _subscribe(self, topic: str, address: str) -> None:
        errors = self._subscriptions.subscribe(topic, address, self._deadline())
        if errors:
            self._report_refusal(topic, errors)

    def _report_refusal(self, topic: str, errors: Sequence[str]) -> None:
        self._alerts.alert(
            AlertCode.WEBHOOKS,
            f"Shopify does not make the webhook subscription {topic} again: {'; '.join(errors)}. Run"
            f" `{command('webhooks')}`.",
            about=f"refused {topic}",
        )

    def _known(self, address: str) -> "_State":
        with self._database.read() as transaction:
            return _State.read(progress.get(transaction, _NAME), address)

    def _deadline(self) -> Deadline:
        return Deadline.after(_TIMEOUT, self._monotonic)


class _State:
    """The topics that were once seen to lead to the address, and when that was last looked at."""

    def __init__(self, address: str, topics: Collection[str] = (), checked_at: datetime | None = None) -> None:
        self.address = address
        self.topics = frozenset(topics)
        self.checked_at = checked_at

    @classmethod
    def read(cls, value: object, address: str) -> "_State":
        """Of another address, and of what another release wrote, nothing is known."""
        if not isinstance(value, dict) or value.get("address") != address or not isinstance(value.get("topics"), list):
            return cls(address)
        moment = value.get("checked_at")
        return cls(address, value["topics"], datetime.fromisoformat(moment).astimezone(UTC) if moment else None)

    def written(self) -> dict[str, object]:
        moment = self.checked_at and self.checked_at.isoformat()
        return {"address": self.address, "topics": sorted(self.topics), "checked_at": moment}
