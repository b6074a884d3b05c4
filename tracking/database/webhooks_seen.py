"""The webhooks that were taken in, so that one that Shopify sends twice is taken in once."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, literal, select
from sqlalchemy.sql.dml import ReturningInsert

from tracking.database.insert import PreparedInsert, insert_into
from tracking.database.tables import webhooks_seen


def add(transaction: Connection, webhook_id: str, *, now: datetime) -> bool:
    """Remember the webhook; returns False if it is known."""
    return _ADD.execute(transaction, {"id": webhook_id, "at": now}).first() is not None


def _addition(dialect: str) -> ReturningInsert[tuple[int]]:
    row = insert_into(dialect, webhooks_seen).values(id=bindparam("id"), at=bindparam("at"))
    return row.on_conflict_do_nothing().returning(literal(1))


_ADD = PreparedInsert(_addition)


def is_known(transaction: Connection, webhook_id: str) -> bool:
    """Whether the webhook was remembered."""
    found = select(webhooks_seen.c.id).where(webhooks_seen.c.id == webhook_id)
    return transaction.execute(found).first() is not None


def last_at(transaction: Connection) -> datetime | None:
    """When the newest one was taken in; None where none is remembered."""
    newest: datetime | None = transaction.scalar(select(func.max(webhooks_seen.c.at)))
    return newest


def count_since(transaction: Connection, moment: datetime) -> int:
    """How many were taken in since the moment."""
    return transaction.scalar(select(func.count()).where(webhooks_seen.c.at >= moment)) or 0


def forget_before(transaction: Connection, moment: datetime) -> int:
    """Forget what came before the moment; returns how many they were."""
    return transaction.execute(delete(webhooks_seen).where(webhooks_seen.c.at < moment)).rowcount
