"""Formats texts, dates and numbers in the customer's language and the order's time zone."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from gettext import NullTranslations

from babel import Locale
from babel.core import get_global
from babel.dates import DateTimePattern
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit
from markupsafe import Markup, escape

from tracking.i18n.country_articles import with_article
from tracking.i18n.country_zones import country_zone
from tracking.i18n.date_formats import DateFormats, date_formats, format_day, time_zone, zone_name
from tracking.i18n.elapsed import elapsed, whole
from tracking.i18n.text import Country, Days, Money, Phrase, Value


class Localizer:
    """A language at a moment: cheap to create, so each request has its own.

    ``language`` is a BCP 47 code, ``zone`` an IANA name, ``now`` an aware moment, which decides the current day and
    year. Every result is plain text for the template to escape, unless a value was markup.
    """

    def __init__(self, language: str, zone: str, translations: NullTranslations, now: datetime) -> None:
        self._formats = date_formats(language)
        self._zone = time_zone(zone)
        self._translations = translations
        self._now = now
        self._today = now.astimezone(self._zone).date()

    @property
    def locale(self) -> Locale:
        """The locale that days, numbers and names are written in."""
        return self._formats.locale

    @property
    def today(self) -> date:
        """The current day in the order's zone."""
        return self._today

    def translate(self, phrase: Phrase) -> str:
        """A translated phrase, with its values formatted for the language."""
        values = {name: self._value(value) for name, value in phrase.values.items()}
        if phrase.plural is None or phrase.count is None:
            return str(self.gettext(phrase.message, **values))
        return str(self.ngettext(phrase.message, phrase.plural, phrase.count, **values))

    def gettext(self, message: str, /, **values: object) -> str:
        """A translated message. Where a value is markup, the result is too, and everything else in it is escaped."""
        return self._closed(_interpolate(self._translations.gettext(message), values))

    def ngettext(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """A translated message that depends on ``count``, available as ``%(count)s``."""
        message = _AFTER_A_COUNT.sub("\N{NO-BREAK SPACE}", self._translations.ngettext(singular, plural, count))
        return self._closed(_interpolate(message, {"count": self.number(count), **values}))

    def day(self, when: date) -> str:
        """Tuesday 24 November; with the year if it is not the current one."""
        day = self._date(when)
        return self._write(self._formats.day if self._this_year(day) else self._formats.day_and_year, day)

    def days(self, first: date, last: date) -> str:
        """Tuesday 24 to Thursday 26 November, with a dash, or a single day."""
        first, last = self._date(first), self._date(last)
        if first == last:
            return self.day(first)
        same_month = self._this_year(first) and (first.year, first.month) == (last.year, last.month)
        start = self._write(self._formats.day_of_month, first) if same_month else self.day(first)
        return f"{start} \N{EN DASH} {self.day(last)}"

    def short_day(self, when: date) -> str:
        """24 Nov."""
        day = self._date(when)
        return self._write(self._formats.short if self._this_year(day) else self._formats.short_and_year, day)

    def time(self, when: datetime, zone: tzinfo | None = None) -> str:
        """14:05, in the order's zone or another one."""
        return _write_time(self._formats, when.astimezone(zone or self._zone).time())

    def moment(self, when: datetime) -> str:
        """Tuesday 24 November, 14:05."""
        return self.gettext("%(day)s, %(time)s", day=self.day(when), time=self.time(when))

    def short_moment(self, when: datetime, zone: tzinfo | None = None) -> str:
        """Today, 14:05; Yesterday, 9:30; 21 Nov, 14:05. Today is that of the order's zone, also for another one."""
        local = when.astimezone(zone or self._zone)
        day, time = local.date(), _write_time(self._formats, local.time())
        if day == self._today:
            return self.gettext("Today, %(time)s", time=time)
        if day == self._today - timedelta(days=1):
            return self.gettext("Yesterday, %(time)s", time=time)
        return self.gettext("%(day)s, %(time)s", day=self.short_day(day), time=time)

    def age(self, since: datetime) -> str:
        """How long it is since then: 5 days, 3 hours."""

        def days(count: int) -> str:
            # A message of its own: "%(count)s day" stands after a preposition.
            return self.ngettext("%(days)s day", "%(days)s days", count, days=self.number(count))

        return elapsed(self._now - since, self._formats.locale, days)

    def ago(self, when: datetime) -> str:
        """When that was: 5 days ago, 3 hours ago."""

        def days(count: int) -> str:
            return self.ngettext("%(count)s day ago", "%(count)s days ago", count)

        return elapsed(self._now - when, self._formats.locale, days, ago=True)

    def whole(self, since: datetime) -> tuple[int, str]:
        """The count and the unit that ``age`` and ``ago`` write in words."""
        return whole(self._now - since)

    def short_days(self, first: date, last: date) -> str:
        """24 Nov to 26 Nov, with a dash, or a single day."""
        if first == last:
            return self.short_day(first)
        return f"{self.short_day(first)} \N{EN DASH} {self.short_day(last)}"

    def weekdays(self, days: Sequence[Days]) -> list[str]:
        """Tue 24, Thu 26 to Fri 27 with a dash: each in short, with its month where they are not all in the same."""
        formats = self._formats
        months = {(end.year, end.month) for each in days for end in (each.first, each.last)}
        pattern = formats.weekday if len(months) == 1 else formats.weekday_and_month
        return [self._write_both(pattern, each) for each in days]

    def place_moment(self, when: datetime, country: str | None) -> str:
        """Yesterday, 21:50 local time: on the clocks of the country, which is named as in ``place``.

        On those of the order's zone where that shows the same, or the country has several zones or is unknown.
        """
        zone = self._place_zone(when, country)
        if zone is None or when.astimezone(zone).utcoffset() == when.astimezone(self._zone).utcoffset():
            return self.short_moment(when)
        return self.gettext("%(moment)s local time", moment=self.short_moment(when, zone))

    def is_local(self, when: datetime, country: str | None) -> bool:
        """Whether ``place_moment`` is the time at the place."""
        return self._place_zone(when, country) is not None

    def days_away(self, when: date) -> int:
        """The number of days from today: 0 is today, 1 tomorrow, below 0 is past."""
        return (self._date(when) - self._today).days

    def zone_name(self) -> str:
        """Central European Time."""
        return zone_name(self._zone, self._formats.locale)

    def money(self, money: Money) -> str:
        """An amount with its currency; a currency in letters stands apart from its figures, which Babel forgets."""
        amount = format_currency(money.amount, money.currency, locale=self._formats.locale)
        return _LETTERS_BEFORE_FIGURES.sub("\N{NO-BREAK SPACE}", amount)

    def number(self, number: int) -> str:
        """A whole number, grouped."""
        return _format_number(number, self._formats.locale)

    def decimal(self, number: float) -> str:
        """A number with one digit behind the point."""
        return format_decimal(number, "#,##0.0", locale=self._formats.locale)

    def hours(self, count: int) -> str:
        """A number of hours, in short: 5 hr."""
        return format_unit(count, "duration-hour", "short", locale=self._formats.locale)

    def whole_days(self, count: int) -> str:
        """A number of days, in short."""
        return format_unit(count, "duration-day", "short", locale=self._formats.locale)

    def country(self, code: str) -> str:
        """A country's name, or its code if Babel has no name for it."""
        return str(self._formats.locale.territories.get(code.upper(), code))

    def place(self, town: str | None, country: str | None) -> str:
        """A town with its country, given by English name or code, in the language."""
        name = self.country(_country_code(country)) if country else None
        return ", ".join(part for part in (town, name) if part)

    def _value(self, value: Value) -> str:  # noqa: PLR0911  one return for each type that a sentence can hold
        match value:
            case Phrase():
                return self.translate(value)
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case time():
                return _write_time(self._formats, value)
            case Days():
                return self.days(value.first, value.last)
            case Money():
                return self.money(value)
            case Country():
                name = self.country(value.code)
                return with_article(name, value.code, self._formats.locale.language) if value.in_sentence else name
            case int():
                return self.number(value)
            case _:
                return value

    def _closed(self, words: str) -> str:
        """Chinese has a space around a foreign name, and none around one of its own."""
        if self._formats.locale.language != "zh" or " " not in words:
            return words
        closed = _SPACE_BETWEEN_HAN.sub("", words)
        return Markup(closed) if isinstance(words, Markup) else closed  # noqa: S704  nothing but spaces is gone

    def _place_zone(self, when: datetime, country: str | None) -> tzinfo | None:
        return country_zone(_country_code(country), when) if country else None

    def _date(self, when: date) -> date:
        return when.astimezone(self._zone).date() if isinstance(when, datetime) else when

    def _this_year(self, day: date) -> bool:
        return day.year == self._today.year

    def _write_both(self, pattern: DateTimePattern, days: Days) -> str:
        ends = dict.fromkeys((days.first, days.last))
        return " \N{EN DASH} ".join(self._write(pattern, end) for end in ends)

    def _write(self, pattern: DateTimePattern, day: date) -> str:
        return _format_day(pattern, day, self._formats.locale)


_LETTERS_BEFORE_FIGURES = re.compile(r"(?<=[^\W\d_])(?=\d)")
# A day stays with its month: a line that ends with "24." reads as the end of a sentence.
_BEFORE_A_MONTH = re.compile(r"(?:(?<=\d)|(?<=\d\.)) (?=[^\W\d_])")
# A number at the end of a line reads as if it counted nothing.
_AFTER_A_COUNT = re.compile(r"(?:(?<=%\(count\)s)|(?<=%\(days\)s)) ")
_SPACE_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


def _write_time(formats: DateFormats, clock_time: time) -> str:
    return _format_time(formats.time, clock_time.replace(second=0, microsecond=0), formats.locale)


# The same few days, times and numbers are on every page, and Babel formats them slowly.
@lru_cache(maxsize=2048)
def _format_time(pattern: DateTimePattern, to_the_minute: time, locale: Locale) -> str:
    return pattern.apply(to_the_minute, locale)


@lru_cache(maxsize=2048)
def _format_day(pattern: DateTimePattern, day: date, locale: Locale) -> str:
    return _BEFORE_A_MONTH.sub("\N{NO-BREAK SPACE}", format_day(pattern, day, locale))


@lru_cache(maxsize=2048)
def _format_number(number: int, locale: Locale) -> str:
    return format_decimal(number, locale=locale)


def _interpolate(message: str, values: Mapping[str, object]) -> str:
    if not values:
        return message
    if any(isinstance(value, Markup) for value in values.values()):
        return escape(message) % values
    return message % values


def _country_code(name: str) -> str:
    """The code of a country by its name in English or another code ("UK", "GBR"); an unknown name is unchanged."""
    return _country_codes().get(name.casefold(), name)


@cache
def _country_codes() -> Mapping[str, str]:
    aliases = {
        alias.casefold(): codes[0] for alias, codes in get_global("territory_aliases").items() if len(codes) == 1
    }
    names = {str(name).casefold(): code for code, name in Locale("en").territories.items() if len(code) == len("NO")}
    return aliases | names
