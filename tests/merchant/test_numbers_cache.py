from datetime import UTC
from pathlib import Path

import pytest

from tests.database.conftest import opened
from tests.fakes import Clock, ManualExecutor
from tests.merchant.test_numbers import STEP
from tracking.database import Database, progress, step_durations
from tracking.database.column_types import JsonValue
from tracking.merchant.numbers import ShopNumbers
from tracking.merchant.numbers_cache import OLD_AFTER, NumbersCache


def shop(tmp_path: Path, steps: int) -> Database:
    database = opened(f"sqlite:///{tmp_path / 'orders.db'}")
    with database.write() as transaction:
        step_durations.add(transaction, [STEP] * steps, is_imported=False)
    return database


def numbers_cache(database: Database, background: ManualExecutor, clock: Clock) -> NumbersCache:
    return NumbersCache(database, background.submit, clock=clock, zone=lambda: UTC, at_once=30)


def test_few_steps_are_counted_at_once(tmp_path: Path, background: ManualExecutor, clock: Clock) -> None:
    numbers = numbers_cache(shop(tmp_path, 30), background, clock).current()
    assert numbers
    assert numbers.steps[0].count == 30
    assert not background.waiting


def test_many_steps_are_counted_behind_and_again_after_an_hour(
    tmp_path: Path, background: ManualExecutor, clock: Clock
) -> None:
    database = shop(tmp_path, 31)
    kept = numbers_cache(database, background, clock)
    assert kept.current() is None
    assert kept.current() is None
    assert background.run() == 1
    first = numbers_cache(database, background, clock).current()
    assert first, "another process has them, too"
    assert (first.at, first.steps[0].count) == (clock(), 31)
    clock.advance(seconds=OLD_AFTER.total_seconds())
    with database.write() as transaction:
        step_durations.add(transaction, [STEP], is_imported=False)
    assert kept.current() == first, "nobody waits for the new ones"
    background.run()
    second = kept.current()
    assert second
    assert second.steps[0].count == 32


@pytest.mark.parametrize("value", ["", {}, {"at": "x"}, {"at": "2026-11-22T14:05:00+00:00", "steps": [{"step": 1}]}])
def test_numbers_of_another_release_are_counted_again(
    tmp_path: Path, background: ManualExecutor, clock: Clock, value: JsonValue
) -> None:
    database = shop(tmp_path, 31)
    with database.write() as transaction:
        progress.put(transaction, "numbers", value)
    kept = numbers_cache(database, background, clock)
    assert kept.current() is None
    background.run()
    assert isinstance(kept.current(), ShopNumbers)
