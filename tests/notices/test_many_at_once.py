"""An import changes very many orders at once, and three in four of them are put right before their letter leaves."""

import logging
from collections import Counter
from dataclasses import replace

import pytest

from tests.fakes import NOW, Clock, Shopify
from tests.notices.letter_sites import LetterSite
from tracking.database import Database
from tracking.demo import generated_store
from tracking.notices.sending_schedule import hour_of


def states(site: LetterSite) -> dict[str, tuple[str, str | None]]:
    """The state and reason of the news that an order was cancelled, by the order's name."""
    return {
        name: (state, reason) for name in site.names for code, state, reason in site.states(name) if code == "cancelled"
    }


def import_and_repair(database: Database, caplog: pytest.LogCaptureFixture, *, orders: int, per_hour: int) -> None:
    clock, store = Clock(), generated_store(orders, NOW)
    shopify = Shopify(replace(store, orders=[]), clock)
    site = LetterSite(database, clock=clock, shopify=shopify, settings={"NOTICES_PER_HOUR": str(per_hour)})
    # The third order of its number: Shopify is not searched for one that replaces it, which takes long among so many.
    shopify.change(
        orders=[{**order, "name": f"{order['name']}C"} for order in store.orders if not order["cancelledAt"]]
    )
    site.cancel(*site.names)
    told = list(states(site))
    assert len(told) > 0.9 * orders, "hardly any of them is a test order or a sale at the till"

    with caplog.at_level(logging.WARNING):
        site.write_letters(minutes=11)
        assert len(site.mailbox.taken) == per_hour
        assert caplog.text.count("NOTICES_PER_HOUR") == 1

        # The site does not hear of it: it finds out when each letter would leave.
        known = {str(order["name"]): order for order in shopify.store.orders}
        wrong = {name for place, name in enumerate(told) if place % 4 == 0}
        right = {"cancelledAt": None, "cancelReason": None, "updatedAt": "2026-11-22T14:30:00Z"}
        shopify.change(orders=[order if name in wrong else {**order, **right} for name, order in known.items()])
        early = {name for name, state in states(site).items() if state == ("sent", None)}
        for _ in range(orders // per_hour + 1):
            site.write_letters(hours=1)

    ended = states(site)
    sent = {name for name, outcome in ended.items() if outcome == ("sent", None)}
    assert sent == wrong | early, "what was true left, and nothing else"
    assert {outcome for name, outcome in ended.items() if name not in sent} == {("withheld", "over")}
    assert sum("cancelled" in codes for codes in site.mailbox.codes) == len(sent)
    hours = Counter(
        hour_of(row.ended_at) for name in told for row in site.rows(name) if row.state == "sent" and row.ended_at
    )
    assert max(hours.values()) == per_hour
    full = sum(count == per_hour for count in hours.values())
    assert full - 1 <= caplog.text.count("NOTICES_PER_HOUR") <= full


def test_a_dozen_orders_at_once(memory: Database, caplog: pytest.LogCaptureFixture) -> None:
    import_and_repair(memory, caplog, orders=12, per_hour=3)


@pytest.mark.audit
def test_ten_thousand_orders_at_once(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    import_and_repair(database, caplog, orders=10_000, per_hour=500)
