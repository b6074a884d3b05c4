"""An order of the demo store in a database of its own, and what people of the shop do to it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import TypeVar

from tests.directory import stored_orders
from tests.fakes import Clock
from tracking.database import Database, DatabaseUnavailable, merchant_history
from tracking.directory.erasure import OrderErasure
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.order_needs import OrderNeeds
from tracking.merchant.finding_rules import MerchantRules
from tracking.merchant.letter_actions import LetterActions
from tracking.merchant.order_actions import OrderActions
from tracking.notices.choices import stop_letters

T = TypeVar("T")
PEOPLE = ("kim", "robin", "alex", "sascha", "toni")
ERASED_FOR = timedelta(days=90)
_PATIENCE, _TRIES = 120, 20  # seconds, times


class Acting:
    """``order_id`` is kept."""

    def __init__(self, database: Database, slug: str = "delayed") -> None:
        self.database = database
        self.clock = Clock()
        self.order_id = stored_orders.put(database, slug)
        hashes = OrderHashes(["key" * 20])
        self.erasure = OrderErasure(database, hashes, retention=ERASED_FOR, clock=self.clock)
        self.actions = OrderActions(
            database=database,
            erasure=self.erasure,
            needs=OrderNeeds(MerchantRules()),
            stop_letters=stop_letters,
            clock=self.clock,
        )
        self.letters = LetterActions(database=database, erasure=self.erasure, clock=self.clock)

    @property
    def done(self) -> list[tuple[str, str]]:
        """The acts on the order as (who, what), the newest last."""
        with self.database.read() as transaction:
            rows = merchant_history.of_order(transaction, self.order_id, limit=99)
        return [(row.who, row.what) for row in reversed(rows)]

    def all_at_once(self, action: Callable[[str], T]) -> list[T]:
        """The results of five people who do this at the same moment, each again where the database let them wait."""
        start = Barrier(len(PEOPLE))

        def do(who: str) -> T:
            start.wait(_PATIENCE)
            for _ in range(_TRIES - 1):
                with suppress(DatabaseUnavailable):  # on a busy machine the wait for a lock ends
                    return action(who)
            return action(who)

        with ThreadPoolExecutor(len(PEOPLE)) as executor:
            futures = [executor.submit(partial(do, who)) for who in PEOPLE]
            return [future.result(_PATIENCE) for future in futures]
