import pytest

from tests.order.builders import ago, event, place
from tracking.order.places import place_of
from tracking.order.vocabulary import Route


@pytest.mark.parametrize("route", [Route.PICKUP, Route.IN_STORE])
def test_the_shops_counter_has_a_name_and_an_address(route: Route) -> None:
    assert place_of(route, place()) == "Harbor shop, Quay 1, 211 20 Malmö"


def test_a_counter_with_half_an_address_shows_that_half() -> None:
    assert place_of(Route.PICKUP, place(address=None, postcode=None, city=None)) == "Harbor shop"


@pytest.mark.parametrize("word", ["READY_FOR_PICKUP", "READY_FOR_RECIPIENT_PICKUP"])
def test_a_pickup_point_is_where_the_carrier_said_it_is_ready(word: str) -> None:
    told = (
        event("READY_FOR_PICKUP", ago(hours=3), city="Malmö"),
        event(word, ago(hours=2), city="Lund"),
        event("IN_TRANSIT", ago(hours=1), city="Kiel"),
    )
    assert place_of(Route.PICKUP_POINT, place(), told) == "Lund"


def test_a_pickup_point_is_unknown_until_it_is_ready() -> None:
    assert place_of(Route.PICKUP_POINT, place(), (event("IN_TRANSIT", ago(), city="Kiel"),)) is None


@pytest.mark.parametrize("route", [Route.SHIP, Route.LOCAL_DELIVERY])
def test_a_parcel_leaves_from_a_town(route: Route) -> None:
    assert place_of(route, place()) == "Malmö"


def test_a_download_leaves_from_nowhere() -> None:
    assert place_of(Route.DIGITAL, place()) is None


def test_without_a_location_there_is_no_place() -> None:
    assert place_of(Route.SHIP, None) is None
