from datetime import timedelta

import pytest

from tests.database.order_rows import order, put
from tests.directory.kept import POLICY
from tests.fakes import Clock, ManualExecutor
from tests.running.prometheus_samples import sample_of
from tracking.directory.create import Directory, create_directory
from tracking.running.metrics import Metrics
from tracking.running.runtime import Runtime
from tracking.settings import Settings, SettingsError


def directory_of(clock: Clock, metrics: Metrics, **environ: str) -> Directory:
    runtime = Runtime(clock=clock, monotonic=clock.monotonic, sleep=clock.sleep, metrics=metrics)
    return create_directory(Settings.from_environ(environ), runtime, POLICY, ManualExecutor())


def test_settings_say_how_long_orders_are_kept(clock: Clock) -> None:
    assert directory_of(clock, Metrics(), KEEP_DAYS="7").keep == timedelta(days=7)


def test_its_orders_are_counted_in_the_metrics(clock: Clock) -> None:
    metrics = Metrics()
    directory = directory_of(clock, metrics)
    put(directory.database, order("1"))
    assert sample_of(metrics, "orders_known") == 1


def test_invalid_database_url_stops_the_start(clock: Clock) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        directory_of(clock, Metrics(), DATABASE_URL="postgresql://[")
