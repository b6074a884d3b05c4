import subprocess
import sys
from datetime import date

from tests.durations.made_up_year import HOLIDAYS
from tests.sampling import each_row
from tracking.durations.holidays import free_weekdays

CHRISTMAS_EVE, CHRISTMAS = date(2026, 12, 24), date(2026, 12, 25)
CORPUS_CHRISTI = date(2026, 6, 4)  # in some cantons

_PROGRAM = """
import sys
from tracking.durations.working_days import is_working_day
from datetime import date
assert is_working_day(date(2026, 12, 24)), "without a country"
assert "holidays" not in sys.modules
assert not is_working_day(date(2026, 12, 24), "SE")
print(*(name for name in sys.modules if name.startswith(("holidays.countries", "tracking.durations.holidays."))))
"""


def test_holidays_of_the_made_up_shop_are_free_weekdays() -> None:
    assert {day for day in HOLIDAYS if day.year == 2026} <= free_weekdays("SE", 2026)
    assert all(day.weekday() < 5 for day in free_weekdays("SE", 2026))


@each_row(
    ("region", "day"),
    [
        ("SE", CHRISTMAS_EVE),  # though no law says so
        ("GB", date(2026, 12, 28)),  # in place of Saturday
        ("US", date(2026, 11, 26)),
        ("CH-LU", CORPUS_CHRISTI),
        ("US-XX", date(2026, 11, 26)),  # a part that is not known: as in the country
        ("AX", CHRISTMAS),  # whose rules are those of another country
    ],
)
def test_a_day_is_free_in_the_country_or_its_part(region: str, day: date) -> None:
    assert day in free_weekdays(region, 2026)


@each_row(("region", "day"), [("GB", CHRISTMAS_EVE), ("CH", CORPUS_CHRISTI), ("XX", CHRISTMAS), ("", CHRISTMAS)])
def test_other_days_and_those_of_unknown_countries_are_not(region: str, day: date) -> None:
    assert day not in free_weekdays(region, 2026)


def test_of_the_library_only_what_is_needed_is_loaded() -> None:
    found = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)  # noqa: S603
    assert not any(name.startswith("holidays.countries") for name in found.stdout.split())
