"""Sessions of the overview that were ended before their time."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from tracking.database.column_types import JsonValue
from tracking.database.insert import insert_into
from tracking.database.tables import ended_sessions, progress

_SESSION = ended_sessions.c
_THIS = _SESSION.id == bindparam("session_id")
# Made once: each page of the overview asks.
_GENERATION = select(progress.c.value).where(
    progress.c.name == bindparam("of_name"), ~select(_SESSION.id).where(_THIS).exists()
)


def add(transaction: Connection, session_id: str, *, until: datetime) -> None:
    """The session is ended; it would have lasted until then at most."""
    row = insert_into(transaction.dialect.name, ended_sessions).values(id=session_id, until=until)
    transaction.execute(row.on_conflict_do_nothing(index_elements=[_SESSION.id]))


def generation(transaction: Connection, session_id: str, name: str) -> JsonValue:
    """The value under this name in ``progress``; None for a session that was ended."""
    value: JsonValue = transaction.scalar(_GENERATION, {"session_id": session_id, "of_name": name})
    return value


def forget_before(transaction: Connection, moment: datetime) -> int:
    """Forget sessions that would have ended before; returns how many they were."""
    return transaction.execute(delete(ended_sessions).where(_SESSION.until < moment)).rowcount
