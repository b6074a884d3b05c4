from collections.abc import Callable

import pytest
from flask import Flask

from tests.directory import stored_orders
from tests.fakes import RedisServer
from tests.webhook_samples import SETTINGS
from tracking.database import Database, one_order
from tracking.demo import examples
from tracking.directory.order_hashes import OrderHashes
from tracking.services import services

SLUG = "exchange-on-its-way"
NAME = next(example.order for example in examples() if example.slug == SLUG)


@pytest.fixture
def app(make_app: Callable[..., Flask], url: str, database: Database) -> Flask:
    database.prepare()
    return make_app(**SETTINGS, DATABASE_URL=url)


def is_stored(database: Database, order_id: str) -> bool:
    with database.read() as transaction:
        return bool(one_order.rows(transaction, order_id))


def test_an_order_is_erased_and_not_taken_in_again(app: Flask, database: Database) -> None:
    order_id = stored_orders.put(database, SLUG)
    result = app.test_cli_runner().invoke(args=["erase", NAME])
    assert (result.exit_code, is_stored(database, order_id)) == (0, False)
    assert f"Nothing is kept of order {NAME}" in result.stdout
    assert "when you start it again" in result.stdout
    stored_orders.put(database, SLUG, hashes=OrderHashes([SETTINGS["SECRET_KEY"]]).erased_candidates(order_id))
    assert not is_stored(database, order_id)


def test_an_unknown_order_is_an_error(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["erase", "#4711"])
    assert (result.exit_code, result.stderr) == (1, "Error: No order #4711 is known here.\n")


def test_the_shared_cache_forgets_the_order_too(
    make_app: Callable[..., Flask], database: Database, url: str, redis_server: RedisServer
) -> None:
    app = make_app(**SETTINGS, DATABASE_URL=url, REDIS_URL=redis_server.url)
    order_id = stored_orders.put(database, SLUG)
    with app.app_context():
        services().orders.order(order_id)
        assert services().orders.retained_until(order_id)
        assert app.test_cli_runner().invoke(args=["erase", NAME]).exit_code == 0
        assert services().orders.retained_until(order_id) is None
        stored_orders.put(database, SLUG)
        redis_server.stop()
        result = app.test_cli_runner().invoke(args=["erase", NAME])
    assert result.exit_code == 1
    assert "run this again" in result.stderr
