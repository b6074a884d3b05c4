from dataclasses import replace

import pytest
import requests

from tests.fakes import harbor_goods
from tests.sampling import each_row
from tests.shopify.clients import FakeTime, open_shop
from tracking.demo import ALL_SCOPES
from tracking.demo.store import DemoStore, Node
from tracking.shopify.errors import Unavailable
from tracking.shopify.order_calls.marketing_consent import MarketingConsent

SCOPES = ALL_SCOPES | {"read_customers"}
EMAIL = "ada@example.com"


def shop_with(customer: Node | None) -> tuple[DemoStore, str]:
    """A shop with one order of this customer, and the order's id."""
    order = harbor_goods().orders[0]
    store = replace(harbor_goods(), orders=[{**order, "customer": customer}], scopes=SCOPES)
    return store, str(order["id"]).rpartition("/")[2]


def customer(state: str, email: str = EMAIL) -> Node:
    return {"defaultEmailAddress": {"emailAddress": email, "marketingState": state}}


@each_row(
    ("found", "consent"),
    [
        (customer("SUBSCRIBED"), MarketingConsent.SUBSCRIBED),
        (customer("SUBSCRIBED", "Ada@Example.com"), MarketingConsent.SUBSCRIBED),
        (customer("SUBSCRIBED", "other@example.com"), MarketingConsent.NOT_SUBSCRIBED),
        (customer("UNSUBSCRIBED"), MarketingConsent.NOT_SUBSCRIBED),
        (customer("NOT_SUBSCRIBED"), MarketingConsent.NOT_SUBSCRIBED),
        (customer("PENDING"), MarketingConsent.NOT_SUBSCRIBED),
        (customer("INVALID"), MarketingConsent.NOT_SUBSCRIBED),
        ({"defaultEmailAddress": None}, MarketingConsent.NOT_SUBSCRIBED),
        (None, MarketingConsent.NOT_SUBSCRIBED),
    ],
)
def test_only_who_has_subscribed_with_the_orders_address_consents(
    session: requests.Session, time: FakeTime, found: Node | None, consent: MarketingConsent
) -> None:
    store, order_id = shop_with(found)
    orders = open_shop(session, store, time=time).orders
    assert orders.marketing_consent(order_id, EMAIL, time.deadline()) is consent


@pytest.mark.parametrize(
    "hiding",
    [
        {"scopes": ALL_SCOPES},
        {"hidden": frozenset({"Customer.defaultEmailAddress"})},
        {"hidden": frozenset({"CustomerEmailAddress.emailAddress"})},
    ],
)
def test_a_consent_that_the_app_may_not_read_is_hidden(
    session: requests.Session, time: FakeTime, hiding: dict[str, frozenset[str]]
) -> None:
    store, order_id = shop_with(customer("SUBSCRIBED"))
    orders = open_shop(session, replace(store, **hiding), time=time).orders  # type: ignore[arg-type] # of sets only
    assert orders.marketing_consent(order_id, EMAIL, time.deadline()) is MarketingConsent.HIDDEN


def test_a_failure_of_shopify_is_no_answer(session: requests.Session, time: FakeTime) -> None:
    store, order_id = shop_with({"defaultEmailAddress": {"emailAddress": EMAIL, "marketingState": None}})
    orders = open_shop(session, store, time=time).orders
    with pytest.raises(Unavailable):
        orders.marketing_consent(order_id, EMAIL, time.deadline())
