from collections.abc import Iterator
from threading import Event

from flask import Flask

from tests.cli.doctor.doctor_report import check_sentences
from tracking.cli.doctor.check_runner import run_checks
from tracking.cli.doctor.finding import Finding, FindingState
from tracking.services import Services

WELL = Finding.ok("thing", "It is well.")


def parts_of(app: Flask) -> Services:
    services: Services = app.extensions["whereabouts"]
    return services


def well(_: Services) -> Iterator[Finding]:
    yield WELL


def breaks(_: Services) -> Iterator[Finding]:
    yield WELL
    raise ZeroDivisionError("with a secret in it")


def test_failing_check_keeps_its_findings_and_stops_no_other(app: Flask) -> None:
    first, broken, last = run_checks(parts_of(app), {breaks: "PUBLIC_URL", well: "SECRET_KEY"})
    assert (first, last) == (WELL, WELL)
    assert (broken.topic, broken.state) == ("PUBLIC_URL", FindingState.ERROR)
    assert "(ZeroDivisionError)" in broken.message
    assert "secret" not in broken.message + broken.fix
    check_sentences(broken.state, broken.message, broken.fix)


def test_blocked_check_stops_no_other(app: Flask) -> None:
    end = Event()

    def hangs(_: Services) -> Iterator[Finding]:
        yield WELL
        end.wait(60)
        yield WELL

    try:  # two seconds are many times what a check takes that does nothing
        found = list(run_checks(parts_of(app), {hangs: "REDIS_URL", well: "SECRET_KEY"}, timeout=2))
    finally:
        end.set()
    assert [finding.state for finding in found] == [FindingState.OK, FindingState.ERROR, FindingState.OK]
    assert (found[1].topic, found[1].message) == ("REDIS_URL", "After 2 seconds there is no answer.")
    check_sentences(found[1].state, found[1].message, found[1].fix)
