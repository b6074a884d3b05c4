import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Clock, Shopify
from tests.web.conftest import opened
from tracking.database import mail_blocks, notice_preferences
from tracking.security.stop_links import StopLink
from tracking.services import services

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ORDER = "#1002"


def address_of(app: Flask, order_id: str, email: str | None = "bea@example.com") -> str:
    with app.app_context():
        notices = services().notices
        link = StopLink(order_id, notices.hashes.hash(email) if email else None)
        return f"/stop/{notices.stop_links.sign(link)}"


def stopped(app: Flask, order_id: str, email: str = "bea@example.com") -> tuple[bool, bool]:
    """Whether the order, and the address, are stopped."""
    with app.app_context():
        site = services()
        with site.database.read() as transaction:
            preference = notice_preferences.get(transaction, order_id)
            blocks = mail_blocks.find(transaction, site.notices.hashes.candidates(email))
    return preference is not None and preference.level == "none", bool(blocks)


def test_opening_the_link_changes_nothing(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    order_id = shopify.id_of(ORDER)
    address = address_of(app, order_id)
    for method in ("GET", "HEAD", "GET"):
        answer = client.open(address, method=method)
        assert answer.status_code == 200
        assert (answer.headers["X-Robots-Tag"], answer.headers["Referrer-Policy"]) == ("noindex", "no-referrer")
        assert answer.headers["Cache-Control"] == "private, no-cache"
    assert stopped(app, order_id) == (False, False)


def test_one_click_stops_the_order_without_a_cookie(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    order_id = shopify.id_of(ORDER)
    for _ in range(2):
        answer = client.post(address_of(app, order_id), data=ONE_CLICK, headers={"Origin": "https://mail.example.com"})
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert stopped(app, order_id) == (True, False)


def test_link_of_an_erased_order_still_stops_the_address(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    order_id = shopify.id_of(ORDER)
    with app.app_context():
        services().erasure.erase([order_id])
    assert client.post(address_of(app, order_id), data={"scope": "address"}).status_code == 200
    assert stopped(app, order_id) == (False, True)


def test_the_form_stops_the_order_or_the_address(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    order_id = shopify.id_of(ORDER)
    address = address_of(app, order_id)
    page = client.get(f"{address}?lang=en").text
    assert f'action="{address}?lang=en"' in page
    assert page.count('type="radio"') == 2
    assert 'value="order" checked' in page
    answer = client.post(f"{address}?lang=en", data={"scope": "address"})
    assert "about any of your orders" in answer.text
    assert stopped(app, order_id) == (True, True)
    assert client.post(address, data={"scope": "shop"}).status_code == 422


def test_the_page_of_the_order_says_at_once_that_it_is_stopped(
    app: Flask, client: FlaskClient, shopify: Shopify
) -> None:
    page = opened(client, ORDER, "bea@example.com")
    assert "Tell me at every step" in client.get(page).text
    client.post(address_of(app, shopify.id_of(ORDER)), data=ONE_CLICK)
    assert "Write to me if something changes" in client.get(page).text


def test_stop_link_never_expires_and_works_for_an_unknown_order(app: Flask, client: FlaskClient, clock: Clock) -> None:
    address = address_of(app, "4711", email=None)
    clock.advance(days=3650)
    assert client.get(address).text.count('type="radio"') == 1
    assert client.post(address, data=ONE_CLICK).status_code == 200
    assert stopped(app, "4711") == (True, False)


def test_nothing_is_written_about_an_erased_order(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    order_id = shopify.id_of(ORDER)
    with app.app_context():
        services().erasure.erase([order_id])
    assert client.post(address_of(app, order_id), data={"scope": "address"}).status_code == 200
    assert stopped(app, order_id) == (False, True)


def test_no_number_of_stops_is_too_many_and_forged_links_are_limited(
    app: Flask, client: FlaskClient, shopify: Shopify
) -> None:
    address = address_of(app, shopify.id_of(ORDER))
    assert {client.post(address, data=ONE_CLICK).status_code for _ in range(15)} == {200}
    assert [client.post("/stop/forged").status_code for _ in range(11)] == [404] * 10 + [429]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_to_an_order_stops_nothing(app: Flask, client: FlaskClient, shopify: Shopify, method: str) -> None:
    token = opened(client, ORDER, "bea@example.com").rpartition("/")[2]
    assert client.open(f"/stop/{token}", method=method).status_code == 404
    stop = address_of(app, shopify.id_of(ORDER)).rpartition("/")[2]
    assert client.open(f"/order/{stop}").status_code == 404
