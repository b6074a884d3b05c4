from tests.demo.demo_client import NOW, rows
from tests.fakes import harbor_goods
from tracking.demo.growth import FIRST_NUMBER, GrowingOrders
from tracking.demo.order_index import LazyOrder, candidates


def test_order_is_built_when_another_field_than_the_known_ones_is_read() -> None:
    built: list[int] = []

    def build() -> dict[str, object]:
        built.append(1)
        return {"id": "a", "name": "#1"}

    order = LazyOrder({"id": "a"}, build)
    assert (order["id"], order.get("id"), built) == ("a", "a", [])
    assert (order["name"], order.get("note"), dict(order), len(order)) == ("#1", None, {"id": "a", "name": "#1"}, 2)
    assert built == [1]


def test_candidates_of_a_plain_list_are_all() -> None:
    rows = [{"id": "gid://shopify/Order/1"}]
    assert candidates(rows, "gid://shopify/Return/7") == rows


def test_candidate_of_an_index_is_the_order_of_the_part() -> None:
    orders = harbor_goods().orders
    order = next(order for order in orders if order["name"] == "#1001")
    [parcel] = rows(order, "fulfillments")
    assert candidates(orders, str(parcel["id"])) == [order]
    assert candidates(orders, "gid://shopify/Order/5900000000000") == []
    assert candidates(orders, "gid://shopify/Order/1") == []


def test_first_order_of_growth_has_the_first_number() -> None:
    found = GrowingOrders().by_number(FIRST_NUMBER, NOW)
    assert found is not None
    assert found["id"] == f"gid://shopify/Order/{FIRST_NUMBER}"
