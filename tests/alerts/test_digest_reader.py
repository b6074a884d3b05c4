from datetime import timedelta

from tests.alerts.waiting_alerts import CHANNEL, waiting_alerts
from tests.fakes import Clock, Shopify
from tests.worker.sites import small_shop, work, worker_of
from tracking.alerts.digest_reader import Digest
from tracking.database import Database, data_requests, order_list
from tracking.database.order_list import Filters
from tracking.database.tables import orders


def digest_on(database: Database, clock: Clock, zone: str | None = "Europe/Stockholm") -> Digest:
    return Digest(database=database, shop="tea.myshopify.com", zone=lambda: zone, clock=clock)


def test_the_day_of_a_shop(database: Database, clock: Clock) -> None:
    work(worker_of(database, Shopify(small_shop(), clock), clock))
    with database.write() as transaction:
        data_requests.add(transaction, ["1"], now=clock() - timedelta(days=29))
    with database.read() as transaction:
        needy = {
            row.name
            for view in ("problem", "late")
            for row in order_list.page(transaction, Filters(view=view), size=99).orders
            if not row.is_test
        }
    lines = digest_on(database, clock).text().splitlines()
    assert lines[0].startswith(f"Sunday 22 November: {len(needy)} order")
    shown = [line.partition("  ")[0] for line in lines[1:] if line.startswith("#")]
    assert shown
    assert set(shown) <= needy
    assert len(shown) == sum("https://admin.shopify.com/store/tea/orders/" in line for line in lines)
    assert any("customer asks" in line for line in lines)
    assert len(lines) <= 24


def test_one_process_plans_it_once_a_day(database: Database, clock: Clock) -> None:
    for _ in range(3 * 24 * 2):
        for _ in range(2):
            digest_on(database, clock).plan(8, [CHANNEL])
        clock.advance(minutes=30)
    assert waiting_alerts(database) == ["digest"] * 3


def test_its_hour_is_the_shops(memory: Database, clock: Clock) -> None:
    clock.advance(hours=16)  # 6:05 in UTC, 7:05 in Stockholm
    assert not digest_on(memory, clock).plan(8, [CHANNEL])
    clock.advance(hours=1)
    assert digest_on(memory, clock).plan(8, [CHANNEL])
    assert not digest_on(memory, clock).plan(None, [CHANNEL])


def test_while_shopify_has_not_said_its_zone_that_of_an_order_holds(memory: Database, clock: Clock) -> None:
    work(worker_of(memory, Shopify(small_shop(), clock), clock))
    with memory.write() as transaction:
        (newest,) = order_list.page(transaction, Filters(), size=1).orders
        transaction.execute(
            orders.update().where(orders.c.id == newest.id).values(answer={**newest.answer, "zone": "Europe/Helsinki"})
        )
    clock.advance(hours=16)  # 6:05 in UTC, 8:05 in Helsinki
    assert digest_on(memory, clock, zone=None).plan(8, [CHANNEL])
