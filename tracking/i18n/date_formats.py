"""Date and time formats by language, and names of time zones, each looked up once."""

import re
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import DateTimePattern, get_timezone_name, parse_pattern

# Day before month and a clock of 24 hours, unless the reader's language names a country: most shops' English.
_PLAIN_ENGLISH = Locale("en", "GB")


# Corrections of CLDR's day for a sentence: Finnish inflects each weekday but Sunday, French writes the first as 1er.
_CORRECTIONS = {
    "fi": (re.compile(r"\bsunnuntai\b"), "sunnuntaina"),
    "fr": (re.compile(r"(?<!\d)1(?= \D|$)"), "1er"),
}


@dataclass(frozen=True, slots=True)
class DateFormats:
    """The date and time patterns of a language."""

    locale: Locale
    day: DateTimePattern  # Tuesday 24 November
    day_of_month: DateTimePattern  # Tuesday 24, the start of a range within a month
    day_and_year: DateTimePattern  # Friday 8 January 2027
    weekday: DateTimePattern  # Tue 24
    weekday_and_month: DateTimePattern  # Tue 24 Nov
    short: DateTimePattern  # 24 Nov
    short_and_year: DateTimePattern  # 8 Jan 2027
    time: DateTimePattern  # 14:05


@cache
def date_formats(language: str) -> DateFormats:
    """Returns the formats of a BCP 47 code; those of English if Babel does not support it."""
    locale = _locale(language)
    skeletons = locale.datetime_skeletons
    short, long = str(skeletons["MMMd"].pattern), str(skeletons["MMMMd"].pattern)
    weekday = re.sub("[Ec]+", "EEEE", str(skeletons["MMMEd"].pattern).replace(short, long), count=1)
    # Standalone weekdays (cccc) are not for sentences: Finnish inflects the others.
    full = str(locale.date_formats["full"].pattern).replace("cccc", "EEEE")
    if "," not in weekday:  # British English alone writes a comma only where the year follows
        full = full.replace(",", "")
    return DateFormats(
        locale=locale,
        day=parse_pattern(weekday),
        day_of_month=parse_pattern(weekday.removesuffix(" MMMM").removesuffix(" 'de'")),
        day_and_year=parse_pattern(full),
        weekday=parse_pattern(_without_comma(skeletons["Ed"])),
        weekday_and_month=parse_pattern(_without_comma(skeletons["MMMEd"])),
        short=parse_pattern(short),
        short_and_year=parse_pattern(skeletons["yMMMd"]),
        time=parse_pattern(locale.time_formats["short"]),
    )


def _without_comma(pattern: object) -> str:
    """As beside an arrow: the comma would separate days."""
    return str(getattr(pattern, "pattern", pattern)).replace(",", "")


def format_day(pattern: DateTimePattern, day: date, locale: Locale) -> str:
    """The day by a pattern, as the language writes it in a sentence."""
    written = pattern.apply(day, locale)
    wrong, right = _CORRECTIONS.get(locale.language, (None, ""))
    return wrong.sub(right, written) if wrong else written


def _locale(language: str) -> Locale:
    if language == "en":
        return _PLAIN_ENGLISH
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return _PLAIN_ENGLISH


@cache
def time_zone(name: str) -> tzinfo:
    """The zone of an IANA name; UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # zoneinfo raises each of these for some invalid names
        return UTC


@cache
def zone_name(zone: tzinfo, locale: Locale) -> str:
    """Central European Time."""
    if str(zone) in {"UTC", "Etc/UTC"}:
        return "UTC"
    return get_timezone_name(zone, width="long", locale=locale)
