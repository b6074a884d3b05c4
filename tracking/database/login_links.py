"""Links into the overview that were made and not used yet; of what stands in their address only a hash is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from tracking.database.tables import login_links

_LINK = login_links.c


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginLinkRow:
    """``way`` is how the link goes to ``who``; it ends at ``until``."""

    hash: str
    who: str
    way: str
    until: datetime


def add(transaction: Connection, link: LoginLinkRow) -> None:
    """A link was made."""
    values = {"hash": link.hash, "who": link.who, "way": link.way, "until": link.until}
    transaction.execute(insert(login_links).values(values))


def find(transaction: Connection, link_hash: str) -> LoginLinkRow | None:
    """The link with this hash, also one that has ended."""
    found = transaction.execute(select(*_LINK).where(_LINK.hash == link_hash)).mappings().first()
    return LoginLinkRow(**found) if found else None


def take(transaction: Connection, link_hash: str) -> LoginLinkRow | None:
    """As ``find``, and the link is used up: of two who take it at the same moment, one gets it."""
    statement = delete(login_links).where(_LINK.hash == link_hash).returning(*_LINK)
    found = transaction.execute(statement).mappings().first()
    return LoginLinkRow(**found) if found else None


def remove_all(transaction: Connection) -> None:
    """No link that was made until now opens anything."""
    transaction.execute(delete(login_links))


def forget_before(transaction: Connection, moment: datetime) -> int:
    """Forget links that ended before; returns how many they were."""
    return transaction.execute(delete(login_links).where(_LINK.until < moment)).rowcount
