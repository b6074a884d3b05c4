import click
import pytest

from tests.database.order_rows import order, put
from tracking.cli.known_order import known_order
from tracking.cli.persistent_database import database_failure
from tracking.database import Database, DatabaseUnavailable


@pytest.mark.parametrize("typed", ["#1001", "1001", " #1001 ", "5300000001"])
def test_an_order_is_found_by_its_number_or_id(database: Database, typed: str) -> None:
    put(database, order("5300000001", name="#1001"))
    assert known_order(database, typed).id == "5300000001"


def test_number_of_several_orders_is_an_error_that_lists_their_ids(database: Database) -> None:
    put(database, order("1", name="#1001"))
    put(database, order("2", name="#1001"))
    with pytest.raises(click.ClickException, match=r"name one by its id \(2, 1\)"):
        known_order(database, "#1001")
    assert known_order(database, "2").id == "2"


def test_an_unknown_order_is_an_error(database: Database) -> None:
    with pytest.raises(click.ClickException, match="No order #1001 is known here"):
        known_order(database, "#1001")


def test_failure_names_the_database_and_the_cause(database: Database) -> None:
    said = database_failure(database, DatabaseUnavailable("disk I/O error")).message
    assert said == f"The database ({database.place}) cannot be used: disk I/O error."
