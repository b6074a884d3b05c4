from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from gettext import NullTranslations
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import Translations
from markupsafe import Markup

from tests.sampling import each_row
from tracking.i18n.catalogues import FOLDER, read_catalogues
from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Country, Days, Money, counted, text

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def localizer(
    language: str = "en", zone: str = "Europe/Stockholm", translations: NullTranslations | None = None
) -> Localizer:
    return Localizer(language, zone, translations or NullTranslations(), NOON)


def swedish() -> Translations:
    catalog = Catalog(locale="sv")
    catalog.add("It comes on %(day)s.", "Den kommer %(day)s.")
    catalog.add(("%(count)s parcel", "%(count)s parcels"), ("%(count)s paket", "%(count)s paket allihop"))
    file = BytesIO()
    write_mo(file, catalog)
    file.seek(0)
    return Translations(file)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Tuesday 24\N{NO-BREAK SPACE}November"),
        ("en-US", "Tuesday, November 24"),
        ("de", "Dienstag, 24.\N{NO-BREAK SPACE}November"),
        ("fr", "mardi 24\N{NO-BREAK SPACE}novembre"),
        ("es", "martes, 24\N{NO-BREAK SPACE}de noviembre"),
        ("sv", "tisdag 24\N{NO-BREAK SPACE}november"),
        ("ja", "11月24日(火曜日)"),
    ],
)
def test_day_has_the_format_of_the_language(language: str, expected: str) -> None:
    assert localizer(language).day(date(2026, 11, 24)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Tuesday 24 \N{EN DASH} Thursday 26\N{NO-BREAK SPACE}November"),
        ("en-US", "Tuesday, November 24 \N{EN DASH} Thursday, November 26"),
        ("de", "Dienstag, 24. \N{EN DASH} Donnerstag, 26.\N{NO-BREAK SPACE}November"),
        ("es", "martes, 24 \N{EN DASH} jueves, 26\N{NO-BREAK SPACE}de noviembre"),
        ("ar", "الثلاثاء، 24 \N{EN DASH} الخميس، 26\N{NO-BREAK SPACE}نوفمبر"),
    ],
)
def test_range_names_its_month_once_where_the_language_can(language: str, expected: str) -> None:
    assert localizer(language).days(date(2026, 11, 24), date(2026, 11, 26)) == expected


def test_range_of_one_day_is_that_day() -> None:
    assert localizer().days(date(2026, 11, 24), date(2026, 11, 24)) == "Tuesday 24\N{NO-BREAK SPACE}November"


def test_range_over_the_end_of_a_month_names_both() -> None:
    assert (
        localizer().days(date(2026, 11, 30), date(2026, 12, 1))
        == "Monday 30\N{NO-BREAK SPACE}November \N{EN DASH} Tuesday 1\N{NO-BREAK SPACE}December"
    )


def test_year_is_named_only_if_it_is_not_the_current_one() -> None:
    assert localizer().day(date(2027, 1, 8)) == "Friday 8\N{NO-BREAK SPACE}January 2027"
    assert localizer().short_day(date(2027, 1, 8)) == "8\N{NO-BREAK SPACE}Jan 2027"
    assert localizer().short_day(date(2026, 11, 24)) == "24\N{NO-BREAK SPACE}Nov"


def test_range_in_another_year_names_the_year_twice() -> None:
    expected = localizer().days(date(2027, 1, 8), date(2027, 1, 9))
    assert expected == "Friday 8\N{NO-BREAK SPACE}January 2027 \N{EN DASH} Saturday 9\N{NO-BREAK SPACE}January 2027"


def test_moment_is_in_the_zone_of_the_order() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert localizer().moment(late) == "Monday 23\N{NO-BREAK SPACE}November, 00:30"
    assert localizer(zone="America/New_York").moment(late) == "Sunday 22\N{NO-BREAK SPACE}November, 18:30"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (22, "Today, 10:15"),
        (21, "Yesterday, 10:15"),
        (20, "20\N{NO-BREAK SPACE}Nov, 10:15"),
        (23, "23\N{NO-BREAK SPACE}Nov, 10:15"),
    ],
)
def test_short_moment_has_today_and_yesterday(day: int, expected: str) -> None:
    assert localizer().short_moment(datetime(2026, 11, day, 9, 15, tzinfo=UTC)) == expected


@each_row(
    ("country", "expected"),
    [
        ("China", "Today, 20:00 local time"),
        ("CN", "Today, 20:00 local time"),
        ("CHN", "Today, 20:00 local time"),
        ("UK", "Today, 12:00 local time"),
        ("New Zealand", "Today, 13:00"),  # of several zones
        ("Samoa", "23\N{NO-BREAK SPACE}Nov, 01:00 local time"),  # the day there
        ("American Samoa", "Today, 01:00 local time"),
        ("Norway", "Today, 13:00"),  # as in Stockholm
        ("United States", "Today, 13:00"),
        ("Atlantis", "Today, 13:00"),
        (None, "Today, 13:00"),
    ],
)
def test_moment_of_a_place_is_in_its_zone_where_that_is_known(country: str | None, expected: str) -> None:
    assert localizer().place_moment(NOON, country) == expected


def test_today_at_a_place_is_the_day_of_the_order() -> None:
    evening = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert localizer(zone="America/Los_Angeles").place_moment(evening, "JP") == "Today, 18:00 local time"
    assert localizer(zone="Asia/Tokyo").place_moment(evening, "GB") == "Today, 09:00 local time"


def test_time_of_a_place_is_local_where_its_zone_is_known() -> None:
    known = {country: localizer().is_local(NOON, country) for country in ("Norway", "CN", "US", "Atlantis", None)}
    assert known == {"Norway": True, "CN": True, "US": False, "Atlantis": False, None: False}


def test_current_day_depends_on_the_zone() -> None:
    tomorrow = date(2026, 11, 23)
    assert localizer(zone="Europe/Stockholm").days_away(tomorrow) == 1
    assert localizer(zone="Pacific/Kiritimati").days_away(tomorrow) == 0
    assert localizer().days_away(datetime(2026, 11, 20, 23, 59, tzinfo=UTC)) == -1


def test_a_sentence_formats_each_value_by_its_type() -> None:
    phrase = text(
        "%(inner)s %(amount)s %(place)s %(span)s %(day)s %(at)s %(number)s %(word)s",
        inner=text("Inside %(what)s:", what="out"),
        amount=Money(amount=Decimal("1249.50"), currency="EUR"),
        place=Country("se"),
        span=Days(date(2026, 11, 24), date(2026, 11, 26)),
        day=date(2026, 11, 24),
        at=NOON,
        number=12500,
        word="<b>",
    )
    assert localizer().translate(phrase) == (
        "Inside out: €1,249.50 Sweden Tuesday 24 \N{EN DASH} Thursday 26\N{NO-BREAK SPACE}November "
        "Tuesday 24\N{NO-BREAK SPACE}November "
        "Sunday 22\N{NO-BREAK SPACE}November, 13:00 12,500 <b>"
    )


def test_sentence_without_values_is_unchanged() -> None:
    assert localizer().translate(text("100% wool")) == "100% wool"


def test_a_counted_sentence_agrees_with_its_number_and_keeps_it_on_its_line() -> None:
    assert localizer().translate(counted("%(count)s parcel", "%(count)s parcels", 1)) == "1\N{NO-BREAK SPACE}parcel"
    assert (
        localizer().translate(counted("%(count)s parcel", "%(count)s parcels", 1200))
        == "1,200\N{NO-BREAK SPACE}parcels"
    )


def test_words_come_from_the_catalogue_and_dates_from_the_language() -> None:
    sv = localizer("sv", translations=swedish())
    assert (
        sv.translate(text("It comes on %(day)s.", day=date(2026, 11, 24)))
        == "Den kommer tisdag 24\N{NO-BREAK SPACE}november."
    )
    assert sv.ngettext("%(count)s parcel", "%(count)s parcels", 3) == "3\N{NO-BREAK SPACE}paket allihop"


def test_markup_stays_markup_and_everything_around_it_is_escaped() -> None:
    expected = localizer().gettext("<Order> %(order)s of %(who)s", order=Markup("<bdi>#1</bdi>"), who="<Ada>")
    assert isinstance(expected, Markup)
    assert expected == "&lt;Order&gt; <bdi>#1</bdi> of &lt;Ada&gt;"


def test_plain_values_make_plain_text_for_the_template_to_escape() -> None:
    expected = localizer().gettext("Track with %(carrier)s", carrier="<script>")
    assert expected == "Track with <script>"
    assert not isinstance(expected, Markup)


def test_numbers_of_time_are_short_and_have_the_words_of_the_language() -> None:
    de = localizer("de")
    assert (de.hours(71), de.whole_days(1), de.whole_days(3)) == ("71 Std.", "1 Tg.", "3 Tg.")
    assert de.decimal(1234.56) == "1.234,6"


def test_unknown_country_keeps_its_code() -> None:
    assert localizer("de").country("SE") == "Schweden"
    assert localizer("de").country("XQ") == "XQ"


def test_zone_name_is_localized() -> None:
    assert localizer().zone_name() == "Central European Time"
    assert localizer("de").zone_name() == "Mitteleuropäische Zeit"
    assert localizer(zone="UTC").zone_name() == "UTC"


def test_arabic_runs_from_right_to_left() -> None:
    assert localizer("ar").locale.text_direction == "rtl"


@pytest.mark.parametrize(
    ("language", "town", "country", "expected"),
    [
        ("pl", "Łódź", "Poland", "Łódź, Polska"),
        ("nb", "Malmö", "SE", "Malmö, Sverige"),
        ("en", "Malmö", "Sweden", "Malmö, Sweden"),
        ("en", None, "Atlantis", "Atlantis"),
        ("en", "Leeds", None, "Leeds"),
    ],
)
def test_place_has_its_country_in_the_customers_language(
    language: str, town: str | None, country: str | None, expected: str
) -> None:
    assert Localizer(language, "UTC", NullTranslations(), NOON).place(town, country) == expected


@pytest.mark.parametrize(
    ("language", "currency", "expected"),
    [
        ("en", "PLN", "PLN\N{NO-BREAK SPACE}12.50"),
        ("zh-Hans", "SEK", "SEK\N{NO-BREAK SPACE}12.50"),
        ("en", "USD", "US$12.50"),
        ("en", "GBP", "£12.50"),
        ("de", "PLN", "12,50\N{NO-BREAK SPACE}PLN"),
    ],
)
def test_currency_in_letters_stands_apart_from_its_figures(language: str, currency: str, expected: str) -> None:
    assert localizer(language).money(Money(amount=Decimal("12.50"), currency=currency)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("UPS", "UPS 还没有扫描"), ("物流公司", "物流公司还没有扫描"), (Markup("<b>顺丰</b>"), "<b>顺丰</b> 还没有扫描")],
)
def test_chinese_has_no_space_between_its_own_words(name: str, expected: str) -> None:
    said = localizer("zh-Hans").gettext("%(carrier)s 还没有扫描", carrier=name)
    assert said == expected
    assert isinstance(said, Markup) is isinstance(name, Markup)


def test_age_is_told_in_days_and_within_a_day_in_hours() -> None:
    assert localizer().age(NOON - timedelta(days=5, hours=3)) == "5\N{NO-BREAK SPACE}days"
    assert localizer().age(NOON - timedelta(hours=3)) == "3 hours"
    assert localizer().ago(NOON - timedelta(days=1)) == "1\N{NO-BREAK SPACE}day ago"
    assert localizer().ago(NOON - timedelta(minutes=3)) == "3 minutes ago"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", ["1 Tag", "39 Tage"]), ("fi", ["1 päivä", "39 päivää"]), ("pl", ["1 dzień", "39 dni"])],
)
def test_an_age_of_days_stands_alone_in_every_language(language: str, expected: list[str]) -> None:
    words = localizer(language, translations=read_catalogues(FOLDER)[language])
    ages = [words.age(NOON - timedelta(days=count)).replace("\N{NO-BREAK SPACE}", " ") for count in (1, 39)]
    assert ages == expected


def test_a_short_range_has_both_days_and_a_single_day_one() -> None:
    assert (
        localizer().short_days(date(2026, 11, 24), date(2026, 11, 26))
        == "24\N{NO-BREAK SPACE}Nov \N{EN DASH} 26\N{NO-BREAK SPACE}Nov"
    )
    assert localizer().short_days(date(2026, 11, 24), date(2026, 11, 24)) == "24\N{NO-BREAK SPACE}Nov"


def test_weekdays_have_their_month_only_where_it_changes() -> None:
    def days(*spans: tuple[date, date]) -> list[Days]:
        return [Days(first, last) for first, last in spans]

    november = [(date(2026, 11, 26), date(2026, 11, 26)), (date(2026, 11, 27), date(2026, 11, 30))]
    december = (date(2026, 12, 1), date(2026, 12, 1))
    assert localizer("en").weekdays(days(*november)) == ["Thu 26", "Fri 27 \N{EN DASH} Mon 30"]
    assert localizer("en").weekdays(days(november[0], december)) == [
        "Thu 26\N{NO-BREAK SPACE}Nov",
        "Tue 1\N{NO-BREAK SPACE}Dec",
    ]
    assert localizer("de").weekdays(days(november[0])) == ["Do. 26."]
    assert localizer("zh-Hans").weekdays(days(november[0], december)) == ["11月26日周四", "12月1日周二"]


@pytest.mark.parametrize(("language", "written"), [("en", "07:00"), ("sv", "07:00"), ("fi", "7.00"), ("da", "07.00")])
def test_a_time_of_the_day_is_written_as_the_language_does(language: str, written: str) -> None:
    assert localizer(language).translate(text("after %(time)s", time=time(7))) == f"after {written}"
