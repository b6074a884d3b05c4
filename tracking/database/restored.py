"""When a backup was restored: customers may have been told of whatever was so before, and the backup not know it."""

from datetime import datetime

from sqlalchemy import Connection, delete, or_, update

from tracking.database import progress
from tracking.database.mail_queue import MailState
from tracking.database.notices import NoticeState
from tracking.database.tables import merchant_letters, notice_situations, notices, orders

REASON = "restored"
"""Why letters are withheld that waited in a backup."""

_NAME = "restored_at"


def note(transaction: Connection, now: datetime) -> None:
    """A backup is restored now: each order of which something is still expected is to be asked for anew."""
    progress.put(transaction, _NAME, now.isoformat())
    is_expected = or_(orders.c.look_at.is_not(None), orders.c.judge_at.is_not(None))
    transaction.execute(update(orders).where(is_expected).values(look_at=now))


def read(transaction: Connection) -> datetime | None:
    """When that was last done; None where it never was."""
    found = progress.get(transaction, _NAME)
    return datetime.fromisoformat(found) if isinstance(found, str) else None


def withhold_all(transaction: Connection, now: datetime) -> None:
    """Send nothing that waits, and let nothing be news until each order was fetched: what was told is not known."""
    ended = {"reason": REASON, "ended_at": now, "claim": None, "claimed_until": None}
    of_news, of_letters = notices.c, merchant_letters.c
    waiting = update(notices).where(of_news.ended_at.is_(None))
    transaction.execute(waiting.values(state=NoticeState.WITHHELD.value, **ended))
    # Of an order without a situation, what is found first is no news.
    transaction.execute(delete(notice_situations))
    transaction.execute(update(orders).values(look_at=now))
    transaction.execute(delete(merchant_letters).where(of_letters.state == MailState.DRAFT.value))
    own = update(merchant_letters).where(of_letters.due_at.is_not(None))
    transaction.execute(own.values(state=MailState.WITHHELD.value, due_at=None, **ended))
