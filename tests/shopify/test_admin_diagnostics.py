from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import requests

from tests.parts import harbor_goods
from tests.shopify.asking import FakeTime, open_shop, static
from tests.shopify.misbehaving import Behavior, Misbehaving, says
from tests.shopify.selling import order, store_of
from tracking.demo import ALL_SCOPES, CONTACT_FIELDS, DemoStore
from tracking.shopify.admin_diagnostics import AdminDiagnostics, ContactAccess
from tracking.shopify.client import Client
from tracking.shopify.cost import Cost
from tracking.shopify.errors import AccessDenied, Refused, Unavailable

BUCKET = {"maximumAvailable": 2000.0, "currentlyAvailable": 1990, "restoreRate": 100.0}


@pytest.fixture
def served(
    serve: Callable[..., Misbehaving], session: requests.Session, time: FakeTime
) -> Callable[..., AdminDiagnostics]:
    """A checkup of a server that behaves like this."""

    def ask(behavior: Behavior) -> AdminDiagnostics:
        return AdminDiagnostics(Client(static(serve(behavior).url), session, monotonic=time, sleep=time.sleep))

    return ask


def test_the_shop_says_who_it_is_and_what_it_granted(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, harbor_goods(), time=time).orders.checkup.shop(time.deadline())
    assert (shop.name, shop.host, shop.scopes) == ("Harbor Goods", "demo.myshopify.com", ALL_SCOPES)


@pytest.mark.parametrize("data", [{}, {"shop": None}, {"shop": []}])
def test_an_answer_without_a_shop_is_none(
    served: Callable[..., AdminDiagnostics], time: FakeTime, data: Mapping[str, object]
) -> None:
    with pytest.raises(Unavailable, match="which shop"):
        served(says({"data": data})).shop(time.deadline())


def test_what_a_shop_leaves_out_is_empty(served: Callable[..., AdminDiagnostics], time: FakeTime) -> None:
    shop = served(says({"data": {"shop": {"name": 1, "more": 2}, "currentAppInstallation": None}})).shop(
        time.deadline()
    )
    assert (shop.name, shop.host, shop.scopes) == ("", "", frozenset())


@pytest.mark.parametrize(
    ("store", "contact"),
    [
        (store_of(order(1), order(2, email=None)), ContactAccess.VISIBLE),
        (replace(store_of(order(1)), hidden=CONTACT_FIELDS), ContactAccess.HIDDEN),
        (store_of(order(1, email=None)), ContactAccess.ABSENT),
        (store_of(), ContactAccess.NO_ORDER),
    ],
)
def test_the_newest_orders_tell_whether_customers_can_be_recognized(
    session: requests.Session, time: FakeTime, store: DemoStore, contact: ContactAccess
) -> None:
    shop = open_shop(session, store, time=time)
    assert shop.orders.checkup.contact(time.deadline()) is contact
    assert shop.asked == ["NewestOrders"]


def test_a_shop_that_denies_its_orders_says_so(session: requests.Session, time: FakeTime) -> None:
    with pytest.raises(AccessDenied):
        open_shop(session, store_of(scopes=frozenset()), time=time).orders.checkup.contact(time.deadline())


def test_an_answer_without_orders_is_none(served: Callable[..., AdminDiagnostics], time: FakeTime) -> None:
    with pytest.raises(Unavailable, match="no orders"):
        served(says({"data": {"orders": None}})).contact(time.deadline())


@pytest.mark.parametrize(("status", "error"), [(200, Unavailable), (401, Refused), (503, Unavailable)])
def test_version_and_time_are_those_of_the_latest_answer_whatever_it_was(
    served: Callable[..., AdminDiagnostics], time: FakeTime, status: int, error: type[Exception]
) -> None:
    headers = {"X-Shopify-API-Version": "2027-01", "Date": "Sun, 22 Nov 2026 14:05:00 GMT"}
    checkup = served(says({}, status, headers))
    assert (checkup.version, checkup.moment) == (None, None)
    with pytest.raises(error):
        checkup.shop(time.deadline())
    assert (checkup.version, checkup.moment) == ("2027-01", datetime(2026, 11, 22, 14, 5, tzinfo=UTC))


@pytest.mark.parametrize("date", ["", "noon", "Sun, 99 Nov 2026 14:05:00 GMT", "Fri, 31 Dec 9999 23:59:59 -1400"])
def test_a_time_that_is_none_is_not_known(served: Callable[..., AdminDiagnostics], time: FakeTime, date: str) -> None:
    checkup = served(says({}, 401, {"Date": date}))
    with pytest.raises(Refused):
        checkup.shop(time.deadline())
    assert checkup.moment is None


def test_the_bucket_is_the_one_last_told(served: Callable[..., AdminDiagnostics], time: FakeTime) -> None:
    cost = {"requestedQueryCost": 3, "actualQueryCost": 2, "throttleStatus": BUCKET}
    checkup = served(says({"data": {"shop": {"name": "Tea"}}, "extensions": {"cost": cost}}))
    assert checkup.bucket is None
    checkup.shop(time.deadline())
    assert checkup.bucket == Cost(requested=3, actual=2, available=1990, maximum=2000, restore_rate=100)


@pytest.mark.parametrize("status", [401, 402, 404, 429, 430, 503])
def test_a_refusal_keeps_its_status(served: Callable[..., AdminDiagnostics], time: FakeTime, status: int) -> None:
    with pytest.raises((Refused, Unavailable)) as caught:
        served(says({}, status)).shop(time.deadline())
    assert caught.value.status == status
