from datetime import time

import pytest

from tests.sampling import each_row
from tests.settings.conftest import mistake
from tracking.settings import Settings
from tracking.settings.quiet_hours import QuietHours, quiet_hours


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("21-8", QuietHours(21, 8)),
        (" 09 \u2013 17 ", QuietHours(9, 17)),
        ("20-24", QuietHours(20, 0)),
        ("24-6", QuietHours(0, 6)),
        ("off", None),
        ("OFF", None),
    ],
)
def test_window_of_full_hours_is_parsed(value: str, expected: QuietHours | None) -> None:
    assert quiet_hours(value) == expected
    assert Settings.from_environ({"QUIET_HOURS": value}).quiet_hours == expected


@each_row("value", ["8-8", "0-24", "25-8", "21", "21-", "nine-eight", "21:30-8", "-1-8", "on"])
def test_wrong_window_is_a_sentence_that_names_the_setting(value: str) -> None:
    assert mistake(QUIET_HOURS=value) == (
        "QUIET_HOURS must be two different full hours such as 21-8 (from nine at night to eight), or off."
    )


@pytest.mark.parametrize(
    ("window", "quiet"),
    [("21-8", [21, 22, 23, *range(8)]), ("20-24", [20, 21, 22, 23]), ("0-6", [*range(6)]), ("12-13", [12])],
)
def test_window_begins_and_ends_at_full_hours_and_may_pass_midnight(window: str, quiet: list[int]) -> None:
    hours = quiet_hours(window)
    assert hours is not None
    assert [hour for hour in range(24) if time(hour, 59, 59) in hours] == sorted(quiet)
    assert [hour for hour in range(24) if time(hour) in hours] == sorted(quiet)
    assert quiet_hours(str(hours)) == hours
