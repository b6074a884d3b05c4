"""Orders that somebody in the shop has set aside until a day, and how they stood then."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from tracking.database.column_types import bound_ids
from tracking.database.tables import set_aside

_UNTIL = select(set_aside.c.order_id, set_aside.c.until).where(set_aside.c.order_id.in_(bound_ids("order_ids")))


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideState:
    """How an order stands, as far as somebody who sets it aside has seen it; codes as in ``orders``."""

    rank: int | None
    why: str | None
    condition: str
    parcel_condition: str | None
    reason: str | None
    out_of_step: tuple[str, ...]

    @classmethod
    def of(cls, written: dict[str, Any]) -> "AsideState":
        """As it was written."""
        return cls(**{**written, "out_of_step": tuple(written["out_of_step"])})


def put(transaction: Connection, order_id: str, until: datetime, who: str, state: AsideState, now: datetime) -> None:
    """Set a known order aside; until another moment than before, if it is."""
    remove(transaction, order_id)
    values = {"order_id": order_id, "until": until, "at": now, "who": who, "state": asdict(state)}
    transaction.execute(insert(set_aside).values(values))


def mark_seen(transaction: Connection, order_id: str, state: AsideState) -> None:
    """From now on, news is what is worse than this."""
    transaction.execute(update(set_aside).where(set_aside.c.order_id == order_id).values(state=asdict(state)))


def remove(transaction: Connection, order_id: str) -> None:
    """The order is no longer set aside."""
    transaction.execute(delete(set_aside).where(set_aside.c.order_id == order_id))


def until(transaction: Connection, order_ids: Collection[str]) -> dict[str, datetime]:
    """Until when those of the orders are set aside that are."""
    found = transaction.execute(_UNTIL, {"order_ids": order_ids})
    return {order_id: moment for order_id, moment in found}  # noqa: C416 - rows are no pairs to mypy
