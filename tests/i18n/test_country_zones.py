from datetime import UTC, datetime
from zoneinfo import available_timezones

from babel.core import get_global

from tests.sampling import each_row
from tracking.i18n.country_zones import country_zone

AUTUMN = datetime(2026, 11, 22, 12, tzinfo=UTC)


@each_row(
    ("country", "zone"),
    [
        ("SE", "Europe/Stockholm"),
        ("se", "Europe/Stockholm"),
        ("IN", "Asia/Kolkata"),
        ("AS", "Pacific/Pago_Pago"),
        ("CN", "Asia/Shanghai"),
        ("DE", "Europe/Berlin"),  # its other zone has the same clocks
        ("US", None),
        ("ES", None),  # the Canary Islands are an hour behind
        ("KI", None),
        ("ZZ", None),
        ("001", None),  # the world
        ("", None),
    ],
)
def test_zone_of_a_country(country: str, zone: str | None) -> None:
    found = country_zone(country, AUTUMN)
    assert (str(found) if found else None) == zone


def test_most_countries_have_one_zone_and_every_zone_is_known() -> None:
    countries = {code for code in get_global("zone_territories").values() if len(code) == 2}
    zones = [zone for zone in (country_zone(code, AUTUMN) for code in countries) if zone]
    assert len(zones) > 200
    assert {str(zone) for zone in zones} <= available_timezones()


def test_a_country_whose_zones_agreed_for_a_time_has_one_then() -> None:
    """Argentina's San Luis had clocks of its own until 2009."""
    assert country_zone("AR", datetime(2009, 4, 1, tzinfo=UTC)) is None
    assert country_zone("AR", AUTUMN) is not None
