"""Runs the checks one after another: a failing or slow check does not stop the others."""

from collections.abc import Iterator, Mapping
from threading import Thread

from tracking.cli.doctor.finding import Check, Finding
from tracking.services import Services

CHECK_TIMEOUT = 8.0  # seconds for a whole check: requests have bounds of their own, a DNS lookup has none


def run_checks(services: Services, checks: Mapping[Check, str], timeout: float = CHECK_TIMEOUT) -> Iterator[Finding]:
    """Yield the findings of each check as soon as it ends. Each check is mapped to the setting that it depends on."""
    for check, setting in checks.items():
        yield from _run_bounded(services, check, setting, timeout)


def _run_bounded(services: Services, check: Check, setting: str, timeout: float) -> list[Finding]:
    findings: list[Finding] = []
    # A daemon, so that a blocked check does not keep the command from exiting.
    thread = Thread(target=_collect, args=(services, check, setting, findings), daemon=True)
    thread.start()
    thread.join(timeout)
    if not thread.is_alive():
        return findings
    message = f"After {timeout:g} seconds there is no answer."
    fix = f"See whether this machine reaches what {setting} names, and run this again."
    return [*findings, Finding.error(setting, message, fix)]


def _collect(services: Services, check: Check, setting: str, findings: list[Finding]) -> None:
    try:
        findings.extend(check(services))
    except Exception as error:  # noqa: BLE001 - the other checks must run
        message = f"The check itself broke ({type(error).__name__})."
        findings.append(
            Finding.error(setting, message, f"Look at {setting} and what goes with it, or tell our makers.")
        )
