import logging
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.directory import stored_orders
from tests.fakes import Clock, ManualExecutor, RedisServer, Shopify
from tests.web.conftest import opened
from tests.webhook_samples import SAMPLES, SETTINGS, SHOP, post_webhook
from tracking.database import backup, data_requests, one_order, tasks
from tracking.demo.store import Node
from tracking.services import services
from tracking.shopify.resilience import FAILURES, REST_SECONDS, Deadline

RETURNED = "returns/update"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """A shop's, and not the demo's."""
    return make_app(**SETTINGS)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def kept_until(app: Flask, order_id: str) -> object:
    with app.app_context():
        return services().orders.retained_until(order_id)


def a_return(shopify: Shopify) -> tuple[str, str, str]:
    """The global id of an approved return in the demo shop, its order's number, and the address that opens it."""
    for order in shopify.store.orders:
        backs = cast("list[Node]", order["returns"])
        if order["email"] and len(backs) == 1 and backs[0]["reverseFulfillmentOrders"]:
            return str(backs[0]["id"]), str(order["name"]), str(order["email"])
    raise LookupError


def test_a_deleted_order_is_erased_and_its_page_gone(
    app: Flask, client: FlaskClient, shopify: Shopify, clock: Clock
) -> None:
    address, order_id = opened(client), shopify.id_of("#1001")
    shopify.delete("#1001")
    assert client.get(address).status_code == 200
    clock.advance(seconds=1)
    assert post_webhook(client, "orders/delete", {"id": int(order_id)}).status_code == 200
    assert kept_until(app, order_id) is None
    assert client.get(address).status_code == 404


def redact(client: FlaskClient, *orders: str) -> int:
    body = {
        "shop_id": 1,
        "shop_domain": SHOP,
        "customer": {"id": 1},
        "orders_to_redact": [int(each) for each in orders],
    }
    return post_webhook(client, "customers/redact", body).status_code


def test_redaction_erases_only_the_customers_orders(
    app: Flask, client: FlaskClient, shopify: Shopify, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("#1001", "#1002", "#1003"):
        opened(client, name, str(shopify.order(name)["email"]))
    ids = [shopify.id_of(name) for name in ("#1001", "#1002", "#1003")]
    assert redact(client, *ids[:2]) == 200
    assert [kept_until(app, order_id) is None for order_id in ids] == [True, True, False]
    assert "nothing is kept any more of a customer's orders" in caplog.text
    assert not [order_id for order_id in ids if order_id in caplog.text]


def test_failed_erasure_is_retried(
    make_app: Callable[..., Flask], redis_server: RedisServer, shopify: Shopify, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(**SETTINGS, REDIS_URL=redis_server.url)
    client, order_id = app.test_client(), shopify.id_of("#1001")
    redis_server.stop()
    assert redact(client, order_id) == 503
    assert post_webhook(client, "shop/redact", SAMPLES["shop/redact"].body).status_code == 503
    assert "Shopify will ask again" in caplog.text
    redis_server.start()
    opened(client)
    assert kept_until(app, order_id)
    assert redact(client, order_id) == 200
    assert kept_until(app, order_id) is None


@pytest.mark.parametrize("topic", ["customers/redact", "customers/data_request"])
def test_a_customers_request_that_cannot_be_read_is_refused(client: FlaskClient, topic: str) -> None:
    name = {"customers/redact": "orders_to_redact", "customers/data_request": "orders_requested"}[topic]
    for body in ({name: "all"}, {name: None}, {}):
        assert post_webhook(client, topic, {"shop_domain": SETTINGS["SHOPIFY_SHOP"], **body}).status_code == 422


def test_shop_redaction_erases_all_orders(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    for name in ("#1001", "#1002"):
        opened(client, name, str(shopify.order(name)["email"]))
    assert post_webhook(client, "shop/redact", SAMPLES["shop/redact"].body).status_code == 200
    assert [kept_until(app, shopify.id_of(name)) for name in ("#1001", "#1002")] == [None, None]


def test_data_request_is_logged_for_the_merchant(
    client: FlaskClient, shopify: Shopify, caplog: pytest.LogCaptureFixture
) -> None:
    opened(client)
    body = {**SAMPLES["customers/data_request"].body, "orders_requested": [int(shopify.id_of("#1001")), 2]}
    shopify.calls.clear()
    post_webhook(client, "customers/data_request", body)
    assert "orders named: 2, known here: 1, until 2026-11-23 14:05 UTC" in caplog.text
    assert shopify.id_of("#1001") not in caplog.text
    assert not shopify.calls


def test_data_request_without_stored_orders_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    post_webhook(client, "customers/data_request", {**SAMPLES["customers/data_request"].body, "orders_requested": []})
    assert "orders named: 0, known here: 0 (none)" in caplog.text


def test_data_request_is_retried_while_the_cache_is_down(
    make_app: Callable[..., Flask], redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_app(**SETTINGS, REDIS_URL=redis_server.url).test_client()
    redis_server.stop()
    assert post_webhook(client, "customers/data_request", SAMPLES["customers/data_request"].body).status_code == 503
    assert "known here" not in caplog.text
    assert "Shopify will ask again" in caplog.text


def test_uninstall_is_logged_as_an_error(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    post_webhook(client, "app/uninstalled", SAMPLES["app/uninstalled"].body)
    (alert,) = (record for record in caplog.records if record.levelno == logging.ERROR)
    assert SHOP in alert.getMessage()
    assert "Install the app again" in alert.getMessage()


@pytest.mark.parametrize("topic", ["app/scopes_update", "shop/update"])
def test_changed_shop_profile_is_fetched_again(app: Flask, client: FlaskClient, shopify: Shopify, topic: str) -> None:
    with app.app_context():
        services().shopify.profile.current(Deadline.after(4))
        shopify.change(
            scopes=frozenset({"read_orders"}), shop={**shopify.store.shop, "name": "Harbor Goods & Daughters"}
        )
        post_webhook(client, topic, SAMPLES[topic].body)
        profile = services().shopify.profile.current(Deadline.after(4))
    assert profile.name == "Harbor Goods & Daughters"
    assert profile.scopes == frozenset({"read_orders"})


def test_owner_is_found_after_the_response(
    client: FlaskClient, shopify: Shopify, background: ManualExecutor, clock: Clock
) -> None:
    part, name, email = a_return(shopify)
    opened(client, name, email)
    shopify.calls.clear()
    clock.advance(seconds=1)
    assert post_webhook(client, RETURNED, {"admin_graphql_api_id": part}).status_code == 200
    assert not shopify.calls
    background.run()
    assert shopify.calls == {"Owner": 1, "Order": 1}
    post_webhook(client, RETURNED, {"admin_graphql_api_id": part})
    assert not background.waiting
    assert shopify.calls["Owner"] == 1


def with_label(order: Node, number: str) -> Node:
    """The order, to whose only return the shop has attached a label that is tracked by this number."""
    (back,) = cast("list[Node]", order["returns"])
    (reverse,) = cast("list[Node]", back["reverseFulfillmentOrders"])
    tracking = {"carrierName": "USPS", "number": number, "url": None}
    deliverable = {"__typename": "ReverseDeliveryShippingDeliverable", "label": None, "tracking": tracking}
    delivery = {"id": "gid://shopify/ReverseDelivery/9080907654321", "deliverable": deliverable}
    labeled = {**back, "reverseFulfillmentOrders": [{**reverse, "reverseDeliveries": [delivery]}]}
    return {**order, "returns": [labeled]}


@pytest.mark.parametrize("delivery", ["9080907654321", "9080907654322"], ids=["known", "not known to Shopify's node"])
@pytest.mark.parametrize("has_global_ids", [True, False], ids=["global ids", "numbers"])
def test_the_tracking_of_an_attached_return_label_shows(
    client: FlaskClient,
    shopify: Shopify,
    background: ManualExecutor,
    clock: Clock,
    delivery: str,
    *,
    has_global_ids: bool,
) -> None:
    part, name, email = a_return(shopify)
    address, number = opened(client, name, email), "9400111899223197428490"
    assert number not in client.get(address).text
    labeled = with_label(shopify.order(name), number)
    shopify.change(orders=[labeled if each["name"] == name else each for each in shopify.store.orders])
    clock.advance(seconds=1)
    back: dict[str, object] = {"id": int(part.rpartition("/")[2])}
    global_ids: dict[str, object] = {}
    if has_global_ids:
        back["admin_graphql_api_id"] = part
        global_ids = {"admin_graphql_api_id": f"gid://shopify/ReverseDelivery/{delivery}"}
    body = {
        "id": int(delivery),
        **global_ids,
        "return": back,
        "shipping_deliverable": {
            "tracking": {"carrier_name": "USPS", "tracking_number": number, "tracking_url": None},
            "label": {"public_file_url": None, "created_at": None},
        },
    }
    assert post_webhook(client, "reverse_deliveries/attach_deliverable", body).status_code == 200
    background.run()
    assert number in client.get(address).text


def test_next_node_finds_the_owner_where_the_first_is_unknown(
    client: FlaskClient, shopify: Shopify, background: ManualExecutor
) -> None:
    part, name, email = a_return(shopify)
    opened(client, name, email)
    body = {"admin_graphql_api_id": part, "return": {"admin_graphql_api_id": "gid://shopify/Return/404"}}
    shopify.calls.clear()
    assert post_webhook(client, RETURNED, body).status_code == 200
    background.run()
    assert shopify.calls == {"Owner": 2, "Order": 1}


def cancel(shopify: Shopify, name: str) -> None:
    changed = {**shopify.order(name), "cancelledAt": "2026-11-22T14:05:30Z", "cancelReason": "CUSTOMER"}
    shopify.change(orders=[changed if each["name"] == name else each for each in shopify.store.orders])


def test_the_worker_finds_an_owner_that_was_not_found_at_once(
    app: Flask, client: FlaskClient, shopify: Shopify, background: ManualExecutor, clock: Clock
) -> None:
    part, name, email = a_return(shopify)
    address = opened(client, name, email)
    clock.advance(seconds=1)
    cancel(shopify, name)
    shopify.is_down = True
    assert post_webhook(client, RETURNED, {"admin_graphql_api_id": part}).status_code == 200
    background.run()
    assert "was canceled" not in client.get(address).text
    shopify.is_down = False
    clock.advance(seconds=60)
    with app.app_context():
        services().worker.step()
    background.run()
    assert "was canceled" in client.get(address).text


def test_a_part_stays_due_until_the_cache_answers(
    make_app: Callable[..., Flask], redis_server: RedisServer, shopify: Shopify, clock: Clock
) -> None:
    app = make_app(**SETTINGS, REDIS_URL=redis_server.url)
    part, name, email = a_return(shopify)
    opened(app.test_client(), name, email)
    redis_server.stop()
    assert post_webhook(app.test_client(), RETURNED, {"admin_graphql_api_id": part}).status_code == 200
    clock.advance(seconds=1)
    with app.app_context():
        services().worker.step()
        with services().database.read() as transaction:
            counts = tasks.counts(transaction, now=clock())
        assert (counts["resolve_part"].waiting, counts.get("fetch_order")) == (1, None)
        redis_server.start()
        clock.advance(seconds=10)
        services().worker.step()
        with services().database.read() as transaction:
            assert "resolve_part" not in tasks.counts(transaction, now=clock())


def test_node_without_an_order_is_handled(client: FlaskClient, shopify: Shopify, background: ManualExecutor) -> None:
    for _ in range(2):
        assert post_webhook(client, RETURNED, {"admin_graphql_api_id": "gid://shopify/Return/404"}).status_code == 200
    background.run()
    assert shopify.calls == {"Owner": 1}


def test_failed_owner_lookups_do_not_block_visitors(
    client: FlaskClient, shopify: Shopify, background: ManualExecutor, clock: Clock
) -> None:
    shopify.is_down = True
    for number in range(2 * FAILURES):
        part = f"gid://shopify/Return/{number + 1}"
        assert post_webhook(client, RETURNED, {"admin_graphql_api_id": part}, str(number)).status_code == 200
    background.run()
    shopify.is_down = False
    clock.advance(seconds=REST_SECONDS + 1)
    opened(client)


def in_database(app: Flask, order_id: str) -> bool:
    with app.app_context(), services().database.read() as transaction:
        return bool(one_order.rows(transaction, order_id))


def keep(app: Flask, *slugs: str) -> list[str]:
    with app.app_context():
        return [stored_orders.put(services().database, slug) for slug in slugs]


SLUGS = ("exchange-on-its-way", "large")


@pytest.mark.parametrize("topic", ["orders/delete", "customers/redact"])
def test_a_deleted_or_redacted_order_leaves_the_database(app: Flask, client: FlaskClient, topic: str) -> None:
    erased, other = keep(app, *SLUGS)
    if topic == "orders/delete":
        assert post_webhook(client, topic, {"id": int(erased)}).status_code == 200
    else:
        assert redact(client, erased) == 200
    assert (in_database(app, erased), in_database(app, other)) == (False, True)


def test_shop_redaction_is_answered_at_once_and_the_worker_empties_the_database(
    app: Flask, client: FlaskClient, shopify: Shopify
) -> None:
    ids = keep(app, *SLUGS)
    assert post_webhook(client, "shop/redact", SAMPLES["shop/redact"].body).status_code == 200
    with app.app_context():
        shopify.calls.clear()
        services().worker.step()
    assert not shopify.calls, "first it is erased"
    assert [order_id for order_id in ids if in_database(app, order_id)] == []


def test_redaction_of_many_orders_is_answered_at_once_and_the_worker_erases_them(
    app: Flask, client: FlaskClient, shopify: Shopify, caplog: pytest.LogCaptureFixture
) -> None:
    opened(client)
    (locked_order,) = keep(app, SLUGS[0])
    many = [str(number) for number in range(10**6, 10**6 + 300)]
    assert redact(client, *many, locked_order, shopify.id_of("#1001")) == 200
    assert kept_until(app, shopify.id_of("#1001")) is None
    (said,) = (line for line in caplog.messages if line.startswith("As Shopify asks"))
    assert said.endswith("and 292 more, and the worker erases what is still kept")
    with app.app_context():
        for _ in range(2):
            services().worker.step()
    assert [order_id for order_id in (*many[:3], locked_order) if in_database(app, order_id)] == []


def test_erasure_is_asked_for_again_while_the_database_cannot_be_used_and_the_cache_forgets_at_once(
    make_app: Callable[..., Flask], shopify: Shopify, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(**SETTINGS)
    client, order_id = app.test_client(), shopify.id_of("#1001")
    opened(client)
    (other,) = keep(app, SLUGS[0])
    file = tmp_path / "whereabouts.db"
    file.rename(tmp_path / "elsewhere.db")
    assert redact(client, order_id) == 503
    assert post_webhook(client, "shop/redact", SAMPLES["shop/redact"].body).status_code == 503
    assert post_webhook(client, "customers/data_request", SAMPLES["customers/data_request"].body).status_code == 503
    assert kept_until(app, order_id) is None
    assert "the database cannot be used" in caplog.text
    assert order_id not in caplog.text
    (tmp_path / "elsewhere.db").rename(file)
    assert redact(client, other) == 200
    assert not in_database(app, other)


def test_another_file_in_the_place_of_the_database_takes_no_webhook(
    make_app: Callable[..., Flask], shopify: Shopify, tmp_path: Path
) -> None:
    app = make_app(**SETTINGS)
    client, change = app.test_client(), {"id": int(shopify.id_of("#1001"))}
    assert post_webhook(client, "orders/updated", change, "first").status_code == 200
    with app.app_context():
        backup.backup(services().database, tmp_path / "copy")
    (tmp_path / "copy").replace(tmp_path / "whereabouts.db")
    assert post_webhook(client, "orders/updated", change, "second").status_code == 503
    assert client.get("/readyz").get_json()["parts"]["database"] == "replaced"


def test_data_request_names_what_the_database_has(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    (order_id,) = keep(app, SLUGS[0])
    body = {**SAMPLES["customers/data_request"].body, "orders_requested": [int(order_id), 2]}
    assert post_webhook(client, "customers/data_request", body).status_code == 200
    assert "In the database: 1 (" in caplog.text
    assert " export --requested` lists the numbers of the orders" in caplog.text
    assert order_id not in caplog.text
    with app.app_context(), services().database.read() as transaction:
        found = data_requests.since(transaction, services().clock())
    assert [request.order_id for request in found] == sorted([order_id, "2"])


def test_data_request_of_an_erased_order_leaves_no_row(app: Flask, client: FlaskClient) -> None:
    assert redact(client, "2") == 200
    body = {**SAMPLES["customers/data_request"].body, "orders_requested": [2]}
    assert post_webhook(client, "customers/data_request", body).status_code == 200
    assert not in_database(app, "2")
