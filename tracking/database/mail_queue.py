"""A table whose rows are mails, each by itself: claimed by one worker, sent, tried again and ended.

The outbox of news is no such table: several of its rows are one letter.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, or_, select, true, update

from tracking.database.orders import lock

CLAIM = timedelta(minutes=3)
"""A claim whose worker was killed ends after this; sending takes less."""


class MailState(StrEnum):
    """The state of a mail."""

    DRAFT = "draft"
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    UNDONE = "undone"
    WITHHELD = "withheld"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class MailQueue:
    """The mails of ``table``, which has the columns used here; ``name`` is that of its lock, and no order's id.

    ``due_at`` is null where nothing is to be sent (any more).
    """

    table: Table
    name: str

    def has_due(self, transaction: Connection, *, now: datetime) -> bool:
        """Whether a mail is due."""
        row = self.table.c
        return transaction.execute(select(row.id).where(row.due_at <= now).limit(1)).first() is not None

    def waiting(self, transaction: Connection) -> int:
        """How many mails have not left yet, nor ended otherwise."""
        return transaction.scalar(select(func.count()).where(self.table.c.due_at.is_not(None))) or 0

    def claim(
        self, transaction: Connection, token: str, *, now: datetime, among: ColumnElement[bool] | None = None
    ) -> Any:  # noqa: ANN401 - the id of either table
        """Claim the oldest mail that is due, of all or ``among`` some, under a token of the caller's; returns its id.

        None where another process has them all. No other process claims any until the transaction ends.
        """
        lock(transaction, self.name)
        row = self.table.c
        # A claim that ends later than any is one of a clock that was set back.
        is_free = or_(row.claimed_until.is_(None), row.claimed_until <= now, row.claimed_until > now + 2 * CLAIM)
        # By nothing else: thousands may be due at the same moment, and would be sorted for each.
        due = (
            select(row.id)
            .where(row.due_at <= now, is_free, true() if among is None else among)
            .order_by(row.due_at)
            .limit(1)
        )
        mail_id = transaction.scalar(due)
        if mail_id is not None:
            values = {"state": MailState.CLAIMED.value, "claim": token, "claimed_until": now + CLAIM}
            transaction.execute(update(self.table).where(row.id == mail_id).values(values))
        return mail_id

    def defer(
        self, transaction: Connection, token: str, *, until: datetime, reason: str, has_failed: bool = False
    ) -> None:
        """Let the claimed mail wait again. ``has_failed``: an attempt to send it, which counts."""
        values: dict[str, Any] = {"state": MailState.WAITING.value, "due_at": until, "reason": reason}
        if has_failed:
            values["attempts"] = self.table.c.attempts + 1
        self._release(transaction, token, **values)

    def end(
        self,
        transaction: Connection,
        token: str,
        state: MailState,
        *,
        reason: str | None = None,
        **columns: Any,  # noqa: ANN401 - of the table alone
    ) -> None:
        """The claimed mail was sent, or is given up; not where it was changed meanwhile."""
        self._release(transaction, token, state=state.value, due_at=None, reason=reason, **columns)

    def make_due(self, transaction: Connection, reason: str, *, now: datetime) -> None:
        """Make mails due now that wait because of this reason."""
        row = self.table.c
        transaction.execute(update(self.table).where(row.due_at > now, row.reason == reason).values(due_at=now))

    def make_due_after_clock_step(self, transaction: Connection, *, now: datetime, longest: timedelta) -> None:
        """Make mails due now that wait for longer than anything does: by a clock that has been set back since."""
        transaction.execute(update(self.table).where(self.table.c.due_at > now + longest).values(due_at=now))

    def _release(self, transaction: Connection, token: str, **values: Any) -> None:  # noqa: ANN401 - of any column
        row = self.table.c
        # A claimed mail was due first: the index on due_at has it at its beginning, and none has the claim.
        claimed = select(row.id).where(row.due_at.is_not(None), row.claim == token).order_by(row.due_at).limit(1)
        mail_id = transaction.scalar(claimed)
        if mail_id is not None:
            released = update(self.table).where(row.id == mail_id, row.claim == token)
            transaction.execute(released.values(claim=None, claimed_until=None, **values))
