import pytest

from tests.order.builders import ago, event, place
from tracking.order.places import place_of
from tracking.order.vocabulary import Route


@pytest.mark.parametrize("route", [Route.PICKUP, Route.IN_STORE])
def test_the_shops_counter_has_a_name_and_an_address(route: Route) -> None:
    assert place_of(route, place()) == "Harbor shop, Quay 1, 211 20 Malmö"


def test_store_with_half_an_address_shows_that_half() -> None:
    assert place_of(Route.PICKUP, place(address=None, postcode=None, city=None)) == "Harbor shop"


@pytest.mark.parametrize("value", ["READY_FOR_PICKUP", "READY_FOR_RECIPIENT_PICKUP"])
def test_pickup_point_is_the_city_of_the_ready_event(value: str) -> None:
    reported = (
        event("READY_FOR_PICKUP", ago(hours=3), city="Malmö"),
        event(value, ago(hours=2), city="Lund"),
        event("IN_TRANSIT", ago(hours=1), city="Kiel"),
    )
    assert place_of(Route.PICKUP_POINT, place(), reported) == "Lund"


def test_pickup_point_has_no_place_until_the_parcel_is_ready() -> None:
    assert place_of(Route.PICKUP_POINT, place(), (event("IN_TRANSIT", ago(), city="Kiel"),)) is None


@pytest.mark.parametrize("route", [Route.SHIP, Route.LOCAL_DELIVERY])
def test_a_parcel_leaves_from_a_town(route: Route) -> None:
    assert place_of(route, place()) == "Malmö"


def test_a_download_leaves_from_nowhere() -> None:
    assert place_of(Route.DIGITAL, place()) is None


def test_parcel_without_a_location_has_no_place() -> None:
    assert place_of(Route.SHIP, None) is None
