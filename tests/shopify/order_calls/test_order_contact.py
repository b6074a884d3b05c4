from dataclasses import replace

import requests

from tests.fakes import harbor_goods
from tests.shopify.clients import FakeTime, open_shop
from tracking.demo import CONTACT_FIELDS
from tracking.shopify.order_calls.order_contact import OrderContact


def first() -> tuple[str, str]:
    order = next(order for order in harbor_goods().orders if order["email"])
    return str(order["id"]).rpartition("/")[2], str(order["email"])


def test_the_contact_of_an_order(session: requests.Session, time: FakeTime) -> None:
    order_id, email = first()
    found = open_shop(session, harbor_goods(), time=time).orders.contact(order_id, time.deadline())
    assert found.email == email
    assert email not in repr(found)


def test_a_contact_that_the_plan_hides_is_none(session: requests.Session, time: FakeTime) -> None:
    store = replace(harbor_goods(), hidden=CONTACT_FIELDS)
    found = open_shop(session, store, time=time).orders.contact(first()[0], time.deadline())
    assert found == OrderContact()


def test_an_order_that_is_gone_has_none(session: requests.Session, time: FakeTime) -> None:
    found = open_shop(session, harbor_goods(), time=time).orders.contact("404", time.deadline())
    assert found == OrderContact()


def test_one_query_fetches_the_order_and_its_contact_apart(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, harbor_goods(), time=time)
    order_id, email = first()
    shop.orders.profile.current(time.deadline())
    shop.asked.clear()
    document, contact = shop.orders.fetch_with_contact(order_id, time.deadline())
    assert contact.email == email
    assert email not in str(document)
    assert shop.asked == ["Order"]


def test_an_order_whose_contact_the_plan_hides_is_fetched_all_the_same(
    session: requests.Session, time: FakeTime
) -> None:
    shop = open_shop(session, replace(harbor_goods(), hidden=CONTACT_FIELDS), time=time)
    document, contact = shop.orders.fetch_with_contact(first()[0], time.deadline())
    assert document is not None
    assert not document["partial"]
    assert contact == OrderContact()
