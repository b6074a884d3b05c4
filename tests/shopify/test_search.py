import json
import logging
from collections.abc import Callable

import pytest
import requests

from tests.shopify.clients import FakeTime, open_shop, static
from tests.shopify.faulty_server import FaultyServer, responds
from tests.shopify.store_rows import gid, order, store_of
from tracking.demo import CONTACT_FIELDS, DemoStore
from tracking.shopify.client import Client
from tracking.shopify.errors import ContactHidden, Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.search import HIDDEN_SECONDS, PAGE_SIZES, OrderSearch, SearchHit, search_query

Serve = Callable[..., FaultyServer]


def hits(*nodes: Json, has_next: bool = False, errors: list[Json] | None = None) -> JsonObject:
    page: JsonObject = {"hasNextPage": has_next, "endCursor": "cursor"}
    return {"data": {"orders": {"nodes": list(nodes), "pageInfo": page}}, "errors": errors or []}


def hit(number: int, email: str | None = "ada@example.com") -> JsonObject:
    return {"id": gid("Order", number), "name": f"#{number}", "email": email, "phone": None}


def hides(field: str, code: str = "ACCESS_DENIED") -> list[Json]:
    return [{"message": "no", "path": ["orders", "nodes", 0, field], "extensions": {"code": code}}]


def search_of(server: FaultyServer, session: requests.Session, time: FakeTime) -> OrderSearch:
    return OrderSearch(Client(static(server.url), session, monotonic=time, sleep=time.sleep), time)


def names(found: OrderSearch, time: FakeTime, name: str = "#1") -> list[str]:
    return [candidate.name for candidate in found.find(search_query([name]), time.deadline())]


def test_hit_has_confirmation_number_email_and_phone(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, store_of(order(7, phone="+46701234567", confirmationNumber="XPAV284CT")), time=time)

    assert list(shop.orders.search(search_query(["#7"]), time.deadline())) == [
        SearchHit(id="7", name="#7", confirmation="XPAV284CT", email="ada@example.com", phone="+46701234567")
    ]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("#1001", 'name:"#1001"'),
        ('"Q"-1', r'name:"\"Q\"-1"'),
        ("(EU) 1", r'name:"\(EU\) 1"'),
        ("a:1\\", r'name:"a\:1\\"'),
        ("O'N*1", 'name:"O\'N*1"'),
        ("NOT 1", 'name:"NOT 1"'),
    ],
)
def test_special_characters_of_a_name_are_escaped(name: str, query: str) -> None:
    assert search_query([name]) == query


def test_search_for_several_names_and_confirmation_numbers() -> None:
    assert search_query(["#1", "1"], ["XPAV284CT"]) == 'name:"#1" OR name:"1" OR confirmation_number:"XPAV284CT"'


def test_name_is_quoted_in_a_variable(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    server = serve(responds(hits()))

    names(search_of(server, session, time), time, 'a" OR name:*\\')
    sent = json.loads(server.requests[0].body)

    assert sent["variables"] == {"query": r'name:"a\" OR name\:*\\"', "first": PAGE_SIZES[0], "after": None}
    assert "name:*" not in sent["query"]


def test_search_reads_at_most_fifty_hits(session: requests.Session, time: FakeTime) -> None:
    store = store_of(*[order(number, name=f"#1001-{number}") for number in range(80)])
    shop = open_shop(session, store, time=time)

    assert len(list(shop.orders.search(search_query(["#1001"]), time.deadline()))) == 50
    assert shop.asked == ["Search"] * len(PAGE_SIZES)


def test_next_page_is_queried_only_when_it_is_read(session: requests.Session, time: FakeTime) -> None:
    store = store_of(*[order(number, name=f"#1001-{number}") for number in range(80)])
    shop = open_shop(session, store, time=time)

    next(shop.orders.search(search_query(["#1001"]), time.deadline()))

    assert shop.asked == ["Search"]


def test_page_without_cursor_is_the_last(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    answer = hits(hit(1))
    answer["data"] = {"orders": {"nodes": [hit(1)], "pageInfo": {"hasNextPage": True}}}
    server = serve(responds(answer))

    assert names(search_of(server, session, time), time) == ["#1"]
    assert len(server.requests) == 1


def test_malformed_hit_is_left_out(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    broken: list[Json] = [None, {}, {"id": "x", "name": "#1"}, {**hit(1), "name": 5}, {**hit(1), "id": 1}]

    assert names(search_of(serve(responds(hits(*broken, hit(2)))), session, time), time) == ["#2"]


def test_hidden_addresses_raise_contact_hidden_for_a_while(
    session: requests.Session, time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    plain = store_of(order(1))
    store = DemoStore(orders=plain.orders, shop=plain.shop, hidden=CONTACT_FIELDS)
    shop = open_shop(session, store, time=time)

    for name in ("#1", "#1", "#404"):
        with pytest.raises(ContactHidden) as raised:
            list(shop.orders.search(search_query([name]), time.deadline()))
        assert raised.value.retry_after == HIDDEN_SECONDS
    assert shop.asked == ["Search"]
    assert [record.levelno for record in caplog.records if "hides" in record.message] == [logging.ERROR]


def test_only_a_visible_address_ends_contact_hidden(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    server = serve(
        responds(hits(hit(1, None), errors=hides("email"))), responds(hits()), responds(hits(hit(1))), responds(hits())
    )
    search = search_of(server, session, time)

    for _ in range(2):
        with pytest.raises(ContactHidden):
            names(search, time)
        time.now += HIDDEN_SECONDS
    assert names(search, time) == ["#1"]
    assert names(search, time) == []


def test_order_without_address_does_not_raise_contact_hidden(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    assert names(search_of(serve(responds(hits(hit(1, None)))), session, time), time) == ["#1"]


def test_hidden_phone_number_does_not_stop_the_search(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    assert names(search_of(serve(responds(hits(hit(1), errors=hides("phone")))), session, time), time) == ["#1"]


def test_missing_hits_raise_unavailable(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    server = serve(responds(hits(errors=hides("name", "INTERNAL_SERVER_ERROR"))))

    with pytest.raises(Unavailable):
        names(search_of(server, session, time), time)
