import logging
from collections.abc import Callable

import pytest
from flask import Flask

from tests.fakes import ManualExecutor, Shopify
from tracking.cli.first_check import check_in_background, check_with_first_request

SHOP = {"SHOPIFY_SHOP": "demo.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "demo", "SECRET_KEY": "k" * 40}


def check(app: Flask, background: ManualExecutor) -> None:
    check_in_background(app)
    background.run()


def test_check_runs_in_the_background(
    make_app: Callable[..., Flask], shopify: Shopify, background: ManualExecutor
) -> None:
    app = make_app(**SHOP)
    check_in_background(app)
    check_in_background(app)
    assert not shopify.calls
    assert background.run() == 1
    assert shopify.calls == {"Shop": 1}


@pytest.mark.parametrize(("is_down", "level"), [(False, logging.ERROR), (True, logging.WARNING)])
def test_a_refusal_is_an_error_and_an_outage_a_warning(
    make_app: Callable[..., Flask],
    shopify: Shopify,
    background: ManualExecutor,
    caplog: pytest.LogCaptureFixture,
    level: int,
    *,
    is_down: bool,
) -> None:
    shopify.accept_only("another")
    shopify.is_down = is_down
    check(make_app(**SHOP), background)
    assert max(record.levelno for record in caplog.records) == level


def test_demo_store_is_not_checked(app: Flask, background: ManualExecutor, shopify: Shopify) -> None:
    check(app, background)
    assert not shopify.calls


def test_another_server_has_it_done_once_with_its_first_request(
    make_app: Callable[..., Flask], shopify: Shopify, background: ManualExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    shopify.accept_only("another")
    app = make_app(**SHOP)
    check_with_first_request(app)
    assert background.run() == 0
    for _ in range(3):
        assert app.test_client().get("/healthz").status_code == 200
    assert background.run() == 1
    assert max(record.levelno for record in caplog.records) == logging.ERROR
