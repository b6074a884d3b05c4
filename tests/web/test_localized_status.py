from collections.abc import Iterator

import pytest
from flask import Flask

from tests.demo_orders import order_ids
from tracking.order.advice import WITH_THE_SHOP
from tracking.order.status_types import Advice, OrderStatus
from tracking.order.vocabulary import NextStep
from tracking.services import services
from tracking.web.localization import current_language
from tracking.web.localized_status import localized_status


def status_of(app: Flask, slug: str, token: str | None = None, path: str = "/") -> OrderStatus:
    with app.test_request_context(path):
        return localized_status(services().orders.order(order_ids()[slug]), token)


def advice_in(status: OrderStatus) -> Iterator[Advice]:
    yield status.advice
    yield from (parcel.advice for parcel in status.parcels)
    yield from (back.advice for back in status.returns)


def test_each_step_that_ends_with_the_shop_leads_to_a_mail(app: Flask, demo_slugs: list[str]) -> None:
    steps = [step for slug in demo_slugs for step in advice_in(status_of(app, slug, "token"))]
    with_shop = [step for step in steps if step.code in WITH_THE_SHOP]
    assert with_shop
    assert all(step.url and step.url.startswith("mailto:") for step in with_shop)


def test_payment_leads_to_shopify_by_the_link_and_else_to_the_shop(app: Flask) -> None:
    by_link, without = status_of(app, "pay-balance-due", "token").advice, status_of(app, "pay-balance-due").advice
    assert (by_link.code, by_link.url) == (NextStep.PAY, "/order/token/pay")
    assert without.code is NextStep.CONTACT
    assert "How%20can%20I%20pay%20for%20it" in (without.url or "")


@pytest.mark.parametrize(("path", "language"), [("/", "en"), ("/?lang=sv", "sv")])
def test_language_is_the_one_that_was_asked_for_else_the_orders(app: Flask, path: str, language: str) -> None:
    with app.test_request_context(path):
        localized_status(services().orders.order(order_ids()["in-transit"]))
        assert current_language().code == language
