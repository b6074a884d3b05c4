"""Deliveries to the shop: a row for each alert or digest and channel, until it was taken or given up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from tracking.database.orders import lock
from tracking.database.tables import alert_deliveries

CLAIM = timedelta(minutes=2)
"""A claim whose process was killed ends after this; a call takes less."""

_ROW = alert_deliveries.c
_LOCK = "alert deliveries"  # no order has this id
_MOST = 50


class DeliveryKind(StrEnum):
    """The kind of message."""

    ALERT = "alert"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """Some columns of a row."""

    id: int
    channel: str
    kind: str
    sentence: str | None
    added_at: datetime
    attempts: int


_COLUMNS = (_ROW.id, _ROW.channel, _ROW.kind, _ROW.sentence, _ROW.added_at, _ROW.attempts)


def add(
    transaction: Connection, channels: Collection[str], kind: DeliveryKind, sentence: str | None, *, now: datetime
) -> None:
    """Tell this by every channel."""
    values = {"kind": kind.value, "sentence": sentence, "added_at": now, "due_at": now, "attempts": 0}
    if channels:
        transaction.execute(insert(alert_deliveries), [{**values, "channel": channel} for channel in channels])


def claim(transaction: Connection, token: str, *, now: datetime) -> list[DeliveryRow]:
    """Claim all that waits for a channel for which something is due, the oldest first: it leaves as one text.

    Empty where nothing is due. A row that waits for its next attempt goes with the new ones, in their order.
    """
    lock(transaction, _LOCK)
    is_held = and_(_ROW.claimed_until > now, _ROW.claimed_until <= now + 2 * CLAIM)  # later: of a clock set back
    held = select(_ROW.channel).where(is_held)
    # A moment that far ahead was written by a clock that has been set back since.
    is_due = and_(or_(_ROW.due_at <= now, _ROW.added_at > now + CLAIM), _ROW.channel.not_in(held))
    channel = transaction.scalar(select(_ROW.channel).where(is_due).order_by(_ROW.due_at, _ROW.id).limit(1))
    if channel is None:
        return []
    found = transaction.execute(select(*_COLUMNS).where(_ROW.channel == channel).order_by(_ROW.id).limit(_MOST))
    rows = [DeliveryRow(*row) for row in found]
    claimed = update(alert_deliveries).where(_ROW.id.in_([row.id for row in rows]))
    transaction.execute(claimed.values(claim=token, claimed_until=now + CLAIM))
    return rows


def has_due(transaction: Connection, *, now: datetime) -> bool:
    """Whether something may be due; also what another process is telling."""
    is_due = or_(_ROW.due_at <= now, _ROW.added_at > now + CLAIM)
    return transaction.execute(select(_ROW.id).where(is_due).limit(1)).first() is not None


def remove(transaction: Connection, token: str) -> None:
    """Remove the claimed rows, which were taken or are given up."""
    transaction.execute(delete(alert_deliveries).where(_ROW.claim == token))


def give_up(transaction: Connection, token: str, ids: Collection[int]) -> None:
    """Remove these of the claimed rows, which are given up."""
    transaction.execute(delete(alert_deliveries).where(_ROW.claim == token, _ROW.id.in_(ids)))


def defer(transaction: Connection, token: str, *, until: datetime) -> None:
    """Let what was claimed wait for its next attempt."""
    values = {"due_at": until, "attempts": _ROW.attempts + 1, "claim": None, "claimed_until": None}
    transaction.execute(update(alert_deliveries).where(_ROW.claim == token).values(values))


def forget_other_channels(transaction: Connection, channels: Collection[str]) -> None:
    """Forget what waits for channels that are not set any more."""
    transaction.execute(delete(alert_deliveries).where(_ROW.channel.not_in(channels)))


def waiting(transaction: Connection) -> list[DeliveryRow]:
    """All that waits, the oldest first."""
    return [DeliveryRow(*row) for row in transaction.execute(select(*_COLUMNS).order_by(_ROW.id))]
