from datetime import timedelta

from tests.demo.asking import Asking

FIELDS = "processedAt updatedAt displayFinancialStatus fulfillments { displayStatus }"


def test_orders_keep_their_dates_while_a_page_is_looked_at() -> None:
    asking = Asking()
    first = asking.order("#1001", FIELDS)
    asking.now += timedelta(hours=11)
    assert asking.order("#1001", FIELDS) == first


def test_after_half_a_day_the_orders_are_dated_anew() -> None:
    asking = Asking()
    first = asking.order("#1001", FIELDS)
    asking.now += timedelta(days=3)
    later = asking.order("#1001", FIELDS)
    assert (later["processedAt"][:10], first["processedAt"][:10]) == ("2026-11-21", "2026-11-18")


def test_one_order_moves_while_the_others_stand_still() -> None:
    asking = Asking()
    before, still = asking.order("#1100", FIELDS), asking.order("#1001", FIELDS)
    asking.now += timedelta(seconds=100)
    after = asking.order("#1100", FIELDS)
    assert before["fulfillments"] == []
    assert after["fulfillments"] == [{"displayStatus": "IN_TRANSIT"}]
    assert after["updatedAt"] > before["updatedAt"]
    assert asking.order("#1001", FIELDS) == still


def test_ids_stay_the_same_forever() -> None:
    asking = Asking()
    before = asking.order("#1002", "id")
    asking.now += timedelta(days=400)
    assert asking.order("#1002", "id") == before
