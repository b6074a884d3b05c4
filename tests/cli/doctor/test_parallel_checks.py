from collections.abc import Iterator
from threading import Event

from flask import Flask

from tests.cli.doctor.diagnosing import check_sentences
from tracking.cli.doctor.finding import Finding, State
from tracking.cli.doctor.parallel_checks import examine
from tracking.services import Services

WELL = Finding.well("thing", "It is well.")


def parts_of(app: Flask) -> Services:
    parts: Services = app.extensions["whereabouts"]
    return parts


def well(_: Services) -> Iterator[Finding]:
    yield WELL


def breaks(_: Services) -> Iterator[Finding]:
    yield WELL
    raise ZeroDivisionError("with a secret in it")


def test_a_check_that_breaks_stops_no_other_and_tells_what_it_had_found(app: Flask) -> None:
    first, broken, last = examine(parts_of(app), {breaks: "PUBLIC_URL", well: "SECRET_KEY"})
    assert (first, last) == (WELL, WELL)
    assert (broken.about, broken.state) == ("PUBLIC_URL", State.MEND)
    assert "(ZeroDivisionError)" in broken.words
    assert "secret" not in broken.words + broken.fix
    check_sentences(broken.state, broken.words, broken.fix)


def test_a_check_that_hangs_stops_no_other(app: Flask) -> None:
    end = Event()

    def hangs(_: Services) -> Iterator[Finding]:
        yield WELL
        end.wait(10)
        yield WELL

    try:
        found = list(examine(parts_of(app), {hangs: "REDIS_URL", well: "SECRET_KEY"}, patience=0.05))
    finally:
        end.set()
    assert [finding.state for finding in found] == [State.WELL, State.MEND, State.WELL]
    assert (found[1].about, found[1].words) == ("REDIS_URL", "After 0.05 seconds there is no answer.")
    check_sentences(found[1].state, found[1].words, found[1].fix)
