from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.database import order_rows
from tests.durations.test_promises import promise
from tests.fakes import NOW, Clock
from tracking.database import (
    Database,
    DatabaseUnavailable,
    answers,
    erased_orders,
    mail_blocks,
    notice_preferences,
    promises,
)
from tracking.database.mail_blocks import BlockKind
from tracking.directory.finding_rules import NoFindings
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.order_needs import OrderNeeds
from tracking.notices.choices import CustomerChoices
from tracking.notices.codes import NoticeLevel
from tracking.notices.sending_channels import NoticeChannel
from tracking.order.answers import AnswerKind
from tracking.orders import Gone

HASHES = OrderHashes(["key"])


@pytest.fixture
def choices(memory: Database, clock: Clock) -> CustomerChoices:
    return CustomerChoices(
        memory, HASHES, OrderNeeds(NoFindings()), clock=clock, monotonic=clock.monotonic, has_texts=True
    )


def level(choices: CustomerChoices) -> NoticeLevel | None:
    chosen = choices.of("1")
    return chosen.level if chosen else None


def test_the_important_is_told_until_something_else_is_chosen(choices: CustomerChoices) -> None:
    assert level(choices) is NoticeLevel.IMPORTANT
    assert choices.choose("1", NoticeLevel.NONE)
    assert level(choices) is NoticeLevel.NONE
    assert not choices.choose("1", NoticeLevel.NONE), "nothing has changed"
    assert choices.choose("1", NoticeLevel.ALL)
    assert level(choices) is NoticeLevel.ALL


def test_an_erased_order_gets_no_row_again(choices: CustomerChoices, memory: Database) -> None:
    with memory.write() as transaction:
        erased_orders.add(transaction, HASHES.erased("1"), until=NOW + timedelta(days=90))
    with pytest.raises(Gone):
        choices.choose("1", NoticeLevel.NONE)
    with memory.read() as transaction:
        assert notice_preferences.get(transaction, "1") is None


def test_an_address_is_stopped_as_a_hash(choices: CustomerChoices, memory: Database, clock: Clock) -> None:
    choices.stop_address("key:hash")
    with memory.read() as transaction:
        assert mail_blocks.find(transaction, ["key:hash"]) == {BlockKind.STOPPED: clock()}


def test_a_page_waits_no_second_time_for_a_database_that_has_failed(
    choices: CustomerChoices, memory: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fail() -> None:
        asked.append(clock())
        raise DatabaseUnavailable("gone")

    monkeypatch.setattr(memory, "prepare", fail)
    assert [level(choices), level(choices)] == [None, None]
    assert len(asked) == 1
    monkeypatch.undo()
    clock.advance(seconds=10)
    assert level(choices) is NoticeLevel.IMPORTANT


def test_an_answer_is_read_with_the_level(choices: CustomerChoices) -> None:
    assert choices.answer("1", AnswerKind.CONTACT, "Call me", zone="UTC", region=None)
    assert not choices.answer("1", AnswerKind.CONTACT, "Call me", zone="UTC", region=None), "it was sent twice"
    assert choices.answer("1", AnswerKind.WENT_WELL, "", zone="UTC", region=None), "about something else"
    chosen = choices.of("1")
    assert chosen is not None
    assert [row.kind for row in chosen.answers] == ["contact", "went_well"]


def test_promises_are_read_with_the_choice(memory: Database, choices: CustomerChoices) -> None:
    order_rows.put(memory, order_rows.order("1"))
    with memory.write() as transaction:
        promises.add(transaction, "1", "one", [(promise(24, 2), None)])
    chosen = choices.of("1")
    assert chosen is not None
    assert [each.days for each in chosen.promises["one"]] == [promise(24, 2).days]


def test_an_erased_order_gets_no_answer(choices: CustomerChoices, memory: Database) -> None:
    with memory.write() as transaction:
        erased_orders.add(transaction, HASHES.erased("1"), until=NOW + timedelta(days=90))
    with pytest.raises(Gone):  # and the customer is told: it would never be read
        choices.answer("1", AnswerKind.CONTACT, "Call me", zone="UTC", region=None)
    with memory.read() as transaction:
        assert answers.of_order(transaction, "1") == []


def channel(choices: CustomerChoices) -> NoticeChannel | None:
    chosen = choices.of("1")
    return chosen.channel if chosen else None


def test_a_way_holds_beside_the_level(memory: Database, choices: CustomerChoices, clock: Clock) -> None:
    assert channel(choices) is None
    choices.choose_channel("1", NoticeChannel.TEXT)
    assert channel(choices) is NoticeChannel.TEXT
    with memory.write() as transaction:
        found = notice_preferences.get(transaction, "1")
        assert found
        assert (found.level, found.channel) == ("important", "text")
        notice_preferences.put(transaction, "1", "all", now=clock())
    choices.choose_channel("1", NoticeChannel.EMAIL)
    with memory.read() as transaction:
        found = notice_preferences.get(transaction, "1")
    assert found
    assert (found.level, found.channel) == ("all", "email")


def test_an_erased_order_takes_no_way(memory: Database, choices: CustomerChoices, clock: Clock) -> None:
    with memory.write() as transaction:
        erased_orders.add(transaction, HASHES.erased("1"), until=clock())
    with pytest.raises(Gone):
        choices.choose_channel("1", NoticeChannel.TEXT)
    assert channel(choices) is None


def test_erasure_of_an_order_is_read_with_its_choices_in_no_more_queries(
    memory: Database, choices: CustomerChoices, clock: Clock
) -> None:
    queries: list[str] = []
    with memory.write() as transaction:
        event.listen(transaction.engine, "before_cursor_execute", lambda *told: queries.append(told[2]))
    chosen, before = choices.of("1"), len(queries)
    assert chosen
    assert not chosen.is_erased
    with memory.write() as transaction:
        erased_orders.add(transaction, HASHES.erased("1"), until=clock())
    queries.clear()
    chosen = choices.of("1")
    assert chosen
    assert (chosen.is_erased, chosen.answers) == (True, ())
    assert len(queries) < before == 3, "BEGIN, the level and what else there is, and the channel"


def test_a_page_knows_no_way_without_the_database(memory: Database, choices: CustomerChoices) -> None:
    memory.close()
    assert channel(choices) is None
