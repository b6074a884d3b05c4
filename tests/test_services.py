from collections.abc import Callable
from pathlib import Path

from flask import Flask

from tests.fakes import NOW
from tests.web.brand_dir import write_brand_dir
from tracking.services import services


def test_services_are_those_of_the_current_app(app: Flask) -> None:
    with app.app_context():
        assert services().clock() == NOW
        assert services().settings.is_demo
        assert services().examples


def test_webhooks_change_the_orders_that_views_show(app: Flask) -> None:
    with app.app_context():
        views, webhooks = services(), services().webhooks
        assert webhooks.orders is views.orders
        assert webhooks.invalidation is views.invalidation


def test_only_a_configured_shop_has_no_examples(make_app: Callable[..., Flask]) -> None:
    shop = make_app(SHOPIFY_SHOP="tea.myshopify.com", SHOPIFY_ACCESS_TOKEN="token", SECRET_KEY="own" * 12)
    with shop.app_context():
        assert services().examples == ()
        assert services().demo.examples, "the preview shows them"
        assert services().demo.orders is not services().orders


def test_letters_have_the_shops_face(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    write_brand_dir(tmp_path, {"static/img/tea_more.png": "a picture"})
    app = make_app(
        BRAND_NAME="Tea & More",
        BRAND_COLOR="#ffd400",
        BRAND_DIR=str(tmp_path),
        BRAND_LOGO_URL="img/tea_more.png",
        PUBLIC_URL="https://track.example.com",
        SUPPORT_EMAIL="help@example.com",
        MAIL_FOOTER="Tea & More Ltd",
    )
    with app.app_context():
        letterhead = services().letterhead
    assert (letterhead.name, letterhead.color, letterhead.support_email) == (
        "Tea & More",
        "#ffd400",
        "help@example.com",
    )
    assert letterhead.footer
    assert letterhead.footer.in_language("sv") == "Tea & More Ltd"
    assert letterhead.logo_url
    path = letterhead.logo_url.removeprefix("https://track.example.com")
    assert app.test_client().get(path).status_code == 200


def test_letters_have_no_logo_without_a_public_address(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    write_brand_dir(tmp_path, {"static/img/logo.png": "a picture"})
    with make_app(BRAND_DIR=str(tmp_path), BRAND_LOGO_URL="img/logo.png").app_context():
        assert services().letterhead.logo_url is None
        assert services().letterhead.footer is None
