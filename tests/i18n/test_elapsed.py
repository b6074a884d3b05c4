from datetime import timedelta

import pytest
from babel import Locale

from tracking.i18n.elapsed import elapsed, whole

ENGLISH = Locale("en", "GB")


def written(passed: timedelta, *, ago: bool = False) -> str:
    return elapsed(passed, ENGLISH, lambda count: f"{count} days", ago=ago)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-5), "1 minute"),
        (timedelta(seconds=5), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=1), "1 days"),
        (timedelta(days=45, hours=20), "45 days"),
    ],
)
def test_time_is_told_in_its_largest_unit_up_to_days(passed: timedelta, said: str) -> None:
    assert written(passed) == said


def test_the_past_is_told_as_such() -> None:
    assert written(timedelta(hours=3), ago=True) == "3 hours ago"


def test_other_languages_have_their_own_words() -> None:
    assert elapsed(timedelta(hours=3), Locale("de"), str, ago=True) == "vor 3 Stunden"


def test_elapsed_time_counts_whole_units() -> None:
    assert whole(timedelta(seconds=-5)) == whole(timedelta(seconds=119)) == (1, "minute")
    assert whole(timedelta(minutes=59, seconds=59)) == (59, "minute")
    assert whole(timedelta(minutes=60)) == whole(timedelta(minutes=119)) == (1, "hour")
    assert whole(timedelta(hours=24)) == whole(timedelta(hours=47)) == (1, "day")
