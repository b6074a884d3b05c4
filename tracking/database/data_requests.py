"""Which orders customers have asked for the data of, so that the merchant can answer them in time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete, null, select, update

from tracking.database.insert import insert_into
from tracking.database.tables import data_requests, orders

ANSWER_WITHIN = timedelta(days=30)
"""https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance"""


class RequestMail(StrEnum):
    """The outcome of the mail to the merchant."""

    SENT = "sent"
    REFUSED = "refused"  # for good


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequest:
    """``name`` is None while the order is not known here, ``mail`` until one has left."""

    order_id: str
    name: str | None
    requested_at: datetime
    mail: str | None = None


def add(transaction: Connection, order_ids: Collection[str], *, now: datetime) -> None:
    """A customer asks for the data of these orders; where they have asked before, the later time holds."""
    if not order_ids:
        return
    row = insert_into(transaction.dialect.name, data_requests).values(
        order_id=bindparam("order_id"), requested_at=bindparam("requested_at")
    )
    statement = row.on_conflict_do_update(
        index_elements=[data_requests.c.order_id], set_={"requested_at": row.excluded.requested_at, "outcome": null()}
    )
    # One by one within the driver: they may be more than one statement can have values.
    transaction.execute(statement, [{"order_id": each, "requested_at": now} for each in sorted(set(order_ids))])


def since(transaction: Connection, moment: datetime) -> list[DataRequest]:
    """Those that were made at this moment or later, the oldest first."""
    columns = data_requests.c
    joined = data_requests.outerjoin(orders, orders.c.id == columns.order_id)
    statement = (
        select(columns.order_id, orders.c.name, columns.requested_at, columns.outcome.label("mail"))
        .select_from(joined)
        .where(columns.requested_at >= moment)
        .order_by(columns.requested_at, columns.order_id)
    )
    return [DataRequest(**row) for row in transaction.execute(statement).mappings()]


def end_mail(transaction: Connection, requests: Collection[DataRequest], mail: RequestMail) -> None:
    """Write what became of the mail about these requests; one that was made again meanwhile gets another."""
    columns = data_requests.c
    statement = update(data_requests).where(
        columns.order_id == bindparam("of_order"), columns.requested_at == bindparam("at")
    )
    values = [{"of_order": each.order_id, "at": each.requested_at} for each in requests]
    transaction.execute(statement.values(outcome=mail.value), values)


def forget_before(transaction: Connection, moment: datetime) -> int:
    """Forget those that were made before; returns how many they were."""
    return transaction.execute(delete(data_requests).where(data_requests.c.requested_at < moment)).rowcount
