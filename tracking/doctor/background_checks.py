"""Runs the checks in the background when their stored results are old, so that no page waits for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking.database import DatabaseUnavailable
from tracking.doctor import stored_findings
from tracking.doctor.check_runner import run_checks
from tracking.doctor.checks import checks, is_local
from tracking.doctor.finding import Finding
from tracking.services import Services

OLD_AFTER = timedelta(hours=1)
"""Each run asks Shopify about ten times, and the mail server once."""

_TASK = "doctor"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResults:
    """The ``findings`` of the local checks, and of the last run of the others, which ended at ``checked_at``.

    ``is_running``: the checks that ask the network run again.
    """

    findings: tuple[Finding, ...]
    checked_at: datetime | None
    is_running: bool


def check_results(services: Services) -> CheckResults:
    """Run the local checks, and add the stored results of the others. Raises DatabaseUnavailable."""
    with services.database.read() as transaction:
        stored = stored_findings.last(transaction)
    now = services.clock()
    is_old = stored is None or not stored.at <= now < stored.at + OLD_AFTER
    if is_old:
        services.commands.executor.submit(_TASK, lambda: run_and_store(services))
    return CheckResults(
        findings=(*local_findings(services), *(stored.findings if stored else ())),
        checked_at=stored.at if stored else None,
        is_running=is_old,
    )


def local_findings(services: Services) -> Iterator[Finding]:
    """The findings of the local checks."""
    yield from run_checks(services, {check: setting for check, setting in checks(None).items() if is_local(check)})


def run_and_store(services: Services) -> None:
    """Run the checks that ask the network, however long that takes, and store their findings."""
    wanted = {check: setting for check, setting in checks(None).items() if not is_local(check)}
    found = [*run_checks(services, wanted)]
    try:
        with services.database.write() as transaction:
            stored_findings.save(transaction, found, now=services.clock())
    except DatabaseUnavailable:
        return  # the page itself says so
