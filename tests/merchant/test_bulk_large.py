"""How long ten thousand orders at once take, and for how long everybody else waits meanwhile."""

import time as clock_of_the_machine
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from os import getloadavg
from typing import TypeVar

import pytest

from tests.database import large_shop
from tests.fakes import Clock
from tests.merchant import listed
from tests.merchant.bulk import ALL, LANGUAGES
from tracking.database import Database, Transaction, merchant_letters
from tracking.database.mail_queue import MailState
from tracking.directory.erasure import OrderErasure
from tracking.directory.views import OrderView
from tracking.merchant.bulk_actions import BulkActions
from tracking.merchant.bulk_letters import BulkLetters, LetterCount, LetterWords, WordsByLanguage
from tracking.merchant.chosen_orders import ChosenOrders
from tracking.merchant.letter_actions import UNDO_FOR, LetterActions
from tracking.merchant.list_query import ListQuery

pytestmark = pytest.mark.audit

T = TypeVar("T")
ORDERS = 9_900
SNOW = WordsByLanguage(otherwise=LetterWords(subject="Snow in Malmö", text="The road is closed until Monday. " * 20))
MOST_MEMORY = 30_000_000  # bytes
MOST_WAITING = 2.0  # seconds, on a machine that does other things as well


class TimedWrites(Database):
    """Notes how long its longest transaction was that wrote."""

    longest = 0.0

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        with super().write() as transaction:
            began = clock_of_the_machine.perf_counter()
            yield transaction
        self.longest = max(self.longest, clock_of_the_machine.perf_counter() - began)


def test_ten_thousand_orders_at_once_let_others_write(
    database: Database, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    large_shop.fill(database, url, ORDERS)
    timed, clock = TimedWrites(database.backend), Clock()
    erasure = OrderErasure(timed, listed.HASHES, retention=timedelta(days=90), clock=clock)
    chosen = ChosenOrders(overview=listed.overview(timed))
    many = BulkLetters(
        database=timed,
        chosen=chosen,
        erasure=erasure,
        language_of=lambda locale: LANGUAGES.choose((locale,)),
        clock=clock,
    )
    letter_actions = LetterActions(database=timed, erasure=erasure, clock=clock)
    actions = BulkActions(
        database=timed,
        chosen=chosen,
        erasure=erasure,
        needs=listed.RULES.needs,
        clock=clock,
        monotonic=clock_of_the_machine.monotonic,
    )
    lines = [f"{chosen.count(ALL)} orders (load {getloadavg()[0]:.1f}):"]

    def measured(what: str, action: Callable[[], T]) -> T:
        timed.longest, began = 0.0, clock_of_the_machine.perf_counter()
        result = action()
        took = clock_of_the_machine.perf_counter() - began
        lines.append(f"  {what}: {took:.2f} s, longest write {timed.longest:.3f} s")
        assert timed.longest < MOST_WAITING, what
        return result

    def memory(action: Callable[[], object]) -> float:
        tracemalloc.start()
        action()
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert used < MOST_MEMORY
        return used / 1e6

    def send_some() -> None:
        began = clock()
        for number in range(100):
            with timed.write() as transaction:
                assert merchant_letters.claim(transaction, f"worker {number}", now=clock(), to_many=False) is None
                assert merchant_letters.to_many_since(transaction, began, now=clock()) == number
                assert merchant_letters.claim(transaction, f"worker {number}", now=clock(), to_many=True)
            clock.advance(seconds=1)
            with timed.write() as transaction:
                merchant_letters.end(transaction, f"worker {number}", MailState.SENT, now=clock())

    seen: list[LetterCount] = []
    drafts = measured("drafts", lambda: many.draft(ALL, "kim", SNOW))
    lines.append(f"  of the same again: {memory(lambda: seen.append(many.draft(ALL, 'robin', SNOW))):.1f} MB")
    assert measured("confirm", lambda: many.confirm(drafts.id or "", "kim"))
    assert not measured("confirm of the same, as seen before", lambda: many.confirm(seen[0].id or "", "robin"))
    clock.advance(seconds=UNDO_FOR.total_seconds())
    measured("100 are sent", send_some)
    measured("their page", lambda: many.written(drafts.id or ""))
    undone = measured("taken back", lambda: letter_actions.undo(drafts.id or "", "kim"))
    assert undone == drafts.total - 100
    day = date(2026, 12, 1)
    view = ListQuery(view=OrderView.NEEDS_YOU)
    until = datetime.combine(day, time(), UTC)
    done = measured(f"{chosen.count(view)} set aside", lambda: actions.set_aside(view, "kim", until, day))
    lines.append(f"  of which {len(done.ids)} at the first go")
    while not actions.set_aside(view, "kim", until, day).is_all:
        pass
    assert chosen.count(view) == 0
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201 - a measurement
