from collections.abc import Callable

import pytest

from tests.fakes import Clock
from tracking.database import Database, erased_orders, notice_preferences
from tracking.directory.order_hashes import OrderHashes
from tracking.notices.text.choices import TextChoices
from tracking.notices.ways import NoticeChannel

HASHES = OrderHashes(["a key"])


@pytest.fixture
def choices(database: Database, clock: Clock) -> TextChoices:
    return TextChoices(database, HASHES, clock=clock, monotonic=clock.monotonic)


def test_a_choice_holds_beside_the_level(database: Database, choices: TextChoices, clock: Clock) -> None:
    assert choices.channel("1") is None
    choices.choose("1", NoticeChannel.TEXT)
    assert choices.channel("1") is NoticeChannel.TEXT
    with database.write() as transaction:
        found = notice_preferences.get(transaction, "1")
        assert found
        assert (found.level, found.channel) == ("important", "text")
        notice_preferences.put(transaction, "1", "all", now=clock())
    choices.choose("1", NoticeChannel.EMAIL)
    with database.read() as transaction:
        found = notice_preferences.get(transaction, "1")
    assert found
    assert (found.level, found.channel) == ("all", "email")


def test_an_erased_order_takes_none(database: Database, choices: TextChoices, clock: Clock) -> None:
    with database.write() as transaction:
        erased_orders.add(transaction, HASHES.erased("1"), until=clock())
    choices.choose("1", NoticeChannel.TEXT)
    assert choices.channel("1") is None


def test_a_page_goes_on_without_the_database(choices: TextChoices, make_broken: Callable[[TextChoices], None]) -> None:
    make_broken(choices)
    assert choices.channel("1") is None


@pytest.fixture
def make_broken(database: Database) -> Callable[[TextChoices], None]:
    return lambda _: database.close()
