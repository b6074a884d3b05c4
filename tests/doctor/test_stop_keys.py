from collections.abc import Callable

import pytest
from flask import Flask

from tests.doctor.doctor_report import run_doctor
from tracking.database import DatabaseUnavailable, mail_blocks
from tracking.database.mail_blocks import BlockKind
from tracking.notices.address_hashes import AddressHashes
from tracking.services import services

OLD, NEW, GONE = ("x" * 40, "y" * 40, "z" * 40)
ABOUT = "Stopped letters"


def stop(app: Flask, *keys: str) -> None:
    with app.app_context():
        site = services()
        with site.database.write() as transaction:
            for key in keys:
                found = AddressHashes([key]).hash("ada@example.com")
                assert found
                mail_blocks.add(transaction, found, BlockKind.STOPPED, now=site.clock())


def test_without_stops_nothing_is_said(app: Flask) -> None:
    assert run_doctor(app).of(ABOUT) == []


def test_stops_that_hang_on_an_older_key_are_counted(make_app: Callable[..., Flask]) -> None:
    app = make_app(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=OLD)
    stop(app, NEW)
    (said,) = run_doctor(app).of(ABOUT)
    assert (said.state, said.message) == ("ok", "Under SECRET_KEY: 1.")
    stop(app, OLD)
    (said,) = run_doctor(app).of(ABOUT)
    assert (said.state, "SECRET_KEY_FALLBACKS, which therefore have to stay: 1" in said.message) == ("ok", True)


def test_stops_whose_key_is_gone_are_told_with_the_fix(make_app: Callable[..., Flask]) -> None:
    app = make_app(SECRET_KEY=NEW)
    stop(app, GONE)
    said = run_doctor(app).of(ABOUT)
    assert [each.state for each in said] == ["?", "ok"]
    assert "do not hold: 1" in said[0].message
    assert "SECRET_KEY_FALLBACKS" in said[0].fix


@pytest.mark.parametrize(("fallbacks", "count"), [(OLD, 1), ("", 0)])
def test_a_key_that_erased_orders_need_is_told_while_it_can_be_taken_away(
    make_app: Callable[..., Flask], fallbacks: str, count: int
) -> None:
    app = make_app(SECRET_KEY=NEW, **{"SECRET_KEY_FALLBACKS": fallbacks} if fallbacks else {})
    with app.app_context():
        services().erasure.erase(["77"])
        services().erasure.erase_all_soon()
    said = run_doctor(app).of("Erased orders")
    assert [(each.state, each.message[:3]) for each in said] == [("ok", "1. ")] * count


def test_a_database_that_is_gone_is_told_by_its_own_check(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseUnavailable("gone")

    with app.app_context():
        monkeypatch.setattr(services().database, "prepare", fail)
    assert run_doctor(app).of(ABOUT) == []
