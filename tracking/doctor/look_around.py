"""Has the checks run in the background when their last result is old: a page that shows it waits for none of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking.database import DatabaseUnavailable
from tracking.doctor import kept_findings
from tracking.doctor.check_runner import run_checks
from tracking.doctor.checks import checks, is_local
from tracking.doctor.finding import Finding
from tracking.services import Services

OLD_AFTER = timedelta(hours=1)
"""Each look asks Shopify about ten times, and the mail server once."""

_TASK = "doctor"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAround:
    """The ``findings`` of now and of the last look, which was at ``looked_at``.

    ``is_looking``: the checks that ask the network run again.
    """

    findings: tuple[Finding, ...]
    looked_at: datetime | None
    is_looking: bool


def look_around(services: Services) -> LookAround:
    """Run what is quick, and add the last result of the other checks. Raises DatabaseUnavailable."""
    with services.database.read() as transaction:
        kept = kept_findings.last(transaction)
    now = services.clock()
    is_old = kept is None or not kept.at <= now < kept.at + OLD_AFTER
    if is_old:
        services.commands.executor.submit(_TASK, lambda: look_and_keep(services))
    return LookAround(
        findings=(*local_findings(services), *(kept.findings if kept else ())),
        looked_at=kept.at if kept else None,
        is_looking=is_old,
    )


def local_findings(services: Services) -> Iterator[Finding]:
    """The findings of the local checks."""
    yield from run_checks(services, {check: setting for check, setting in checks(None).items() if is_local(check)})


def look_and_keep(services: Services) -> None:
    """Run the checks that ask others, however long that takes, and keep what they find."""
    wanted = {check: setting for check, setting in checks(None).items() if not is_local(check)}
    found = [*run_checks(services, wanted)]
    try:
        with services.database.write() as transaction:
            kept_findings.keep(transaction, found, now=services.clock())
    except DatabaseUnavailable:
        return  # the page itself says so
