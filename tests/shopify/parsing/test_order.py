from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sampling import each_row
from tests.shopify.store_rows import AT, gid, group, line, order, parcel, refund, returned
from tracking.i18n.text import Money
from tracking.order.model import Destination, Image, LineGroup, Order, Transaction
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.parsing.order import read_order

WHEN = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
ADDRESS: JsonObject = {"city": "Malmö", "provinceCode": "M", "zip": "211 20", "countryCodeV2": "SE"}


def document(*, partial: Json = False, **more: Json) -> JsonObject:
    return {"order": order(1, **more), "zone": "Europe/Stockholm", "shop": "demo.myshopify.com", "partial": partial}


def read(**more: Json) -> Order:
    return read_order(document(**more))


def test_order_is_parsed_with_all_fields() -> None:
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
    assert found.refunded == found.outstanding == found.capturable == Money(amount=Decimal("49.00"), currency="SEK")
    assert found.destination == Destination(city="Malmö", province="M", country="SE", postcode="211 20")
    parts = (found.lines, found.fulfillments, found.fulfillment_orders, found.returns, found.refunds)
    assert [len(part) for part in parts] == [1, 1, 1, 1, 1]
    assert not found.is_partial


def test_payment_evidence_is_parsed() -> None:
    sale: JsonObject = {
        "kind": "SALE",
        "status": "PENDING",
        "gateway": "Cash on Delivery (COD)",
        "manualPaymentGateway": True,
    }
    found = read(
        paymentGatewayNames=["Cash on Delivery (COD)", 7, ""],
        paymentTerms={"overdue": False, "paymentSchedules": []},
        transactions=[{**sale, "processedAt": AT}, {"kind": "SALE"}],
        closedAt=AT,
    )

    assert (found.gateways, found.has_payment_terms, found.closed_at) == (("Cash on Delivery (COD)",), True, WHEN)
    assert found.transactions == (
        Transaction(kind="SALE", status="PENDING", gateway="Cash on Delivery (COD)", is_manual=True, processed_at=WHEN),
    )


def test_line_has_sku_contract_and_group() -> None:
    bundle: JsonObject = {"id": gid("LineItemGroup", 1), "title": "Tea set", "quantity": 2}
    row: JsonObject = {
        **line(1),
        "sku": "MUG-1",
        "contract": {"id": gid("SubscriptionContract", 1)},
        "lineItemGroup": bundle,
    }
    (found,) = read(lineItems=[row]).lines

    assert (found.sku, found.is_subscription) == ("MUG-1", True)
    assert found.group == LineGroup(id=gid("LineItemGroup", 1), title="Tea set", quantity=2)


@pytest.mark.parametrize(
    ("product", "expected"),
    [({"productType": " Mugs "}, "Mugs"), ({"productType": ""}, None), (None, None), ("Mugs", None)],
)
def test_line_has_the_type_of_its_product(product: Json, expected: str | None) -> None:
    (found,) = read(lineItems=[{**line(1), "product": product}]).lines
    assert found.product_type == expected


@each_row("field", ["id", "name", "processedAt"])
@each_row("value", [None, "", 5, {}])
def test_order_without_required_fields_raises_unavailable(field: str, value: Json) -> None:
    with pytest.raises(Unavailable):
        read(**{field: value})


@pytest.mark.parametrize("broken", [{}, {"order": None}, {"order": []}, {"order": "#1"}])
def test_document_without_order_raises_unavailable(broken: JsonObject) -> None:
    with pytest.raises(Unavailable):
        read_order(broken)


def test_order_with_few_fields_takes_defaults() -> None:
    found = read_order({"order": {"id": gid("Order", 1), "name": "#1", "processedAt": AT}})

    assert (found.zone, found.fulfillment_status, found.return_status) == ("UTC", "UNFULFILLED", "NO_RETURN")
    assert (found.destination, found.capturable, found.financial_status, found.lines) == (None, None, None, ())
    assert (found.gateways, found.transactions, found.closed_at, found.has_payment_terms) == ((), (), None, False)
    assert (found.requires_shipping, found.is_partial, found.updated_at) == (True, False, WHEN)


def test_unknown_enum_values_are_preserved() -> None:
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
def test_zone_is_that_of_the_destination_or_the_shop(address: Json, zone: str) -> None:
    assert read(shippingAddress=address).zone == zone


def test_partial_document_gives_partial_order() -> None:
    assert read(partial=True).is_partial


def test_payment_is_due_at_the_next_unpaid_schedule() -> None:
    schedules: list[Json] = [
        {"dueAt": "2026-12-20T00:00:00Z", "completedAt": None},
        {"dueAt": "2026-11-25T00:00:00Z", "completedAt": AT},
        {"dueAt": "2026-12-05T00:00:00Z", "completedAt": None},
        {"dueAt": None, "completedAt": None},
    ]
    found = read(paymentTerms={"overdue": True, "paymentSchedules": schedules})

    assert (found.payment_due_at, found.payment_overdue) == (datetime(2026, 12, 5, tzinfo=UTC), True)


def test_order_without_payment_terms_has_no_due_date() -> None:
    assert (read().payment_due_at, read().payment_overdue) == (None, False)


def test_line_has_image_and_selling_plan() -> None:
    row = line(1) | {
        "variantTitle": "Blue",
        "currentQuantity": 0,
        "sellingPlan": {"name": "Preorder"},
        "image": {"url": "https://cdn.shopify.com/mug.png", "altText": "A mug"},
    }
    (found,) = read(lineItems=[row]).lines

    assert (found.title, found.variant, found.quantity, found.current_quantity) == ("Mug 1", "Blue", 1, 0)
    assert found.selling_plan
    assert found.image == Image(url="https://cdn.shopify.com/mug.png", alt="A mug")


@pytest.mark.parametrize(
    "broken", [{"id": None}, {"quantity": None, "currentQuantity": None}, {"quantity": -1, "currentQuantity": "1"}]
)
def test_line_without_id_or_quantity_is_left_out(broken: JsonObject) -> None:
    broken = {**line(1), **broken}

    assert [found.id for found in read(lineItems=[broken, line(2)]).lines] == [gid("LineItem", 2)]


@each_row("title", [None, "", " ", "\u200b", "\u2066 \u2069", "\n", 7, [], {}])
def test_line_without_a_visible_title_is_a_line(title: Json) -> None:
    (found,) = read(lineItems=[{**line(1), "title": title}]).lines

    assert (found.title, found.quantity) == (None, 1)


@pytest.mark.parametrize("image", [None, {}, "https://cdn.shopify.com/mug.png", {"url": None, "altText": None}])
def test_line_without_an_image_is_a_line(image: Json) -> None:
    (found,) = read(lineItems=[{**line(1), "image": image}]).lines

    assert (found.image, found.quantity) == (None, 1)


def test_line_without_quantity_has_its_current_quantity() -> None:
    (found,) = read(lineItems=[{**line(1), "quantity": None, "currentQuantity": 3}]).lines

    assert found.quantity == 3


def test_line_without_current_quantity_has_its_full_quantity() -> None:
    (found,) = read(lineItems=[{**line(1), "quantity": 3, "currentQuantity": None}]).lines

    assert (found.current_quantity, found.unfulfilled_quantity) == (3, 0)


@each_row(
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
def test_image_urls_are_limited_to_shopifys_cdn_and_static_files(url: Json, is_shown: bool) -> None:  # noqa: FBT001 (a case)
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


def paths(value: Json) -> list[tuple[str | int, ...]]:
    """The path of every value in it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((name, *rest) for name, below in inner for rest in paths(below))]


def has_path(value: Json, path: tuple[str | int, ...]) -> bool:
    """As ``path in paths(value)``, without making them all."""
    for name in path:
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        below = dict[str | int, Json](inner)
        if name not in below:
            return False
        value = below[name]
    return True


def replace_at(value: Json, path: tuple[str | int, ...], new: Json) -> Json:
    if not path:
        return new
    name, *rest = path
    if isinstance(value, dict) and isinstance(name, str):
        return {**value, name: replace_at(value[name], tuple(rest), new)}
    assert isinstance(value, list)
    assert isinstance(name, int)
    return [*value[:name], replace_at(value[name], tuple(rest), new), *value[name + 1 :]]


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
@given(st.lists(st.tuples(st.sampled_from(paths(GOOD)[1:]), ANYTHING), min_size=1, max_size=3))
def test_any_malformed_value_leaves_the_rest_or_raises_unavailable(
    changes: list[tuple[tuple[str | int, ...], Json]],
) -> None:
    broken: Json = GOOD
    for path, new in changes:
        if has_path(broken, path):
            broken = replace_at(broken, path, new)

    assert isinstance(broken, dict)
    try:
        found = read_order(broken)
    except Unavailable:
        return
    assert found.id
    assert found.name.encode()
