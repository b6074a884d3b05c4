"""Reads what the site is doing: its worker, the first fill, webhooks, what waits to leave, Shopify's budget."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracking.alerts.api_version import version_end
from tracking.alerts.open_alerts import title_of
from tracking.database import (
    Transaction,
    alert_deliveries,
    alerts,
    answers,
    leases,
    merchant_letters,
    notices,
    tasks,
    view_counts,
    webhooks_seen,
)
from tracking.database.alerts import AlertRow
from tracking.directory.views import OrderView
from tracking.notices.sending_schedule import hour_of
from tracking.services import Services
from tracking.worker.fill_state import FillState, fill_state
from tracking.worker.lease_watch import LEASE, MISSING_AFTER
from tracking.worker.order_tasks import FILL_ORDER

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An alert that stands: ``title`` and ``sentence`` are English, as the shop was told."""

    title: str
    sentence: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMail:
    """The mails and alerts that wait to leave. ``oldest_at`` is when the first of the letters was written down.

    ``hour_letters`` have left in this hour, of at most ``hour_limit``. ``answers`` are mails to the shop,
    ``own_letters`` what it has written to customers itself.
    """

    letters: int
    oldest_at: datetime | None
    hour_letters: int
    hour_limit: int
    answers: int
    own_letters: int
    alerts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FillProgress:
    """How far the first fill has come: ``listed`` orders were found, of which ``waiting`` are to be fetched."""

    listed: int
    waiting: int
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopifyBudget:
    """The points of the rate limit, as Shopify last told this process."""

    available: int
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """``worker_at`` is when the worker's lease ends or has ended: None, it was never taken, or it was stopped.

    ``fill`` is None before the first fill begins; ``given_up`` are tasks that failed until they were left.
    ``version_ends`` is None for a version without an end.
    """

    has_worker: bool
    worker_at: datetime | None
    orders: int
    fill: FillProgress | None
    last_webhook_at: datetime | None
    webhooks_of_day: int
    given_up: int
    outbox: WaitingMail
    troubles: tuple[Trouble, ...]
    budget: ShopifyBudget | None
    is_shopify_failing: bool
    version: str
    version_ends: date | None


def site_state(services: Services, transaction: Transaction) -> SiteState:
    """The state as the database and this process know it: no other service is queried."""
    now, client = services.clock(), services.shopify.client
    worker_at = leases.last_end(transaction, LEASE)
    counts = tasks.counts(transaction, now=now)
    filling = counts.get(FILL_ORDER)
    version = services.settings.shopify_api_version
    return SiteState(
        has_worker=worker_at is not None and worker_at >= now - MISSING_AFTER,
        worker_at=worker_at,
        orders=view_counts.of_view(transaction, OrderView.ALL),
        fill=_fill(fill_state(transaction), filling.due + filling.waiting if filling else 0),
        last_webhook_at=webhooks_seen.last_at(transaction),
        webhooks_of_day=webhooks_seen.count_since(transaction, now - _DAY),
        given_up=sum(count.given_up for count in counts.values()),
        outbox=_outbox(services, transaction, now),
        troubles=tuple(_trouble(row) for row in alerts.lasting(transaction).values()),
        budget=ShopifyBudget(available=int(client.bucket.available), maximum=int(client.bucket.maximum))
        if client.bucket
        else None,
        is_shopify_failing=client.is_failing,
        version=version,
        version_ends=version_end(version),
    )


def _fill(state: FillState | None, waiting: int) -> FillProgress | None:
    if state is None:
        return None
    return FillProgress(listed=state.listed, waiting=waiting, is_done=state.is_listed and not waiting)


def _outbox(services: Services, transaction: Transaction, now: datetime) -> WaitingMail:
    return WaitingMail(
        letters=sum(notices.waiting_by_code(transaction).values()),
        oldest_at=notices.oldest_waiting(transaction),
        hour_letters=notices.letters_since(transaction, hour_of(now), now=now),
        hour_limit=services.settings.notices_per_hour,
        answers=answers.MAILS.waiting(transaction),
        own_letters=merchant_letters.MAILS.waiting(transaction),
        alerts=len(alert_deliveries.waiting(transaction)),
    )


def _trouble(row: AlertRow) -> Trouble:
    return Trouble(title=title_of(row.code), sentence=row.sentence, since=row.since)
