"""The worker's last failures, one after another: kept in the database, for every process to see."""

from dataclasses import dataclass
from datetime import datetime

from tracking.database import DatabaseProblem, DatabaseUnavailable, Transaction, progress

_NAME = "work_failure"
_ENOUGH = 3  # in a row, five seconds apart: one alone may be a lock that another process held for a moment


@dataclass(frozen=True, slots=True)
class WorkFailure:
    """``count`` pieces of work have failed in a row, from ``since`` to ``last``.

    ``problem`` is None where it was not the database that failed.
    """

    count: int
    since: datetime
    last: datetime
    reason: str
    problem: DatabaseProblem | None

    @property
    def lasts(self) -> bool:
        """Whether that is no hiccup."""
        return self.count >= _ENOUGH


def work_failure(transaction: Transaction) -> WorkFailure | None:
    """The failure that stands; None where the last piece of work succeeded."""
    match progress.get(transaction, _NAME):
        case {"count": int(count), "since": str(since), "last": str(last), "reason": str(reason), **rest}:
            problem = next((each for each in DatabaseProblem if each == rest.get("problem")), None)
            return WorkFailure(count, datetime.fromisoformat(since), datetime.fromisoformat(last), reason, problem)
        case _:
            return None


def add_failure(transaction: Transaction, error: Exception, *, now: datetime) -> None:
    """A piece of work has failed."""
    known = work_failure(transaction)
    value = {
        "count": known.count + 1 if known else 1,
        "since": (known.since if known else now).isoformat(),
        "last": now.isoformat(),
        # A database's error holds no values; another error may hold any.
        "reason": str(error) if isinstance(error, DatabaseUnavailable) else type(error).__name__,
        "problem": error.problem if isinstance(error, DatabaseUnavailable) else None,
    }
    progress.put(transaction, _NAME, value)


def forget_failures(transaction: Transaction) -> None:
    """A piece of work has succeeded."""
    progress.remove(transaction, _NAME)
