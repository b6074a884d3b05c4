"""Checks that a worker is at work, in this or another process."""

from collections.abc import Iterator

from tracking.cli.doctor.finding import Finding
from tracking.database import DatabaseProblem, DatabaseUnavailable, leases
from tracking.services import Services
from tracking.worker.lease_watch import LEASE, MISSING_AFTER, how_to_start

_ABOUT = "Worker"


def check(services: Services) -> Iterator[Finding]:
    """Look when its lease ends or has ended."""
    if services.settings.is_demo:  # each of its processes has a database of its own
        return
    try:
        with services.database.read() as transaction:
            end = leases.last_end(transaction, LEASE)
    except DatabaseUnavailable as error:
        if error.problem is not DatabaseProblem.MISSING:
            return  # the check of the database says so
        end = None
    now = services.clock()
    if end is None:
        message = "None is at work: the last one was stopped, or there was none yet."
        yield Finding.note(_ABOUT, message, how_to_start())
    elif end < now - MISSING_AFTER:
        message = f"None has been at work since {end:%Y-%m-%d %H:%M} UTC: what changes in the shop is not fetched."
        yield Finding.error(_ABOUT, message, how_to_start())
    else:
        yield Finding.ok(_ABOUT, "One is at work, or was a few minutes ago.")
