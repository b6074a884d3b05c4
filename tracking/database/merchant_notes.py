"""Notes of colleagues about an order, for each other: no customer sees them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from tracking.database.tables import merchant_notes

_ROW = merchant_notes.c


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantNote:
    """A note, who wrote it, and when."""

    text: str
    who: str
    at: datetime


def add(transaction: Connection, order_id: str, note: MerchantNote) -> None:
    """Add a note to an order that is known."""
    values = {"order_id": order_id, "text": note.text, "who": note.who, "at": note.at}
    transaction.execute(insert(merchant_notes).values(values))


def of_order(transaction: Connection, order_id: str) -> list[MerchantNote]:
    """The notes about the order, the newest last."""
    found = transaction.execute(
        select(_ROW.text, _ROW.who, _ROW.at).where(_ROW.order_id == order_id).order_by(_ROW.at, _ROW.id)
    )
    return [MerchantNote(text=text, who=who, at=at) for text, who, at in found]
