from tests.database.order_rows import order, put
from tracking.database import Database, list_values


def values(database: Database, column: str) -> list[str]:
    with database.read() as transaction:
        return list_values.values(transaction, column)


def test_every_value_is_given_once_and_none_is_no_value(database: Database) -> None:
    for number, carrier in enumerate(["ups", "postnord-se", None, "ups", "bring"]):
        put(database, order(str(number), carrier=carrier, reason=None))
    assert values(database, "carrier") == ["bring", "postnord-se", "ups"]
    assert values(database, "reason") == []


def test_no_more_are_given_than_a_form_can_offer(database: Database) -> None:
    for number in range(list_values.MOST_VALUES + 1):
        put(database, order(str(number), location=f"Warehouse {number:03}"))
    found = values(database, "location")
    assert (len(found), found[0], found[-1]) == (list_values.MOST_VALUES, "Warehouse 000", "Warehouse 099")
