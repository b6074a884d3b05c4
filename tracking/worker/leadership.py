"""Which process leads in a kind of work: it takes a lease in the database, and renews it now and then."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from tracking.database import Database, leases


class Leadership:
    """For one thread. ``name`` is that of the lease, which is renewed each time that ``renew_every`` has passed."""

    def __init__(
        self,
        database: Database,
        name: str,
        *,
        renew_every: timedelta,
        clock: Callable[[], datetime],
        holder: str | None = None,
    ) -> None:
        self._database = database
        self._name = name
        self._renew_every = renew_every
        self._clock = clock
        self._holder = holder or uuid4().hex
        self._renewed_at: datetime | None = None

    @property
    def was_held(self) -> bool:
        """Whether the lease was held when it was last asked for."""
        return self._renewed_at is not None

    def take(self) -> bool:
        """Take or renew the lease where that is due; returns whether this process leads. Raises DatabaseUnavailable."""
        now = self._clock()
        if self._renewed_at and self._renewed_at <= now < self._renewed_at + self._renew_every:
            return True  # unless the clock has been set back
        with self._database.write() as transaction:
            is_held = leases.take(transaction, self._name, self._holder, now=now)
        self._renewed_at = now if is_held else None
        return is_held

    def lose(self) -> None:
        """Ask for the lease anew before anything else is done."""
        self._renewed_at = None

    def release(self) -> None:
        """Let another process lead at once. Raises DatabaseUnavailable."""
        if self.was_held:
            with self._database.write() as transaction:
                leases.release(transaction, self._name, self._holder)
