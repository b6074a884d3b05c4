import pytest

from tracking.demo.building import Bought, Sale, Waiting
from tracking.demo.building.destinations import BRISTOL
from tracking.demo.building.display_statuses import fulfillment_status, return_status
from tracking.demo.building.quantities import ledger_of
from tracking.demo.orders.locations import COUNTER
from tracking.demo.orders.products import MUG


def sale(*waiting: Waiting, **rest: object) -> Sale:
    return Sale(
        name="#1",
        slug="one",
        situation="One",
        email="one@example.com",
        place=BRISTOL,
        placed="-1 12:00",
        lines=(Bought(MUG),),
        shipping="Standard",
        waiting=waiting,
        **rest,  # type: ignore[arg-type] # whatever a test wants to say
    )


@pytest.mark.parametrize(
    ("group", "word"),
    [
        ({"status": "OPEN"}, "UNFULFILLED"),
        ({"status": "ON_HOLD"}, "ON_HOLD"),
        ({"status": "SCHEDULED"}, "SCHEDULED"),
        ({"status": "IN_PROGRESS"}, "IN_PROGRESS"),
        ({"status": "OPEN", "request": "REJECTED"}, "REQUEST_DECLINED"),
        ({"status": "OPEN", "request": "ACCEPTED"}, "IN_PROGRESS"),
    ],
)
def test_an_order_of_which_nothing_was_sent_is_called_after_what_waits(group: dict[str, str], word: str) -> None:
    one = sale(Waiting(method="SHIPPING", site=COUNTER, **group))  # type: ignore[arg-type] # words of the group
    assert fulfillment_status(one, ledger_of(one)) == word


def test_a_word_that_was_set_stays() -> None:
    one = sale(fulfillment_status="OPEN")
    assert fulfillment_status(one, ledger_of(one)) == "OPEN"


def test_without_returns_there_is_no_return() -> None:
    assert return_status(sale()) == "NO_RETURN"
    assert return_status(sale(return_status="RETURN_FAILED")) == "RETURN_FAILED"
