from dataclasses import replace

import requests

from tests.fakes import harbor_goods
from tests.shopify.clients import FakeTime, open_shop
from tracking.demo import CONTACT_FIELDS
from tracking.shopify.order_contact import OrderContact


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
