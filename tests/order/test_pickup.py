from datetime import date
from urllib.parse import parse_qs, urlsplit

from tests.order.builders import (
    ago,
    ahead,
    english,
    event,
    group,
    method,
    order,
    parcel_of,
    place,
    policy,
    sent,
    shipment,
)
from tests.sampling import each_row
from tracking.i18n.localized_text import LocalizedText
from tracking.order.model import Fulfillment, Order, Tracking
from tracking.order.pickup import at_counter, at_pickup_point
from tracking.order.places import Counter
from tracking.order.policy import Policy
from tracking.order.status_types import Pickup
from tracking.order.vocabulary import NextStep, Reason

SHOP = policy(
    location_names=(("Harbor shop", "Our shop on the quay"),),
    pickup_hours=LocalizedText((("en", "Mon-Sat 10-18"), ("sv", "Mån-lör 10-18"))),
)
PICK_UP = method(method="PICK_UP")
DPD = Tracking(company="DPD UK", number="15501782438001", url=None)


def at_the_counter(status: str, **changes: object) -> Order:
    handed = shipment(display_status=status, tracking=(), events=(event(status, ago(days=2)),), **changes)
    done = group(status="CLOSED", units=(), delivery=PICK_UP, fulfillment_ids=("parcel",))
    return sent(fulfillments=(handed,), fulfillment_orders=(done,))


def at_a_point(company: str, number: str, days: int = 1) -> Fulfillment:
    return shipment(
        display_status="READY_FOR_PICKUP",
        created_at=ago(days=days + 1),
        updated_at=ago(days=days),
        tracking=(Tracking(company=company, number=number, url=None),),
        events=(event("READY_FOR_PICKUP", ago(days=days), city="Amsterdam"),),
    )


def pass_of(its_order: Order, its_policy: Policy = SHOP) -> Pickup:
    pickup = parcel_of(its_order, its_policy=its_policy).pickup
    assert pickup
    return pickup


def test_pass_of_the_counter() -> None:
    pickup = pass_of(at_the_counter("READY_FOR_PICKUP"))
    assert (pickup.name, pickup.address) == ("Our shop on the quay", "Quay 1, 211 20 Malmö")
    assert pickup.hours
    assert english(pickup.hours) == "Mon-Sat 10-18"
    assert pickup.needs
    assert english(pickup.needs) == "Bring your order number and an ID."
    assert (pickup.ready_on, pickup.until, pickup.hint) == (ago(days=2).date(), None, None)


def test_hours_are_in_the_readers_language_and_nothing_without_the_setting() -> None:
    counter = Counter(name=None, address="Quay 1", country=None)
    swedish = at_counter(counter, policy(pickup_hours=SHOP.pickup_hours, language="sv-SE"), is_ready=True).hours
    assert swedish
    assert english(swedish) == "Mån-lör 10-18"
    assert at_counter(counter, policy(), is_ready=True).hours is None


def test_directions_search_the_address_on_a_map() -> None:
    step = parcel_of(at_the_counter("READY_FOR_PICKUP"), its_policy=SHOP).advice
    assert step.code is NextStep.PICK_UP
    assert step.label
    assert english(step.label) == "Get directions"
    url = urlsplit(step.url or "")
    assert (url.scheme, url.netloc, url.path) == ("https", "www.openstreetmap.org", "/search")
    assert parse_qs(url.query) == {"query": ["Quay 1, 211 20 Malmö, SE"]}


@each_row("address", ["Quay 1&layers=x#map", "Ängsgatan 5, «Hörnet» 100 %"])
def test_address_cannot_change_the_map(address: str) -> None:
    url = at_counter(Counter(name=None, address=address, country=None), SHOP, is_ready=True).url
    assert parse_qs(urlsplit(url or "").query) == {"query": [address]}


def test_counter_without_an_address_has_no_way_there() -> None:
    assert at_counter(Counter(name="Our shop", address=None, country="SE"), SHOP, is_ready=True).url is None


def test_counter_has_no_directions_before_it_is_ready() -> None:
    pickup = pass_of(order(fulfillment_orders=(group(delivery=PICK_UP),)))
    assert (pickup.address, pickup.url, pickup.needs, pickup.ready_on) == ("Quay 1, 211 20 Malmö", None, None, None)
    assert pickup.hours


@each_row("status", ["PICKED_UP", "DELIVERED"])
def test_no_pass_once_it_was_picked_up(status: str) -> None:
    assert parcel_of(at_the_counter(status), its_policy=SHOP).pickup is None


def test_no_pass_for_what_is_brought_or_was_cancelled() -> None:
    assert parcel_of(sent()).pickup is None
    called_off = order(cancelled_at=ago(hours=1), fulfillment_orders=(group(delivery=PICK_UP, status="CLOSED"),))
    assert parcel_of(called_off).pickup is None


def test_counter_of_which_nothing_is_known_has_no_pass() -> None:
    nowhere = place(address=None, postcode=None, city=None)
    assert parcel_of(order(fulfillment_orders=(group(delivery=PICK_UP, location=nowhere),))).pickup is None


def test_pickup_point_shows_who_knows_its_address_and_never_the_town_of_a_scan() -> None:
    its = parcel_of(sent(fulfillments=(at_a_point("PostNL", "3SHRBR067970168"),)), its_policy=SHOP)
    assert its.pickup
    assert (its.pickup.carrier, its.pickup.address, its.location) == ("PostNL", None, None)
    assert its.pickup.hint
    assert english(its.pickup.hint) == "The carrier’s tracking page shows the address."
    assert "Amsterdam" not in english(its.text)
    assert its.advice.url == its.pickup.url == its.tracking[0].url
    assert its.pickup.hours is None  # these are the shop's


def test_pickup_point_without_a_link_leads_nowhere() -> None:
    pickup = at_pickup_point((), SHOP)
    assert (pickup.url, pickup.carrier) == (None, None)
    assert pickup.hint
    assert english(pickup.hint) == "The address is in the carrier’s message to you."
    assert pickup.needs
    assert english(pickup.needs) == "Bring the pickup code or an ID."


def test_last_day_is_the_carriers_and_none_is_made_up() -> None:
    known = pass_of(sent(fulfillments=(at_a_point("PostNL", "3SHRBR067970168"),)))
    assert known.until == date.fromordinal(ago(days=1).date().toordinal() + 7)
    unknown = pass_of(sent(fulfillments=(at_a_point("Whiz", "AB12345678"),)))
    assert (unknown.ready_on, unknown.until) == (ago(days=1).date(), None)


def test_days_end_when_it_was_kept_too_long() -> None:
    over = parcel_of(sent(fulfillments=(at_a_point("PostNL", "3SHRBR067970168", days=20),)), its_policy=SHOP)
    assert over.reason is Reason.PICKUP_OVER
    assert over.pickup
    assert (over.pickup.ready_on, over.pickup.until) == (None, None)


def test_planned_day_is_on_no_pass() -> None:
    planned = order(fulfillment_orders=(group(delivery=PICK_UP, status="SCHEDULED", fulfill_at=ahead(days=5)),))
    assert pass_of(planned).until is None
