from tests.order.builders import place
from tests.sampling import each_row
from tracking.order.places import Counter, counter_of, place_in_sentence, place_of
from tracking.order.vocabulary import Route

NAMES = (("Harbor shop", "Our shop on the quay"),)


@each_row("route", [Route.PICKUP, Route.IN_STORE])
def test_the_shops_counter_has_an_address_and_no_internal_name(route: Route) -> None:
    assert place_of(route, place()) == "Quay 1, 211 20 Malmö"


@each_row("route", [Route.PICKUP, Route.IN_STORE])
def test_the_shops_counter_has_the_name_for_customers(route: Route) -> None:
    assert place_of(route, place(), names=NAMES) == "Our shop on the quay, Quay 1, 211 20 Malmö"


@each_row("known", ["Harbor shop", "HARBOR SHOP", " harbor  shop "])
def test_location_is_recognized_in_any_case_and_spacing(known: str) -> None:
    assert place_of(Route.SHIP, place(), names=((known, "Lund"),)) == "Lund"


def test_store_with_half_an_address_shows_that_half() -> None:
    assert place_of(Route.PICKUP, place(address=None, postcode=None)) == "Malmö"


def test_store_of_which_only_the_internal_name_is_known_has_no_place() -> None:
    assert place_of(Route.PICKUP, place(address=None, postcode=None, city=None)) is None


def test_carriers_pickup_point_has_no_place() -> None:
    assert place_of(Route.PICKUP_POINT, place(), names=NAMES) is None


def test_counter_has_its_parts() -> None:
    assert counter_of(Route.PICKUP, place(), NAMES) == Counter(
        name="Our shop on the quay", address="Quay 1, 211 20 Malmö", country="SE"
    )
    assert counter_of(Route.PICKUP, place(address=None, postcode=None, city=None)) is None
    assert counter_of(Route.SHIP, place(), NAMES) is None


def test_sentence_names_a_counter_and_not_its_address() -> None:
    named, unnamed = counter_of(Route.PICKUP, place(), NAMES), counter_of(Route.PICKUP, place())
    assert place_in_sentence("Our shop on the quay, Quay 1", named) == "Our shop on the quay"
    assert place_in_sentence("Quay 1", unnamed) == "Quay 1"
    assert place_in_sentence("Lund", None) == "Lund"


@each_row("route", [Route.SHIP, Route.LOCAL_DELIVERY])
def test_a_parcel_leaves_from_a_town(route: Route) -> None:
    assert place_of(route, place()) == "Malmö"


@each_row("route", [Route.SHIP, Route.LOCAL_DELIVERY])
def test_a_parcel_leaves_from_where_customers_know_it(route: Route) -> None:
    assert place_of(route, place(name="WH-2"), names=(*NAMES, ("WH-2", "Lund"))) == "Lund"


def test_a_parcel_from_a_location_without_a_town_leaves_from_nowhere() -> None:
    assert place_of(Route.SHIP, place(city=None), names=(("WH-3", "Lund"),)) is None


def test_a_download_leaves_from_nowhere() -> None:
    assert place_of(Route.DIGITAL, place(), names=NAMES) is None


def test_parcel_without_a_location_has_no_place() -> None:
    assert place_of(Route.SHIP, None, names=NAMES) is None
