from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import requests

from tests.fakes import harbor_goods
from tests.shopify.clients import FakeTime, open_shop, static
from tests.shopify.faulty_server import Behavior, FaultyServer, responds
from tests.shopify.store_rows import order, store_of
from tracking.demo import ALL_SCOPES, CONTACT_FIELDS, DemoStore
from tracking.demo.access_scopes import WRITE_SCOPES
from tracking.doctor.admin_diagnostics import AdminDiagnostics, ContactAccess
from tracking.shopify.client import Client
from tracking.shopify.errors import AccessDenied, Refused, Unavailable
from tracking.shopify.rate_limit import Bucket

BUCKET = {"maximumAvailable": 2000.0, "currentlyAvailable": 1990, "restoreRate": 100.0}


@pytest.fixture
def diagnostics_of(
    serve: Callable[..., FaultyServer], session: requests.Session, time: FakeTime
) -> Callable[..., AdminDiagnostics]:
    """AdminDiagnostics of a server with this behavior."""

    def create(behavior: Behavior) -> AdminDiagnostics:
        return AdminDiagnostics(Client(static(serve(behavior).url), session, monotonic=time, sleep=time.sleep))

    return create


def test_shop_has_its_name_host_and_scopes(session: requests.Session, time: FakeTime) -> None:
    shop = AdminDiagnostics(open_shop(session, harbor_goods(), time=time).client).shop(time.deadline())
    assert (shop.name, shop.host, shop.scopes) == ("Harbor Goods", "demo.myshopify.com", ALL_SCOPES | WRITE_SCOPES)
    assert shop.storefront == "harborgoods.example.com"


@pytest.mark.parametrize("data", [{}, {"shop": None}, {"shop": []}])
def test_response_without_shop_raises_unavailable(
    diagnostics_of: Callable[..., AdminDiagnostics], time: FakeTime, data: Mapping[str, object]
) -> None:
    with pytest.raises(Unavailable, match="which shop"):
        diagnostics_of(responds({"data": data})).shop(time.deadline())


def test_missing_fields_of_the_shop_are_empty(diagnostics_of: Callable[..., AdminDiagnostics], time: FakeTime) -> None:
    shop = diagnostics_of(responds({"data": {"shop": {"name": 1, "more": 2}, "currentAppInstallation": None}})).shop(
        time.deadline()
    )
    assert (shop.name, shop.host, shop.storefront, shop.scopes) == ("", "", "", frozenset())


@pytest.mark.parametrize(
    ("store", "contact"),
    [
        (store_of(order(1), order(2, email=None)), ContactAccess.VISIBLE),
        (replace(store_of(order(1)), hidden=CONTACT_FIELDS), ContactAccess.HIDDEN),
        (store_of(order(1, email=None)), ContactAccess.ABSENT),
        (store_of(), ContactAccess.NO_ORDER),
    ],
)
def test_contact_access_follows_from_the_newest_orders(
    session: requests.Session, time: FakeTime, store: DemoStore, contact: ContactAccess
) -> None:
    shop = open_shop(session, store, time=time)
    assert AdminDiagnostics(shop.client).contact(time.deadline()) is contact
    assert shop.asked == ["NewestOrders"]


def test_denied_orders_raise_access_denied(session: requests.Session, time: FakeTime) -> None:
    with pytest.raises(AccessDenied):
        AdminDiagnostics(open_shop(session, store_of(scopes=frozenset()), time=time).client).contact(time.deadline())


def test_response_without_orders_raises_unavailable(
    diagnostics_of: Callable[..., AdminDiagnostics], time: FakeTime
) -> None:
    with pytest.raises(Unavailable, match="no orders"):
        diagnostics_of(responds({"data": {"orders": None}})).contact(time.deadline())


@pytest.mark.parametrize(("status", "error"), [(200, Unavailable), (401, Refused), (503, Unavailable)])
def test_version_and_moment_are_read_from_the_latest_response_of_any_status(
    diagnostics_of: Callable[..., AdminDiagnostics], time: FakeTime, status: int, error: type[Exception]
) -> None:
    headers = {"X-Shopify-API-Version": "2027-01", "Date": "Sun, 22 Nov 2026 14:05:00 GMT"}
    diagnostics = diagnostics_of(responds({}, status, headers))
    assert (diagnostics.version, diagnostics.moment) == (None, None)
    with pytest.raises(error):
        diagnostics.shop(time.deadline())
    assert (diagnostics.version, diagnostics.moment) == ("2027-01", datetime(2026, 11, 22, 14, 5, tzinfo=UTC))


@pytest.mark.parametrize("date", ["", "noon", "Sun, 99 Nov 2026 14:05:00 GMT", "Fri, 31 Dec 9999 23:59:59 -1400"])
def test_invalid_date_header_gives_no_moment(
    diagnostics_of: Callable[..., AdminDiagnostics], time: FakeTime, date: str
) -> None:
    diagnostics = diagnostics_of(responds({}, 401, {"Date": date}))
    with pytest.raises(Refused):
        diagnostics.shop(time.deadline())
    assert diagnostics.moment is None


def test_bucket_is_that_of_the_latest_response(diagnostics_of: Callable[..., AdminDiagnostics], time: FakeTime) -> None:
    cost = {"requestedQueryCost": 3, "actualQueryCost": 2, "throttleStatus": BUCKET}
    diagnostics = diagnostics_of(responds({"data": {"shop": {"name": "Tea"}}, "extensions": {"cost": cost}}))
    assert diagnostics.bucket is None
    diagnostics.shop(time.deadline())
    assert diagnostics.bucket == Bucket(available=1990, maximum=2000, restore_rate=100)


@pytest.mark.parametrize("status", [401, 402, 404, 429, 430, 503])
def test_refusal_keeps_its_status(diagnostics_of: Callable[..., AdminDiagnostics], time: FakeTime, status: int) -> None:
    with pytest.raises((Refused, Unavailable)) as caught:
        diagnostics_of(responds({}, status)).shop(time.deadline())
    assert caught.value.status == status
