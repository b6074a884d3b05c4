from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shopify.store_rows import AT, gid, group, line, order, parcel, refund, returned
from tracking.i18n.text import Money
from tracking.order.model import Destination, Image, Order
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.parsing.order import read_order

WHEN = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
ADDRESS: JsonObject = {"city": "Malmö", "provinceCode": "M", "zip": "211 20", "countryCodeV2": "SE"}


def document(*, partial: Json = False, **more: Json) -> JsonObject:
    return {"order": order(1, **more), "zone": "Europe/Stockholm", "shop": "demo.myshopify.com", "partial": partial}


def read(**more: Json) -> Order:
    return read_order(document(**more))


def test_an_order_is_read_with_everything_in_it() -> None:
    found = read(
        cancelReason="CUSTOMER",
        cancelledAt=AT,
        customerLocale="sv-SE",
        displayFinancialStatus="PAID",
        edited=True,
        fulfillmentOrders=[group(1, range(1))],
        fulfillments=[parcel(1, range(1))],
        lineItems=[line(1)],
        refunds=[refund(1, range(1))],
        returns=[returned(1, range(1))],
        shippingAddress=ADDRESS,
        shippingLine={"title": "Home"},
        sourceName="web",
    )

    assert (found.id, found.name, found.placed_at, found.updated_at) == ("1", "#1", WHEN, WHEN)
    assert (found.cancelled_at, found.cancel_reason, found.is_edited, found.is_test) == (WHEN, "CUSTOMER", True, False)
    assert (found.locale, found.source, found.shipping_title) == ("sv-SE", "web", "Home")
    assert (found.financial_status, found.fulfillment_status) == ("PAID", "FULFILLED")
    assert found.total == found.refunded == found.outstanding == Money(amount=Decimal("49.00"), currency="SEK")
    assert found.destination == Destination(city="Malmö", province="M", country="SE", postcode="211 20")
    parts = (found.lines, found.fulfillments, found.fulfillment_orders, found.returns, found.refunds)
    assert [len(part) for part in parts] == [1, 1, 1, 1, 1]
    assert not found.is_partial


@pytest.mark.parametrize("field", ["id", "name", "processedAt"])
@pytest.mark.parametrize("value", [None, "", 5, {}])
def test_without_the_essentials_there_is_no_order(field: str, value: Json) -> None:
    with pytest.raises(Unavailable):
        read(**{field: value})


@pytest.mark.parametrize("broken", [{}, {"order": None}, {"order": []}, {"order": "#1"}])
def test_a_document_without_an_order_is_unavailable(broken: JsonObject) -> None:
    with pytest.raises(Unavailable):
        read_order(broken)


def test_an_order_of_which_little_is_known_claims_little() -> None:
    found = read_order({"order": {"id": gid("Order", 1), "name": "#1", "processedAt": AT}})

    assert (found.zone, found.fulfillment_status, found.return_status) == ("UTC", "UNFULFILLED", "NO_RETURN")
    assert (found.destination, found.total, found.financial_status, found.lines) == (None, None, None, ())
    assert (found.requires_shipping, found.is_partial, found.updated_at) == (True, False, WHEN)


def test_words_that_nobody_knows_stay_as_they_are() -> None:
    found = read(displayFulfillmentStatus="TELEPORTED", displayFinancialStatus="PAID_IN_SHELLS")

    assert (found.fulfillment_status, found.financial_status) == ("TELEPORTED", "PAID_IN_SHELLS")


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ({"timeZone": "America/New_York"}, "America/New_York"),
        ({"timeZone": "Mars/Olympus"}, "Europe/Stockholm"),
        (None, "Europe/Stockholm"),
    ],
)
def test_the_zone_is_where_it_goes_else_where_the_shop_is(address: Json, zone: str) -> None:
    assert read(shippingAddress=address).zone == zone


def test_a_partial_answer_says_so() -> None:
    assert read(partial=True).is_partial


def test_the_next_unpaid_schedule_is_when_payment_is_due() -> None:
    schedules: list[Json] = [
        {"dueAt": "2026-12-20T00:00:00Z", "completedAt": None},
        {"dueAt": "2026-11-25T00:00:00Z", "completedAt": AT},
        {"dueAt": "2026-12-05T00:00:00Z", "completedAt": None},
        {"dueAt": None, "completedAt": None},
    ]
    found = read(paymentTerms={"overdue": True, "paymentSchedules": schedules})

    assert (found.payment_due_at, found.payment_overdue) == (datetime(2026, 12, 5, tzinfo=UTC), True)


def test_an_order_without_terms_is_due_at_no_time() -> None:
    assert (read().payment_due_at, read().payment_overdue) == (None, False)


def test_a_line_is_read_with_its_picture_and_plan() -> None:
    row = line(1) | {
        "variantTitle": "Blue",
        "currentQuantity": 0,
        "sellingPlan": {"name": "Preorder"},
        "image": {"url": "https://cdn.shopify.com/mug.png", "altText": "A mug"},
    }
    (found,) = read(lineItems=[row]).lines

    assert (found.title, found.variant, found.quantity, found.current_quantity) == ("Mug 1", "Blue", 1, 0)
    assert found.has_selling_plan
    assert found.image == Image(url="https://cdn.shopify.com/mug.png", alt="A mug")


@pytest.mark.parametrize("field", ["id", "title", "quantity"])
def test_a_broken_line_is_left_out(field: str) -> None:
    broken: Json = {**line(1), field: None}

    assert [found.id for found in read(lineItems=[broken, line(2)]).lines] == [gid("LineItem", 2)]


def test_a_line_that_does_not_say_what_is_left_of_it_is_whole() -> None:
    (found,) = read(lineItems=[{**line(1), "quantity": 3, "currentQuantity": None}]).lines

    assert (found.current_quantity, found.unfulfilled_quantity) == (3, 0)


@pytest.mark.parametrize(
    ("url", "is_shown"),
    [
        ("https://cdn.shopify.com/s/files/mug.png?v=1", True),
        ("https://demo.myshopify.com/cdn/shop/mug.png", False),  # our own policy would block it
        ("/static/img/demo/mug.svg", True),
        ("http://cdn.shopify.com/mug.png", False),
        ("https://cdn.shopify.com.example.com/mug.png", False),
        ("https://user@cdn.shopify.com/mug.png", False),
        ("https://demo.myshopify.com/admin/mug.png", False),
        ("https://cdn.shopify.com/a b.png", False),
        ("//cdn.shopify.com/mug.png", False),
        ("/static/../admin", False),
        ("/static/img/../../admin", False),
        ("/order/token", False),
        ("https://[cdn.shopify.com/mug.png", False),
        ("https://cdn.shopify.com/mug\n.png", False),
        ("javascript:alert(1)", False),
        ("data:image/svg+xml,x", False),
        (None, False),
    ],
)
def test_pictures_come_from_shopify_or_from_ourselves(url: Json, is_shown: bool) -> None:  # noqa: FBT001 (a case)
    (found,) = read(lineItems=[{**line(1), "image": {"url": url}}]).lines

    assert (found.image is not None) is is_shown


GOOD = document(
    fulfillmentOrders=[group(1, range(2), range(2))],
    fulfillments={"nodes": [parcel(1, range(2))]},
    lineItems={"nodes": [line(1) | {"image": {"url": "https://cdn.shopify.com/mug.png"}}, line(2)]},
    paymentTerms={"overdue": False, "paymentSchedules": {"nodes": [{"dueAt": AT}]}},
    refunds=[refund(1, range(2))],
    returns=[returned(1, range(2))],
    shippingAddress=ADDRESS,
)


def steps(value: Json) -> list[tuple[str | int, ...]]:
    """The way to every value in it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((name, *rest) for name, below in inner for rest in steps(below))]


def put(value: Json, way: tuple[str | int, ...], new: Json) -> Json:
    if not way:
        return new
    name, *rest = way
    if isinstance(value, dict) and isinstance(name, str):
        return {**value, name: put(value[name], tuple(rest), new)}
    assert isinstance(value, list)
    assert isinstance(name, int)
    return [*value[:name], put(value[name], tuple(rest), new), *value[name + 1 :]]


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from([AT, "0001-01-01T00:00:00+23:59", "9" * 400, "\ud800", "https://[", gid("Order", 1)]),
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.tuples(st.sampled_from(steps(GOOD)[1:]), ANYTHING), min_size=1, max_size=3))
def test_whatever_is_broken_the_rest_is_read_or_it_is_unavailable(
    changes: list[tuple[tuple[str | int, ...], Json]],
) -> None:
    broken: Json = GOOD
    for way, new in changes:
        if way in steps(broken):
            broken = put(broken, way, new)

    assert isinstance(broken, dict)
    try:
        found = read_order(broken)
    except Unavailable:
        return
    assert found.id
    assert found.name.encode()
