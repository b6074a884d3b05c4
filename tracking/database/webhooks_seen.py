"""The webhooks that were taken in, so that one that Shopify sends twice is taken in once."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from tracking.database.insert import insert_into, writes_row
from tracking.database.tables import webhooks_seen


def add(transaction: Connection, webhook_id: str, *, now: datetime) -> bool:
    """Remember the webhook; returns False if it is known."""
    row = insert_into(transaction.dialect.name, webhooks_seen).values(id=webhook_id, at=now)
    return writes_row(transaction, row.on_conflict_do_nothing())


def is_known(transaction: Connection, webhook_id: str) -> bool:
    """Whether the webhook was remembered."""
    found = select(webhooks_seen.c.id).where(webhooks_seen.c.id == webhook_id)
    return transaction.execute(found).first() is not None


def forget_before(transaction: Connection, moment: datetime) -> int:
    """Forget what came before the moment; returns how many they were."""
    return transaction.execute(delete(webhooks_seen).where(webhooks_seen.c.at < moment)).rowcount
