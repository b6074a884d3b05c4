import pytest

from tracking.demo.building import DemoLine, DemoOrder, UnsentGroup
from tracking.demo.building.destinations import BRISTOL
from tracking.demo.building.display_statuses import fulfillment_status, return_status
from tracking.demo.building.quantities import count_quantities
from tracking.demo.orders.locations import COUNTER
from tracking.demo.orders.products import MUG


def order(*waiting: UnsentGroup, **rest: object) -> DemoOrder:
    return DemoOrder(
        name="#1",
        slug="one",
        situation="One",
        email="one@example.com",
        destination=BRISTOL,
        placed_at="-1 12:00",
        lines=(DemoLine(MUG),),
        shipping_method="Standard",
        unsent=waiting,
        **rest,  # type: ignore[arg-type] # whatever a test wants to say
    )


@pytest.mark.parametrize(
    ("group", "word"),
    [
        ({"status": "OPEN"}, "UNFULFILLED"),
        ({"status": "ON_HOLD"}, "ON_HOLD"),
        ({"status": "SCHEDULED"}, "SCHEDULED"),
        ({"status": "IN_PROGRESS"}, "IN_PROGRESS"),
        ({"status": "OPEN", "request_status": "REJECTED"}, "REQUEST_DECLINED"),
        ({"status": "OPEN", "request_status": "ACCEPTED"}, "IN_PROGRESS"),
    ],
)
def test_unsent_order_has_the_status_of_its_groups(group: dict[str, str], word: str) -> None:
    one = order(UnsentGroup(method="SHIPPING", location=COUNTER, **group))  # type: ignore[arg-type] # words of the group
    assert fulfillment_status(one, count_quantities(one)) == word


def test_explicit_status_is_kept() -> None:
    one = order(fulfillment_status="OPEN")
    assert fulfillment_status(one, count_quantities(one)) == "OPEN"


def test_order_without_returns_has_no_return_status() -> None:
    assert return_status(order()) == "NO_RETURN"
    assert return_status(order(return_status="RETURN_FAILED")) == "RETURN_FAILED"
