from datetime import timedelta

from tests.directory import stored_orders
from tests.fakes import NOW
from tracking.database import Database, data_requests
from tracking.database.data_requests import DataRequest

DAY = timedelta(days=1)


def test_requests_are_listed_with_the_orders_that_are_known_the_oldest_first(database: Database) -> None:
    order_id = stored_orders.put(database, "large")
    with database.write() as transaction:
        data_requests.add(transaction, [order_id, "2", "2"], now=NOW)
        data_requests.add(transaction, ["1"], now=NOW - DAY)
        data_requests.add(transaction, [], now=NOW)
    with database.read() as transaction:
        found = data_requests.since(transaction, NOW - DAY)
        assert data_requests.since(transaction, NOW + DAY) == []
    assert found[0] == DataRequest(order_id="1", name=None, requested_at=NOW - DAY)
    assert {(request.order_id, bool(request.name)) for request in found[1:]} == {(order_id, True), ("2", False)}


def test_a_second_request_begins_anew(database: Database) -> None:
    with database.write() as transaction:
        data_requests.add(transaction, ["1"], now=NOW - DAY)
        data_requests.add(transaction, ["1"], now=NOW)
        (found,) = data_requests.since(transaction, NOW - DAY)
    assert found.requested_at == NOW


def test_old_requests_are_forgotten(database: Database) -> None:
    with database.write() as transaction:
        data_requests.add(transaction, ["1"], now=NOW - DAY)
        data_requests.add(transaction, ["2"], now=NOW)
        assert data_requests.forget_before(transaction, NOW) == 1
        assert [found.order_id for found in data_requests.since(transaction, NOW - DAY)] == ["2"]
