"""Sessions of the overview that were ended before their time."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from tracking.database.insert import insert_into
from tracking.database.tables import ended_sessions

_SESSION = ended_sessions.c
_HAS = select(_SESSION.id).where(_SESSION.id == bindparam("session_id"))  # made once: each page asks


def add(transaction: Connection, session_id: str, *, until: datetime) -> None:
    """The session is ended; it would have lasted until then at most."""
    row = insert_into(transaction.dialect.name, ended_sessions).values(id=session_id, until=until)
    transaction.execute(row.on_conflict_do_nothing(index_elements=[_SESSION.id]))


def has(transaction: Connection, session_id: str) -> bool:
    """Whether the session was ended."""
    return transaction.execute(_HAS, {"session_id": session_id}).first() is not None


def forget_before(transaction: Connection, moment: datetime) -> int:
    """Forget sessions that would have ended before; returns how many they were."""
    return transaction.execute(delete(ended_sessions).where(_SESSION.until < moment)).rowcount
