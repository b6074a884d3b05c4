from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from tests.database import kept_rows
from tests.fakes import NOW, Clock, Shopify
from tests.order.builders import policy
from tests.order.usual_figures import usual_policy
from tests.worker.sites import DEMO
from tracking.database import (
    Database,
    erased_orders,
    one_order,
    order_list,
    orders,
    promises,
    tables,
    tasks,
)
from tracking.database.order_list import Filters
from tracking.demo.store import Node
from tracking.directory.intake import OrderIntake
from tracking.directory.judged_row import Rules
from tracking.directory.named_days import known_document
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.rejudge import Rejudge
from tracking.running.metrics import Metrics
from tracking.running.runtime import Runtime
from tracking.shopify.create import create_shopify
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.parsing.order import read_order
from tracking.shopify.resilience import Deadline

if TYPE_CHECKING:
    from tracking.shopify.json_decoder import JsonObject

HASHES = OrderHashes(["key"])
RULES = Rules(policy())


@pytest.fixture
def shop(clock: Clock, shopify: Shopify) -> ShopifyOrders:
    runtime = Runtime(clock=clock, monotonic=clock.monotonic, sleep=clock.sleep, metrics=Metrics())
    return create_shopify(DEMO, runtime, shopify)


@pytest.fixture
def intake(shop: ShopifyOrders, database: Database, clock: Clock) -> OrderIntake:
    return OrderIntake(shop, database, RULES, HASHES, retention=timedelta(days=90), clock=clock)


def take_in(intake: OrderIntake, database: Database, clock: Clock, order_id: str) -> bool:
    fetched = intake.judge(intake.fetch(order_id, Deadline.after(9, clock.monotonic)))
    with database.write() as transaction:
        return intake.put(transaction, fetched)


def known(database: Database, order_id: str) -> orders.OrderRow | None:
    with database.read() as transaction:
        return orders.get(transaction, order_id)


def test_no_contact_stands_in_the_row_but_its_hash(
    intake: OrderIntake, database: Database, clock: Clock, shopify: Shopify
) -> None:
    order, order_id = shopify.order("#1001"), shopify.id_of("#1001")
    take_in(intake, database, clock, order_id)
    row = known(database, order_id)
    assert row
    assert row.contact_hash == HASHES.contact(email=str(order["email"]), phone=None)
    assert str(order["email"]) not in repr(row)


def released(shopify: Shopify, name: str) -> Node:
    """The order, which is on hold, without its holds."""
    its_order = shopify.order(name)
    groups = cast("list[JsonObject]", its_order["fulfillmentOrders"])
    return {**its_order, "fulfillmentOrders": [{**each, "status": "OPEN", "fulfillmentHolds": []} for each in groups]}


def test_a_hold_that_ends_is_remembered(
    intake: OrderIntake, database: Database, clock: Clock, shopify: Shopify
) -> None:
    order_id = shopify.id_of("#1083")
    take_in(intake, database, clock, order_id)
    shopify.change(orders=[released(shopify, "#1083")])
    clock.advance(minutes=5)
    for _ in range(2):
        take_in(intake, database, clock, order_id)
        row = known(database, order_id)
        assert row
        (group,) = read_order(row.answer).fulfillment_orders
        assert group.released_at == NOW + timedelta(minutes=5)
        assert row.condition == "fine"
        clock.advance(hours=1)


def of_type(shopify: Shopify, name: str, product_type: str) -> Node:
    """The order, whose products have this type."""
    its_order = shopify.order(name)
    lines = cast("list[JsonObject]", its_order["lineItems"])
    return {**its_order, "lineItems": [{**each, "product": {"productType": product_type}} for each in lines]}


def test_a_renamed_product_type_does_not_move_the_day_that_was_named(
    database: Database, clock: Clock, shopify: Shopify, shop: ShopifyOrders
) -> None:
    slow, others = ["sent", *[None] * 4, "Furniture", 16, 24], ["sent", *[None] * 5, 1, 2]
    rules, order_id = Rules(usual_policy(slow, others)), shopify.id_of("#1122")
    intake = OrderIntake(shop, database, rules, HASHES, retention=timedelta(days=90), clock=clock)
    shopify.change(orders=[of_type(shopify, "#1122", "Furniture")])
    take_in(intake, database, clock, order_id)
    with database.read() as transaction:
        (before,) = promises.of_order(transaction, order_id)
    clock.advance(days=4)
    shopify.change(orders=[of_type(shopify, "#1122", "Furnishings")])
    for _ in range(2):
        take_in(intake, database, clock, order_id)
        with database.read() as transaction:
            assert promises.of_order(transaction, order_id) == [before]
            known_now = known_document(transaction, order_id)
        row = known(database, order_id)
        assert row
        assert row.condition == "fine"
        (named,) = read_order(row.answer).named_days
        assert (named.part, named.last) == (before.part, before.last)
        assert known_now == (row.answer, row.fetched_at)
    clock.advance(days=(before.last - clock().date()).days + 1)
    Rejudge(database, rules, HASHES, clock=clock).run_batch(9)
    row = known(database, order_id)
    assert row
    assert row.condition == "late"


def test_a_page_hands_over_what_it_fetched_and_the_contact_stays(
    intake: OrderIntake, database: Database, clock: Clock, shopify: Shopify, shop: ShopifyOrders
) -> None:
    order_id = shopify.id_of("#1001")
    take_in(intake, database, clock, order_id)
    before = known(database, order_id)
    shopify.cancel("#1001")
    clock.advance(minutes=1)
    document = shop.fetch(order_id, Deadline.after(9, clock.monotonic))
    assert document
    with database.write() as transaction:
        intake.put(transaction, intake.fetched_for_a_page(order_id, document, clock()))
    after = known(database, order_id)
    assert before
    assert after
    assert after.fetched_at > before.fetched_at
    assert after.contact_hash == before.contact_hash is not None


def test_an_erased_order_is_not_taken_in(
    intake: OrderIntake, database: Database, clock: Clock, shopify: Shopify
) -> None:
    order_id = shopify.id_of("#1001")
    with database.write() as transaction:
        erased_orders.add(transaction, HASHES.erased(order_id), until=clock() + timedelta(days=1))
        assert intake.is_erased(transaction, order_id)
        assert not intake.is_erased(transaction, "1")
    take_in(intake, database, clock, order_id)
    assert known(database, order_id) is None


def test_an_order_that_is_gone_leaves_with_its_tasks(
    intake: OrderIntake, database: Database, clock: Clock, shopify: Shopify
) -> None:
    order_id = shopify.id_of("#1001")
    assert not take_in(intake, database, clock, order_id)
    with database.write() as transaction:
        tasks.add(transaction, "fetch_order", order_id, now=clock(), due_at=clock(), order_id=order_id)
    shopify.delete("#1001")
    assert take_in(intake, database, clock, order_id)
    assert known(database, order_id) is None
    with database.read() as transaction:
        assert tasks.counts(transaction, now=clock()) == {}
    assert not take_in(intake, database, clock, order_id), "nothing is left to delete"


def test_an_order_that_ended_long_ago_is_not_kept(
    intake: OrderIntake, database: Database, clock: Clock, shopify: Shopify
) -> None:
    for order in shopify.store.orders:
        order_id = str(order["id"]).rpartition("/")[2]
        take_in(intake, database, clock, order_id)
        if (row := known(database, order_id)) and row.finished_at:
            break
    else:
        raise AssertionError("no order of the demo is finished")
    clock.now = row.finished_at + timedelta(days=90)
    assert not take_in(intake, database, clock, order_id)
    clock.advance(seconds=1)
    assert take_in(intake, database, clock, order_id)
    assert known(database, order_id) is None


def tag(shopify: Shopify, name: str, *tags: str) -> None:
    known = shopify.order(name)
    tagged = {**known, "tags": list(tags)}
    shopify.change(orders=[tagged if order is known else order for order in shopify.store.orders])


def listed_by_tag(database: Database, tag: str) -> list[str]:
    with database.read() as transaction:
        found = order_list.page(transaction, Filters(tag_hashes=HASHES.tag_candidates(tag)), size=5)
    return [row.id for row in found.orders]


def test_an_order_is_listed_by_its_tags_of_which_no_word_stands_anywhere(
    intake: OrderIntake, database: Database, clock: Clock, shopify: Shopify
) -> None:
    order_id = shopify.id_of("#1001")
    tag(shopify, "#1001", "Ada Byron", "gift")
    take_in(intake, database, clock, order_id)
    assert listed_by_tag(database, "ada byron") == listed_by_tag(database, "gift") == [order_id]
    assert listed_by_tag(database, "ada") == []
    with database.read() as transaction:
        assert "Byron" not in repr(one_order.rows(transaction, order_id))


def test_tags_stay_where_an_order_is_judged_again_and_go_where_shopify_has_none(
    intake: OrderIntake, database: Database, clock: Clock, shopify: Shopify
) -> None:
    order_id = shopify.id_of("#1001")
    tag(shopify, "#1001", "gift")
    take_in(intake, database, clock, order_id)
    with database.write() as transaction:
        transaction.execute(tables.orders.update().values(judged_by="an older release"))
    assert Rejudge(database, RULES, HASHES, clock=clock).run_batch(10) == 1
    assert listed_by_tag(database, "gift") == [order_id]
    tag(shopify, "#1001")
    take_in(intake, database, clock, order_id)
    assert listed_by_tag(database, "gift") == []


def test_a_step_that_ends_is_kept_without_its_order(
    intake: OrderIntake, database: Database, clock: Clock, shopify: Shopify
) -> None:
    order_id = shopify.id_of("#1001")
    take_in(intake, database, clock, order_id)
    before = _steps(database)
    order = shopify.order("#1001")
    parcel = cast("list[dict[str, object]]", order["fulfillments"])[0]
    clock.advance(hours=1)
    arrived_at = clock().strftime("%Y-%m-%dT%H:%M:%SZ")
    later = {"deliveredAt": arrived_at, "displayStatus": "DELIVERED"}
    shopify.change(orders=[{**order, "updatedAt": arrived_at, "fulfillments": [{**parcel, **later}]}])
    for _ in range(2):
        clock.advance(minutes=5)
        take_in(intake, database, clock, order_id)
    assert _steps(database) == [*before, "arrived"]


def _steps(database: Database) -> list[str]:
    with database.read() as transaction:
        return [row.step for row in kept_rows.steps(transaction)]
