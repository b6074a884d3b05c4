"""Checks that a worker is at work, in this or another process."""

from collections.abc import Iterator

from tracking.database import DatabaseProblem, DatabaseUnavailable, leases
from tracking.doctor.finding import Finding
from tracking.services import Services
from tracking.worker.lease_watch import LEASE, MISSING_AFTER, how_to_start
from tracking.worker.work_failures import work_failure

_TOPIC = "Worker"
_TO_MEND = "Mend the database: its line says how, and the log what fails; the worker goes on by itself."


def check(services: Services) -> Iterator[Finding]:
    """Look when its lease ends or has ended."""
    if services.settings.is_demo:  # each of its processes has a database of its own
        return
    try:
        with services.database.read() as transaction:
            end, failure = leases.last_end(transaction, LEASE), work_failure(transaction)
    except DatabaseUnavailable as error:
        if error.problem is not DatabaseProblem.MISSING:
            return  # the check of the database says so
        end = failure = None
    now = services.clock()
    if end is None:
        message = "None is at work: the last one was stopped, or there was none yet."
        yield Finding.note(_TOPIC, message, how_to_start())
    elif failure and failure.lasts and failure.last > now - MISSING_AFTER:
        message = f"One runs, and everything that it does has failed since {failure.since:%Y-%m-%d %H:%M} UTC"
        yield Finding.error(_TOPIC, f"{message}: {failure.reason}.", _TO_MEND)
    elif end < now - MISSING_AFTER:
        message = f"None has been at work since {end:%Y-%m-%d %H:%M} UTC: what changes in the shop is not fetched."
        yield Finding.error(_TOPIC, message, how_to_start())
    else:
        yield Finding.ok(_TOPIC, "One is at work, or was a few minutes ago.")
