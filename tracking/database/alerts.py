"""Alerts, one row for each kind of trouble with the site: the shop is told once, whichever process finds it."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from tracking.database.insert import insert_into
from tracking.database.orders import lock
from tracking.database.tables import alerts

_ROW = alerts.c
_LOCK = "alerts"  # no order has this id


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """A row of the table, where the columns are explained."""

    code: str
    about: str
    sentence: str
    since: datetime
    seen_at: datetime
    ended_at: datetime | None = None


_NAMES = [field.name for field in fields(AlertRow)]
_COLUMNS = [_ROW[name] for name in _NAMES]


def locked(transaction: Connection) -> dict[str, AlertRow]:
    """The trouble that lasts, by its code; no other process changes it until the transaction ends."""
    lock(transaction, _LOCK)
    return lasting(transaction)


def lasting(transaction: Connection) -> dict[str, AlertRow]:
    """The trouble that lasts, by its code, the oldest first."""
    found = transaction.execute(select(*_COLUMNS).where(_ROW.ended_at.is_(None)).order_by(_ROW.since, _ROW.code))
    return {row.code: _row(row) for row in found}


def put(transaction: Connection, row: AlertRow) -> None:
    """Write the row in place of the last one with its code."""
    values = {name: getattr(row, name) for name in _NAMES}
    statement = insert_into(transaction.dialect.name, alerts).values(values)
    changes = {name: statement.excluded[name] for name in _NAMES if name != "code"}
    transaction.execute(statement.on_conflict_do_update(index_elements=[_ROW.code], set_=changes))


def mark_seen(transaction: Connection, code: str, *, now: datetime) -> None:
    """Writes when the trouble was last seen."""
    transaction.execute(update(alerts).where(_ROW.code == code).values(seen_at=now))


def end(transaction: Connection, code: str, *, now: datetime) -> None:
    """Writes when the trouble ended."""
    transaction.execute(update(alerts).where(_ROW.code == code).values(ended_at=now))


def _row(found: Any) -> AlertRow:  # noqa: ANN401 - the columns are those of the class
    return AlertRow(**found._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
