"""Where no letter goes, under keyed hashes: what customers have stopped, and what a mail server has refused for good.

In front of each hash stands the id of its key: a check tells how many stops end with a key that is dropped.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, select

from tracking.database.insert import insert_into
from tracking.database.tables import mail_blocks

_ROW = mail_blocks.c


class BlockKind(StrEnum):
    """Why no letter goes there."""

    STOPPED = "stopped"
    REFUSED = "refused"


def add(transaction: Connection, block_hash: str, kind: BlockKind, *, now: datetime) -> None:
    """Add a block, or move its time to now."""
    row = insert_into(transaction.dialect.name, mail_blocks).values(hash=block_hash, kind=kind.value, at=now)
    transaction.execute(row.on_conflict_do_update(index_elements=[_ROW.hash, _ROW.kind], set_={"at": row.excluded.at}))


def find(transaction: Connection, hashes: Collection[str]) -> dict[BlockKind, datetime]:
    """The blocks under one of the hashes, of the key and of its fallbacks, and since when each holds."""
    statement = select(_ROW.kind, func.max(_ROW.at)).where(_ROW.hash.in_(hashes)).group_by(_ROW.kind)
    return {BlockKind(kind): at for kind, at in transaction.execute(statement)}


def forget_refused_before(transaction: Connection, moment: datetime) -> int:
    """Forget what was refused before the moment: a mailbox may be there again. Stops stay."""
    refused = (_ROW.kind == BlockKind.REFUSED.value, _ROW.at < moment)
    return transaction.execute(delete(mail_blocks).where(*refused)).rowcount


def stops_by_key(transaction: Connection, length: int) -> dict[str, int]:
    """How many stops stand under each key, by the first characters of their hashes, which are the key's id."""
    key = func.substr(_ROW.hash, 1, length)
    statement = select(key, func.count()).where(_ROW.kind == BlockKind.STOPPED.value).group_by(key)
    return {found: count for found, count in transaction.execute(statement)}  # noqa: C416 - rows are no pairs to mypy
