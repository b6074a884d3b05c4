"""Writes orders without end, each with a task in the same transaction, and prints each that is committed."""

import sys
from itertools import count

from tests.database.order_rows import order
from tests.fakes import NOW
from tracking.database import orders, tasks
from tracking.database.create import create_database
from tracking.database.orders import FoundBy
from tracking.settings import Settings

database = create_database(Settings.from_environ({"DATABASE_URL": sys.argv[1]}))
for number in count():
    key = f"{sys.argv[2]}-{number}"
    with database.write() as transaction:
        orders.put(transaction, order(key), FoundBy(numbers=[key], views=["late"]))
        tasks.add(transaction, "fetch_order", key, now=NOW, due_at=NOW, order_id=key)
    print(key, flush=True)  # noqa: T201 - the test reads it
