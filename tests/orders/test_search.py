import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import product
from threading import Event

import phonenumbers
import pytest
import requests
from flask.testing import FlaskClient

from tests.call_counts import count_calls, threads_in
from tests.fakes import Clock, Shopify, harbor_goods
from tests.orders.conftest import DictStore, Instance
from tests.orders.known import KnownInMemory
from tests.sampling import spread
from tests.web.conftest import look_up
from tracking.orders import CallExecutor
from tracking.orders.contact import verify_contact
from tracking.orders.errors import BadInput, LookupUnavailable, NotFound
from tracking.orders.search import LookupQuery
from tracking.shopify.shop import ShopProfile

TIMEOUT = 60.0


def test_wrong_address_and_missing_order_make_the_same_calls(client: FlaskClient, shopify: Shopify) -> None:
    look_up(client)
    shopify.calls.clear()
    look_up(client, "1001", "eve@example.com")
    wrong_address = shopify.calls.copy()
    shopify.calls.clear()
    look_up(client, "99999", "eve@example.com")
    assert shopify.calls == wrong_address


def test_lookup_is_not_cached(client: FlaskClient, shopify: Shopify) -> None:
    look_up(client)
    shopify.calls.clear()
    look_up(client)
    assert shopify.calls == {"Search": 1}


def test_lookup_is_unavailable_where_the_plan_hides_addresses(client: FlaskClient, shopify: Shopify) -> None:
    shopify.change(hidden=frozenset({"Order.email"}))
    assert look_up(client).status_code == 503
    assert look_up(client, "99999").status_code == 503


def test_search_reads_on_past_similar_names(client: FlaskClient, shopify: Shopify) -> None:
    order = shopify.order("#1001")
    look_alikes = [
        {
            **order,
            "id": f"gid://shopify/Order/{number}",
            "name": f"#1001-{number}",
            "processedAt": "2026-11-22T00:00:00Z",
        }
        for number in range(1, 25)
    ]
    namesake = {
        **order,
        "id": "gid://shopify/Order/77",
        "email": "other@example.com",
        "processedAt": "2026-11-22T00:00:00Z",
    }
    shopify.change(orders=[*look_alikes, namesake, order])
    assert "Order <bdi>#1001</bdi>" in client.get(look_up(client).location).text
    assert look_up(client, email="other@example.com").status_code == 303
    assert look_up(client, "#1001-3").status_code == 303
    assert look_up(client, "#1001-99").status_code == 404


def test_number_without_prefix_and_suffix_finds_the_order(client: FlaskClient, shopify: Shopify) -> None:
    order = shopify.order("#1001")
    shop = {**shopify.store.shop, "orderNumberFormatPrefix": "EN-", "orderNumberFormatSuffix": "/A"}
    shopify.change(orders=[{**order, "name": "EN-1001/A"}], shop=shop)
    for typed in ("1001", "en-1001", "1001/a", "EN-1001/A", "#1001"):
        assert look_up(client, typed).status_code == 303, typed


def test_phone_number_finds_an_order_without_address(client: FlaskClient, shopify: Shopify) -> None:
    order = shopify.order("#1001")
    shopify.change(orders=[{**order, "email": None, "phone": "+46701234567"}])
    assert look_up(client, email="070-123 45 67").status_code == 303
    assert look_up(client, email="070-123 45 68").status_code == 404
    assert look_up(client).status_code == 404


PHONE = "+46701234567"


def work_of(client: FlaskClient, typed: str, contact: str) -> Counter[str]:
    """The comparisons and parsed numbers of a lookup without a hit."""
    with count_calls(verify_contact, phonenumbers.parse, phonenumbers.format_number) as calls:
        assert look_up(client, typed, contact).status_code == 404
    return calls


@pytest.mark.parametrize(
    ("own", "typed"),
    spread(
        2,
        product(
            [
                {"email": "ada@example.com", "phone": None},
                {"email": "ada@example.com", "phone": PHONE},
                {"email": None, "phone": PHONE},
                {"email": None, "phone": None},
            ],
            ["eve@example.com", "+46701234568", "070-123 45 68"],
        ),
    ),
)
def test_wrong_contact_and_missing_order_cost_the_same_work(
    client: FlaskClient, shopify: Shopify, own: dict[str, str | None], typed: str
) -> None:
    shopify.change(orders=[{**shopify.order("#1001"), **own}])
    hit, miss = work_of(client, "#1001", typed), work_of(client, "#9001", typed)
    assert hit == miss
    assert hit["verify_contact"] == 1
    assert hit["parse"] == 2


@pytest.mark.parametrize(
    ("typed", "own"),
    spread(
        2,
        product(
            ["eve@example.com", "+46701234568"],
            [{"email": "ada@example.com"}, {"email": None, "phone": PHONE}, {"email": None}],
        ),
    ),
)
def test_wrong_contact_and_missing_confirmation_number_cost_the_same(
    client: FlaskClient, shopify: Shopify, own: dict[str, str | None], typed: str
) -> None:
    shopify.change(orders=[{**shopify.order("#1001"), "confirmationNumber": "XPAV284CT", **own}])
    look_up(client)
    shopify.calls.clear()
    hit = work_of(client, "XPAV284CT", typed)
    searches = shopify.calls.copy()
    shopify.calls.clear()
    assert work_of(client, "XPAV284CU", typed) == hit
    assert shopify.calls == searches == {"Search": 1}


PROFILE = ShopProfile(
    name="", contact_email=None, zone="UTC", region=None, prefix="B&W-", suffix="!", scopes=frozenset()
)


def no_profile() -> ShopProfile:
    raise AssertionError("the shop's profile is not needed")


def messages(number: str, contact: str) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        LookupQuery.read(number, contact, lambda: PROFILE)
    return {name: phrase.message for name, phrase in caught.value.fields.items()}


def test_number_and_contact_are_normalized() -> None:
    query = LookupQuery.read(" #1001 ", " ada@example.com ", no_profile)
    assert (query.number, query.contact) == ("#1001", "ada@example.com")


def test_each_malformed_field_has_a_message() -> None:
    assert messages("", " ") == {
        "order": "Enter your order number.",
        "email": "Enter the email address you ordered with.",
    }
    assert list(messages("a:b", "ada@example.com")) == ["order"]
    assert list(messages("1001", "ada")) == ["email"]


def test_profile_is_needed_only_for_characters_that_the_format_may_have_added() -> None:
    assert LookupQuery.read("b&w-1001!", "ada@example.com", lambda: PROFILE).number == "b&w-1001!"
    for empty in ("", " "):
        with pytest.raises(BadInput):
            LookupQuery.read(empty, "ada@example.com", no_profile)


def test_contact_is_not_in_the_repr() -> None:
    assert "ada" not in repr(LookupQuery.read("1001", "ada@example.com", no_profile))


def test_every_spelling_finds_an_order_between_digits(instance: Instance, shopify: Shopify) -> None:
    affixes = {"orderNumberFormatPrefix": "10", "orderNumberFormatSuffix": "20"}
    renamed = {**shopify.order("#1001"), "name": "10100120"}
    shopify.change(shop={**shopify.store.shop, **affixes}, orders=[renamed])
    found = [instance.service.find(typed, "ada@example.com") for typed in ("1001", "101001", "100120", "10100120")]
    assert set(found) == {str(renamed["id"]).rpartition("/")[2]}


class SecondPageHeld(Shopify):
    """A Shopify that returns the second page of a search once ``resume`` is set."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(harbor_goods(), clock)
        self.second, self.resume = Event(), Event()
        order = self.order("#1001")
        newer = {**order, "processedAt": "2026-11-22T00:00:00Z"}
        names = {number: f"#1001-{number}" for number in range(1, 13)}
        look_alikes = [{**newer, "id": f"gid://shopify/Order/{number}", "name": name} for number, name in names.items()]
        self.change(orders=[*look_alikes, order])

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        answer = super().send(request)
        if self.calls["Search"] > 1:
            self.second.set()
            assert self.resume.wait(TIMEOUT)
        return answer


@pytest.fixture
def held(clock: Clock) -> SecondPageHeld:
    return SecondPageHeld(clock)


@pytest.fixture
def searching(held: SecondPageHeld, clock: Clock) -> Iterator[tuple[Instance, ThreadPoolExecutor, Future[str]]]:
    """One lookup has read the first page, and waits for the second one."""
    instance = Instance(held, clock, DictStore())
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(instance.service.find, "1001", "ada@example.com")
        assert held.second.wait(TIMEOUT)
        yield instance, pool, first
        held.resume.set()


@pytest.mark.parametrize(("seconds", "are_shared"), [(1.9, True), (2, False)])
def test_pages_are_shared_while_they_are_read_and_for_two_seconds(
    searching: tuple[Instance, ThreadPoolExecutor, Future[str]],
    held: SecondPageHeld,
    clock: Clock,
    seconds: float,
    *,
    are_shared: bool,
) -> None:
    instance, pool, first = searching
    clock.advance(seconds=seconds)
    second = pool.submit(instance.service.find, "1001", "ada@example.com")
    while threads_in(CallExecutor.run) < 2:
        pass
    held.resume.set()
    assert first.result() == second.result() == held.id_of("#1001")
    assert (held.calls["Search"] == 2) is are_shared


def test_pages_are_gone_with_the_last_search_that_reads_them(
    searching: tuple[Instance, ThreadPoolExecutor, Future[str]], held: SecondPageHeld
) -> None:
    instance, _, first = searching
    held.resume.set()
    assert first.result() == held.id_of("#1001")
    assert instance.service.find("1001", "ada@example.com") == held.id_of("#1001")
    assert held.calls["Search"] == 4


PARCEL, OTHER_PARCEL = "1Z5R89390357567127", "1Z5R89390357567136"


@pytest.fixture
def with_parcel(shopify: Shopify, clock: Clock) -> Instance:
    """A process that knows which order has the parcel."""
    known = KnownInMemory()
    known.ids[PARCEL] = (shopify.id_of("#1001"),)
    return Instance(shopify, clock, DictStore(), known=known)


def test_tracking_number_finds_its_order_with_the_contact(with_parcel: Instance, shopify: Shopify) -> None:
    for typed in (PARCEL, "1z5r 8939 0357 567127", f"Tracking number: {PARCEL}", f"Sendungsnummer {PARCEL}"):
        assert with_parcel.service.find(typed, "ada@example.com") == shopify.id_of("#1001"), typed
    for typed, contact in ((PARCEL, "eve@example.com"), (OTHER_PARCEL, "ada@example.com")):
        with pytest.raises(NotFound):
            with_parcel.service.find(typed, contact)


def test_whether_there_is_a_tracking_number_is_not_denied_while_it_cannot_be_read(
    shopify: Shopify, clock: Clock
) -> None:
    known = KnownInMemory()
    known.is_unreadable = True
    service = Instance(shopify, clock, DictStore(), known=known).service
    for contact in ("ada@example.com", "eve@example.com"):
        with pytest.raises(LookupUnavailable) as failed:
            service.find(PARCEL, contact)
        assert failed.value.retry_after == 10
    assert next(search.count("id:") for search in searches(shopify)) == 3, "its form tells nothing"
    assert service.find("1001", "ada@example.com") == shopify.id_of("#1001")
    with pytest.raises(NotFound):
        service.find("1001", "eve@example.com")


def test_order_number_is_searched_for_as_before(with_parcel: Instance, shopify: Shopify) -> None:
    assert with_parcel.service.find("1001", "ada@example.com") == shopify.id_of("#1001")


def searches(shopify: Shopify) -> list[str]:
    return [str(json.loads(body)["variables"]["query"]) for body in shopify.bodies if "query Search" in str(body)]


@pytest.mark.parametrize("known", [0, 1, 2, 3])
def test_search_for_a_tracking_number_has_one_form_however_many_orders_have_it(
    shopify: Shopify, clock: Clock, known: int
) -> None:
    orders = KnownInMemory()
    orders.ids[PARCEL] = tuple(shopify.id_of(name) for name in ("#1001", "#1002", "#1003")[:known])
    with pytest.raises(NotFound):
        Instance(shopify, clock, DictStore(), known=orders).service.find(PARCEL, "eve@example.com")
    first, *others = searches(shopify)
    assert first.count("id:") == 3
    assert "id:" not in "".join(others)


def test_wrong_contact_and_unknown_tracking_number_cost_the_same(with_parcel: Instance, shopify: Shopify) -> None:
    def work(typed: str) -> tuple[Counter[str], Counter[str]]:
        shopify.calls.clear()
        with (
            count_calls(verify_contact, phonenumbers.parse, phonenumbers.format_number) as calls,
            pytest.raises(NotFound),
        ):
            with_parcel.service.find(typed, "eve@example.com")
        return calls, shopify.calls.copy()

    with_parcel.service.find("1001", "ada@example.com")
    hit, miss = work(PARCEL), work(OTHER_PARCEL)
    assert hit == miss
    assert hit[0]["verify_contact"] == 1


def test_made_up_ids_never_open_an_order(shopify: Shopify, clock: Clock) -> None:
    order = {**shopify.order("#1001"), "id": "gid://shopify/Order/1000000000001"}
    shopify.change(orders=[order])
    with pytest.raises(NotFound):
        Instance(shopify, clock, DictStore(), known=KnownInMemory()).service.find(PARCEL, "ada@example.com")
