from datetime import timedelta

import pytest

from tests.directory.stored_orders import POLICY
from tests.fakes import Clock, ManualExecutor
from tracking.directory.create import Directory, create_directory
from tracking.running.metrics import Metrics
from tracking.running.runtime import Runtime
from tracking.settings import Settings, SettingsError


def directory_of(clock: Clock, **environ: str) -> Directory:
    runtime = Runtime(clock=clock, monotonic=clock.monotonic, sleep=clock.sleep, metrics=Metrics())
    return create_directory(Settings.from_environ(environ), runtime, POLICY, ManualExecutor())


def test_settings_say_how_long_orders_are_kept(clock: Clock) -> None:
    assert directory_of(clock, KEEP_DAYS="7").retention == timedelta(days=7)


def test_invalid_database_url_stops_the_start(clock: Clock) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        directory_of(clock, DATABASE_URL="postgresql://[")
