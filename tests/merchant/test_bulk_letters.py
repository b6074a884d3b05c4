from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from tests.fakes import NOW
from tests.merchant.bulk import ALL, EVERYBODY, SNO, SNOW, BulkOrders
from tracking.database import Database, letter_batches, merchant_letters
from tracking.database.mail_queue import MailState
from tracking.database.merchant_letters import MAILS
from tracking.directory.views import OrderView
from tracking.merchant.bulk_letters import NoLetter, WordsByLanguage
from tracking.merchant.letter_actions import UNDO_FOR
from tracking.merchant.list_query import ListQuery
from tracking.notices.choices import stop_letters
from tracking.notices.withheld import Withheld

LOCALES = {"1": "sv-SE", "2": "sv", "3": "de-DE", "4": None, "5": "xx", "91": "en-GB"}


@pytest.fixture
def orders(database: Database) -> BulkOrders:
    return BulkOrders(database, LOCALES)


def waiting(orders: BulkOrders, batch: str) -> set[str]:
    found = orders.letters.letters(batch, states=[MailState.WAITING], limit=99)
    return {each.order_id for each in found}


def test_customers_are_counted_by_the_language_that_letters_are_written_in(orders: BulkOrders) -> None:
    found = orders.letters.customers(ALL)
    assert found.letters == {"sv": 2, "en": 2, "de": 1}, "in English where the language is not known or not offered"
    assert (found.without, found.total) == ({NoLetter.TEST_ORDER: 1}, 5)
    some = orders.letters.customers(ListQuery(view=OrderView.ALL, ids=("1", "3", "77", "78")))
    assert (some.letters, some.without) == ({"sv": 1, "de": 1}, {NoLetter.GONE: 2})


@pytest.mark.both_databases
def test_each_gets_the_words_of_their_language_once_and_the_others_are_counted(orders: BulkOrders) -> None:
    with orders.database.write() as transaction:
        stop_letters(transaction, "2", now=NOW)
    drafts = orders.letters.draft(ALL, "kim", WordsByLanguage(words={"sv": SNO, "en": SNOW}))
    assert drafts.id
    assert drafts.letters == {"en": 2, "sv": 1}
    assert drafts.without == {NoLetter.STOPPED: 1, NoLetter.NO_WORDS: 1, NoLetter.TEST_ORDER: 1}
    assert orders.letters.written(drafts.id) is None, "nobody has confirmed it"
    assert orders.letters.confirm(drafts.id, "kim")
    assert orders.history() == [("kim", f"write_many 3 {drafts.id}")]
    written = orders.letters.written(drafts.id)
    assert written
    assert {letter.language: letter.subject for letter in written.samples} == {"sv": SNO.subject, "en": SNOW.subject}
    assert (written.who, written.at, written.undo_until) == ("kim", NOW, NOW + UNDO_FOR)
    assert waiting(orders, drafts.id) == {"1", "4", "5"}
    withheld = orders.letters.letters(drafts.id, states=[MailState.WITHHELD], limit=9)
    assert {(each.order_id, each.reason) for each in withheld} == {("2", "stopped"), ("91", "test_order")}
    assert NoLetter.STOPPED in set(map(str, Withheld)), "one word for it, before and when it would leave"


def test_the_words_of_one_language_go_to_all_who_have_none_of_their_own(orders: BulkOrders) -> None:
    drafts = orders.letters.draft(ALL, "kim", WordsByLanguage(words={"sv": SNO}, otherwise=SNOW))
    assert drafts.letters == {"sv": 2, "en": 2, "de": 1}
    assert drafts.id
    with orders.database.read() as transaction:
        german = merchant_letters.find(transaction, f"{drafts.id}-3")
    assert german is not None
    assert (german.subject, german.language) == (SNOW.subject, "de")


@pytest.mark.both_databases
def test_a_letter_that_five_people_confirm_at_once_is_written_once(orders: BulkOrders) -> None:
    batch = orders.letters.draft(ALL, "kim", EVERYBODY).id or ""
    start = Barrier(5)

    def confirm(who: str) -> bool:
        start.wait(9)
        return orders.letters.confirm(batch, who)

    with ThreadPoolExecutor(5) as executor:
        assert all(executor.map(confirm, "abcde"))
    assert [what for _, what in orders.history()] == [f"write_many 5 {batch}"]
    assert len(waiting(orders, batch)) == 5


def test_the_same_words_do_not_go_to_the_same_order_within_a_day(orders: BulkOrders) -> None:
    some = ListQuery(view=OrderView.ALL, ids=("1", "4"))
    first = orders.letters.draft(some, "kim", EVERYBODY)
    assert orders.letters.draft(some, "robin", EVERYBODY).total == 2, "it was only looked at"
    orders.letters.confirm(first.id or "", "kim")
    second = orders.letters.draft(ALL, "robin", EVERYBODY)
    assert (second.total, second.without[NoLetter.SAME_WORDS]) == (3, 2)
    assert orders.letters.draft(ALL, "robin", WordsByLanguage(otherwise=SNO)).total == 5
    assert orders.letter_actions.undo(first.id or "", "kim") == 2
    assert orders.letters.draft(ALL, "robin", EVERYBODY).total == 5


@pytest.mark.both_databases
def test_the_same_words_that_two_people_looked_at_and_send_at_once_go_out_once(orders: BulkOrders) -> None:
    some = ListQuery(view=OrderView.ALL, ids=("1", "4"))
    batches = [orders.letters.draft(query, "kim", EVERYBODY).id or "" for query in (some, some, some)]
    start = Barrier(3)

    def confirm(batch: str) -> bool:
        start.wait(9)
        return orders.letters.confirm(batch, "kim")

    with ThreadPoolExecutor(3) as executor:
        assert sorted(executor.map(confirm, batches)) == [False, False, True]
    assert sorted(len(waiting(orders, batch)) for batch in batches) == [0, 0, 2]


@pytest.mark.both_databases
def test_customer_written_the_same_words_meanwhile_gets_no_letter(orders: BulkOrders) -> None:
    some, shown = ListQuery(view=OrderView.ALL, ids=("1", "4")), orders.letters.draft(ALL, "robin", EVERYBODY)
    orders.letters.confirm(orders.letters.draft(some, "kim", EVERYBODY).id or "", "kim")
    orders.letter_actions.write("2", "kim", SNOW.subject, SNOW.text)
    orders.letter_actions.write("3", "kim", SNOW.subject, "Other words.")
    assert orders.letters.confirm(shown.id or "", "robin")
    assert waiting(orders, shown.id or "") == {"3", "5"}
    withheld = orders.letters.letters(shown.id or "", states=[MailState.WITHHELD], limit=9)
    assert {each.order_id for each in withheld if each.reason == NoLetter.SAME_WORDS} == {"1", "2", "4"}


@pytest.mark.both_databases
def test_each_order_tells_of_its_letter_and_those_of_the_shop_in_one_line(orders: BulkOrders) -> None:
    batch = orders.letters.draft(ALL, "kim", EVERYBODY).id or ""
    orders.letters.confirm(batch, "kim")
    orders.clock.advance(seconds=5)
    orders.letter_actions.undo(batch, "robin")
    assert orders.history_of("1") == ["with_others undo", "with_others write"]
    assert orders.history_of("91") == [], "a test order"
    assert orders.history() == [("robin", f"undo_many 5 {batch}"), ("kim", f"write_many 5 {batch}")]


def test_other_drafts_take_the_place_of_those_before(orders: BulkOrders) -> None:
    first = orders.letters.draft(ALL, "kim", EVERYBODY)
    second = orders.letters.draft(ALL, "kim", WordsByLanguage(otherwise=SNO), before=first.id)
    assert not orders.letters.confirm(first.id or "", "kim")
    assert orders.letters.samples(first.id or "") == {}
    assert set(orders.letters.samples(second.id or "")) == {"sv", "en", "de"}
    assert orders.letters.confirm(second.id or "", "kim")
    assert [what for _, what in orders.history()] == [f"write_many 5 {second.id}"]


@pytest.mark.both_databases
def test_letters_that_have_not_left_are_taken_back_together(orders: BulkOrders) -> None:
    batch = orders.letters.draft(ALL, "kim", EVERYBODY).id or ""
    orders.letters.confirm(batch, "kim")
    orders.clock.advance(seconds=UNDO_FOR.total_seconds())
    with orders.database.write() as transaction:
        for token in ("first", "second"):
            MAILS.claim(transaction, token, now=orders.clock())
        merchant_letters.end(transaction, "first", MailState.SENT, now=orders.clock())
    assert orders.letter_actions.undo(batch, "robin") == 3
    assert orders.letter_actions.undo(batch, "robin") == 0
    assert orders.history()[0] == ("robin", f"undo_many 3 {batch}")
    with orders.database.read() as transaction:
        counts = letter_batches.counts(transaction, batch)
    states = dict.fromkeys((each.state for each in counts), 0)
    for each in counts:
        states[each.state] += each.number
    assert states == {"sent": 1, "claimed": 1, "undone": 3, "withheld": 1}


def test_an_order_that_is_erased_takes_its_letter_along(orders: BulkOrders) -> None:
    batch = orders.letters.draft(ALL, "kim", EVERYBODY).id or ""
    orders.erasure.erase(["1"])
    orders.letters.confirm(batch, "kim")
    assert waiting(orders, batch) == {"2", "3", "4", "5"}
    again = orders.letters.draft(ListQuery(view=OrderView.ALL, ids=("1",)), "kim", EVERYBODY)
    assert (again.total, again.without) == (0, {NoLetter.GONE: 1})
    assert not orders.letters.confirm(again.id or "", "kim")


def test_drafts_are_forgotten_after_a_day(orders: BulkOrders) -> None:
    batch = orders.letters.draft(ALL, "kim", EVERYBODY).id or ""
    orders.clock.advance(days=1.1)
    orders.erasure.delete_expired()
    assert not orders.letters.confirm(batch, "kim")
    assert orders.clock() - NOW > timedelta(days=1)
