from collections.abc import Callable
from dataclasses import replace

from tests.doctor.doctor_report import DoctorReport
from tests.fakes import harbor_goods
from tracking.demo import ALL_SCOPES, DemoStore

MAY_READ = ALL_SCOPES | {"read_locations"}


def shop_with(*locations: tuple[str, bool]) -> DemoStore:
    store = harbor_goods()
    nodes = [
        {"id": f"gid://shopify/Location/{number}", "name": name, "isActive": True, "fulfillsOnlineOrders": sends}
        for number, (name, sends) in enumerate(locations, 1)
    ]
    return replace(store, scopes=MAY_READ, shop={**store.shop, "locations": nodes})


def test_the_scope_is_not_asked_for(look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]) -> None:
    (said,) = look_at(open_shop()).of("locations")
    assert (said.state, "read_locations" in said.message) == ("ok", True)


def test_with_it_those_that_send_online_orders_are_named(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]
) -> None:
    sending, other = look_at(open_shop(replace(harbor_goods(), scopes=MAY_READ))).of("locations")
    assert sending.message.startswith("Orders of the online shop are sent from Harbor Goods, Rotterdam, ")
    assert other.message == "Active, and not sending orders of the online shop: Harbor Goods Oslo."


def test_a_shop_without_one_that_sends_is_told_where_to_switch_it_on(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]
) -> None:
    note, _ = look_at(open_shop(shop_with(("Counter", False)))).of("locations")
    assert note.state == "?"
    many = shop_with(*((f"Shop {number}", True) for number in range(14)))
    (said,) = look_at(open_shop(many)).of("locations")
    assert said.message.endswith("Shop 11 and 2 more.")
