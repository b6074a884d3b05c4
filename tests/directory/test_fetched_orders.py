from tests.fakes import NOW
from tracking.directory.fetched_orders import FetchedOrders


def test_nothing_is_kept_before_it_is_opened() -> None:
    fetched = FetchedOrders()
    fetched.add("1", {}, NOW)
    assert fetched.take() is None


def test_the_newest_answer_about_an_order_is_taken_out_once() -> None:
    fetched = FetchedOrders()
    fetched.open()
    fetched.add("1", {"order": None}, NOW)
    fetched.add("1", {"order": {}}, NOW)
    taken = fetched.take()
    assert taken
    assert (taken.order_id, taken.document, taken.fetched_at) == ("1", {"order": {}}, NOW)
    assert fetched.take() is None


def test_the_oldest_order_goes_where_there_are_too_many() -> None:
    fetched = FetchedOrders(limit=2)
    fetched.open()
    for order_id in ("1", "2", "1", "3"):
        fetched.add(order_id, {}, NOW)
    taken = [fetched.take(), fetched.take(), fetched.take()]
    assert [each and each.order_id for each in taken] == ["1", "3", None]
