"""Reads the file of a history part by part, until it is killed: python -m tests.worker.killed_history DATABASE SHOP."""

import sys

from tests.fakes import NOW, Clock
from tests.worker.history_shop import history_of
from tracking.database.create import create_database
from tracking.settings import Settings

database_url, shop_url = sys.argv[1:]
clock = Clock(now=NOW.replace(hour=NOW.hour + 1))
history = history_of(shop_url, create_database(Settings.from_environ({"DATABASE_URL": database_url})), clock)
while history.advance():
    print(history.state(), flush=True)  # noqa: T201 - the test reads it
