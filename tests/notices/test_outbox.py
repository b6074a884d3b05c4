from datetime import timedelta

import pytest

from tests.fakes import Clock, Shopify
from tests.notices.letter_sites import LetterSite
from tests.sampling import matrix
from tests.worker.sites import tiny_shop
from tracking.database import Database, notice_preferences, notice_situations, notices
from tracking.notices.endings import withhold
from tracking.notices.outbox import known_situation
from tracking.notices.withheld import Withheld

ENDED = "2026-11-22T14:06:00Z"


def test_news_is_written_with_the_judgement_or_not_at_all(database: Database) -> None:
    site = LetterSite(database)
    site.shopify.cancel("#1001")
    order = site.fetch("#1001")

    def fail() -> None:
        with database.write() as transaction:
            site.worker.parts.intake.put(transaction, order)
            assert notices.of_order(transaction, order.order_id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert site.rows("#1001") == []


def test_news_that_time_alone_makes_is_written_with_its_judgement(site: LetterSite) -> None:
    before = {name: site.rows(name) for name in site.names}
    assert not any(before.values())
    for _ in range(6):
        site.clock.advance(days=5)
        while site.worker.parts.rejudge.run_batch(50):
            pass
    assert any(site.rows(name) for name in site.names)


def test_the_same_is_written_once_however_often_it_is_judged(site: LetterSite) -> None:
    site.cancel("#1001")
    (row,) = site.rows("#1001")
    for minutes in range(3):
        site.change({"#1001": {"updatedAt": f"2026-11-22T14:2{minutes}:00Z"}})
    assert site.rows("#1001") == [row]


def test_row_says_when_it_was_added_and_when_it_may_leave(site: LetterSite) -> None:
    site.cancel("#1001")
    (row,) = site.rows("#1001")
    assert (row.added_at, row.due_at) == (site.clock(), site.clock() + timedelta(minutes=10))


def test_a_new_order_is_news_only_after_the_first_fill_and_by_a_webhook(memory: Database) -> None:
    clock = Clock()
    shopify = Shopify(tiny_shop(3), clock)
    late = shopify.order("#1001")
    shopify.change(orders=[order for order in shopify.store.orders if order is not late])
    site = LetterSite(memory, shopify=shopify, clock=clock)
    cancelled = {"cancelledAt": ENDED, "cancelReason": "CUSTOMER", "updatedAt": ENDED}
    shopify.change(orders=[*shopify.store.orders, {**late, **cancelled}])
    clock.advance(minutes=2)
    order = site.fetch("#1001")
    with memory.write() as transaction:
        site.worker.parts.intake.put(transaction, order)
    assert site.rows("#1001") == []
    site.worker.parts.erasure.forget(order.order_id)
    with memory.write() as transaction:
        site.worker.parts.intake.put(transaction, order, is_from_webhook=True)
    assert site.states("#1001") == [("cancelled", "waiting", None)]


def test_an_order_that_was_known_before_letters_is_silent_at_first(site: LetterSite) -> None:
    with site.database.write() as transaction:
        transaction.exec_driver_sql("DELETE FROM notice_situations")
    site.cancel("#1001")
    assert site.rows("#1001") == []
    with site.database.read() as transaction:
        assert known_situation(transaction, site.shopify.id_of("#1001"))


@pytest.mark.parametrize("kept", [{"of": "another release"}, [], "text"])
def test_a_situation_of_another_release_is_none(site: LetterSite, kept: dict[str, object]) -> None:
    order_id = site.shopify.id_of("#1001")
    with site.database.write() as transaction:
        notice_situations.put(transaction, order_id, kept, now=site.clock())
        assert known_situation(transaction, order_id) is None


def test_a_customer_who_wants_nothing_has_no_rows(site: LetterSite) -> None:
    with site.database.write() as transaction:
        notice_preferences.put(transaction, site.shopify.id_of("#1001"), "none", now=site.clock())
    site.cancel("#1001")
    assert site.rows("#1001") == []


@pytest.mark.parametrize("reason", matrix({reason.value: reason for reason in Withheld}, "over", "stopped", "shopify"))
def test_only_news_withheld_as_over_is_news_again(site: LetterSite, reason: Withheld) -> None:
    site.cancel("#1001")
    with site.database.write() as transaction:
        rows = notices.claim(transaction, "mine", now=site.clock() + timedelta(hours=1))
        withhold(transaction, "mine", rows, reason, site.clock())
    site.change({"#1001": {"updatedAt": "2026-11-22T14:20:00Z"}})
    again = ("waiting", None) if reason is Withheld.OVER else ("withheld", reason)
    assert site.states("#1001") == [("cancelled", *again)]
