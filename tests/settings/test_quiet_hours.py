import pytest

from tests.settings.conftest import mistake
from tracking.settings import Settings
from tracking.settings.quiet_hours import HourRange, quiet_hours


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("21-8", HourRange(21, 8)),
        (" 09 \u2013 17 ", HourRange(9, 17)),
        ("20-24", HourRange(20, 0)),
        ("24-6", HourRange(0, 6)),
        ("off", None),
        ("OFF", None),
    ],
)
def test_window_of_full_hours_is_parsed(value: str, expected: HourRange | None) -> None:
    assert quiet_hours(value) == expected
    assert Settings.from_environ({"QUIET_HOURS": value}).quiet_hours == expected


@pytest.mark.parametrize("value", ["8-8", "0-24", "25-8", "21", "21-", "nine-eight", "21:30-8", "-1-8", "on"])
def test_wrong_window_is_a_sentence_that_names_the_setting(value: str) -> None:
    assert mistake(QUIET_HOURS=value) == (
        "QUIET_HOURS must be two different full hours such as 21-8 (from nine at night to eight), or off."
    )


def test_window_is_printed_as_it_is_written() -> None:
    assert str(quiet_hours("09-24")) == "9-0"
