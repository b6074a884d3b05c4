from zoneinfo import ZoneInfo

from babel import Locale

from tests.sampling import each_row
from tracking.demo.building import destinations
from tracking.demo.building.destinations import DemoDestination

PLACES = [value for value in vars(destinations).values() if isinstance(value, DemoDestination)]


@each_row("place", PLACES, [place.city for place in PLACES])
def test_every_destination_has_a_valid_zone_language_and_country(place: DemoDestination) -> None:
    assert ZoneInfo(place.zone)
    assert Locale.parse(place.locale, sep="-")
    assert place.country in Locale("en").territories
    assert place.currency in Locale("en").currencies


def test_the_six_languages_have_customers() -> None:
    languages = {place.locale.partition("-")[0] for place in PLACES}
    assert {"en", "nb", "sv", "nl", "pl", "zh"} <= languages
