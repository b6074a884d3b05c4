from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from tracking.i18n.date_formats import date_formats, format_day, time_zone, zone_name

DAY = date(2026, 11, 24)


@pytest.mark.parametrize("language", ["xx", "en-XA", "", "not a language"])
def test_unknown_language_has_english_dates(language: str) -> None:
    assert date_formats(language) == date_formats("en")


def test_english_without_a_country_puts_the_day_first_and_counts_to_24() -> None:
    english = date_formats("en")
    assert english.day.apply(DAY, english.locale) == "Tuesday 24 November"
    assert english.time.apply(datetime(2026, 11, 24, 14, 5, tzinfo=UTC), english.locale) == "14:05"


def test_american_english_has_american_dates() -> None:
    american = date_formats("en-US")
    assert american.day.apply(DAY, american.locale) == "Tuesday, November 24"


def test_every_day_of_the_week_is_written_out() -> None:
    assert date_formats("fi").day.apply(DAY, date_formats("fi").locale) == "tiistaina 24. marraskuuta"


def test_language_with_a_script_has_formats() -> None:
    assert date_formats("zh-hans").locale.script == "Hans"


def test_formats_of_a_language_are_looked_up_once() -> None:
    assert date_formats("sv") is date_formats("sv")


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_a_zone_that_does_not_exist_is_utc(name: str) -> None:
    assert time_zone(name) is UTC


def test_zone_has_its_long_name() -> None:
    assert zone_name(ZoneInfo("Europe/Stockholm"), Locale("de")) == "Mitteleuropäische Zeit"
    assert zone_name(UTC, Locale("de")) == "UTC"


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fi", date(2026, 11, 29), "sunnuntaina 29. marraskuuta"),
        ("fi", date(2026, 11, 30), "maanantaina 30. marraskuuta"),
        ("fr", date(2026, 12, 1), "mardi 1er décembre"),
        ("fr", date(2026, 12, 11), "vendredi 11 décembre"),
        ("fr", date(2026, 12, 21), "lundi 21 décembre"),
        ("de", date(2026, 11, 29), "Sonntag 29. November"),
    ],
)
def test_days_are_written_as_in_a_sentence(language: str, day: date, written: str) -> None:
    formats = date_formats(language)
    assert format_day(formats.day, day, formats.locale).replace(",", "") == written
