"""No unit is lost, sets name their parts, "Default Title" is no variant."""

from collections import Counter
from datetime import UTC, datetime
from functools import cache

from tests.order.builders import english, line, order, status_of
from tests.sampling import each_row
from tracking.demo.building import build_order
from tracking.demo.orders import ORDERS
from tracking.order.model import LineGroup, Order
from tracking.order.status_types import OrderStatus
from tracking.shopify.json_decoder import Json, JsonObject, as_object, as_rows
from tracking.shopify.parsing.order import read_order

AT = datetime(2026, 11, 18, 12, tzinfo=UTC)
ROWS = {order.slug: order for order in ORDERS}
SLUGS = ["insurance-and-delivered", "bundle", "item-without-title", "digital-and-shipped", "refunded-and-rest-unsent"]


@cache
def node_of(slug: str) -> JsonObject:
    return as_object(build_order(ROWS[slug], AT))  # type: ignore[arg-type] # Shopify's JSON


def units_of(status: OrderStatus) -> int:
    parts = [item.quantity for parcel in status.parcels for item in parcel.items]
    return sum(parts) + sum(item.quantity for item in status.removed)


def read(slug: str, **changes: Json) -> Order:
    """A demo order, with the same changes in each of its lines."""
    node = node_of(slug)
    lines: list[Json] = [{**row, **changes} for row in as_rows(node["lineItems"])]
    return read_order({"order": {**node, "lineItems": lines}, "zone": "UTC", "partial": False})


@each_row("slug", SLUGS)
@each_row(
    "changes",
    [
        {"title": ""},
        {"title": None},
        {"title": " \u200b "},
        {"title": 7},
        {"image": None},
        {"image": "broken"},
        {"variantTitle": None, "sku": None},
        {"currentQuantity": None},
        {"unfulfilledQuantity": None},
        {"sellingPlan": [], "lineItemGroup": [], "contract": 0},
    ],
)
def test_every_unit_of_a_malformed_line_has_its_place(slug: str, changes: dict[str, Json]) -> None:
    ordered = sum(line.quantity for line in read(slug).lines)
    assert ordered > 0
    assert units_of(status_of(read(slug, **changes), AT)) == ordered


def test_every_unit_of_a_demo_order_has_its_place() -> None:
    for slug in ROWS:
        node = node_of(slug)
        status = status_of(read_order({"order": node, "zone": "UTC", "partial": False}), AT)
        assert units_of(status) == sum(int(str(row["quantity"])) for row in as_rows(node["lineItems"])), slug


def test_line_of_no_units_is_nowhere() -> None:
    nothing = line(id="none", quantity=0, current_quantity=0, unfulfilled_quantity=0)
    status = status_of(order(lines=(line(), nothing)))
    assert units_of(status) == 1


def test_lines_without_a_title_are_two_lines() -> None:
    lines = (line(title=None), line(id="other", title=None, quantity=2, current_quantity=2, unfulfilled_quantity=2))
    (parcel,) = status_of(order(lines=lines)).parcels
    assert Counter(item.quantity for item in parcel.items) == {1: 1, 2: 1}


@each_row("variant", ["Default Title", "DEFAULT TITLE", "Default", "", None])
def test_the_only_variant_has_no_name(variant: str | None) -> None:
    items = [item for parcel in status_of(read("bundle", variantTitle=variant), AT).parcels for item in parcel.items]
    assert {item.variant for item in items} == {None}


def test_part_of_a_set_names_the_set() -> None:
    tea = LineGroup(id="set", title="Tea for two", quantity=1)
    lines = (line(group=tea), line(id="lamp", title="Lamp"))
    (parcel,) = status_of(order(lines=lines)).parcels
    assert [(item.title, item.set_title) for item in parcel.items] == [("Mug", "Tea for two"), ("Lamp", None)]
    cancelled = status_of(order(lines=lines, cancelled_at=AT))
    assert [(item.title, item.set_title) for item in cancelled.removed] == [("Mug", "Tea for two"), ("Lamp", None)]
    assert english(cancelled.headline.title) == "Your order was canceled"
