from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import demo_orders
from tests.fakes import NOW
from tests.notices.test_answer_mail_maker import ROW
from tracking.notices.codes import NoticeCode
from tracking.notices.news import News
from tracking.services import services


@pytest.fixture
def letter(app: Flask) -> EmailMessage:
    """A letter that the worker has written."""
    order = demo_orders.orders()["stalled"]
    with app.app_context():
        notices = services().notices
        assert notices.email_channel
        news = [News(NoticeCode.DELAYED, "", "stalled", NOW)]
        _, message = notices.email_channel.letters.make(order, news, email="ada@example.com", letter_id="a", now=NOW)
        notices.email_channel.mailer.send(message, "ada@example.com")
    return message


def test_letters_are_listed_and_shown_as_they_would_have_been_sent(client: FlaskClient, letter: EmailMessage) -> None:
    for path in ("/letters", "/letters?part=list"):
        text = client.get(path).text
        assert str(letter["Subject"]) in text
        assert "ada@example.com" in text
        assert "<code>delayed</code>" in text
    name = str(letter["Message-ID"])[1:].partition("@")[0]
    answer = client.get(f"/letters/{name}")
    assert answer.mimetype == "text/html"
    assert "unsafe-inline" in answer.headers["Content-Security-Policy"]
    assert "script" not in answer.headers["Content-Security-Policy"]
    shown = client.get(f"/letters/{name}?part=text").text
    assert "X-Notice: delayed" in shown
    assert "List-Unsubscribe: <" in shown


def test_the_list_refreshes_itself(client: FlaskClient) -> None:
    assert 'data-url="/letters?part=list"' in client.get("/letters").text
    assert "data-refresh=" in client.get("/letters?part=list").text
    assert "None yet." in client.get("/letters?part=list").text


@pytest.mark.parametrize("path", ["/letters", "/letters?part=list", "/letters/a"])
def test_a_shop_has_no_such_page(make_app: Callable[..., Flask], path: str) -> None:
    app = make_app(SHOPIFY_SHOP="tea.myshopify.com", SHOPIFY_ACCESS_TOKEN="demo", SECRET_KEY="own" * 12)
    assert app.test_client().get(path).status_code == 404


def test_an_unknown_letter_is_404(client: FlaskClient) -> None:
    assert client.get("/letters/unknown").status_code == 404


def test_a_mail_to_the_shop_is_listed_as_such_and_shown_as_text(app: Flask, client: FlaskClient) -> None:
    order = demo_orders.orders()["stalled"]
    with app.app_context():
        channel = services().notices.answer_channel
        assert channel
        mail = channel.maker.make(
            ROW, order, mailbox="shop@example.com", customer="ada@example.com", now=order.placed_at
        )
        channel.mailer.send(mail, "shop@example.com")
    assert "<code>to the shop</code>" in client.get("/letters").text
    name = str(mail["Message-ID"])[1:].partition("@")[0]
    answer = client.get(f"/letters/{name}")
    assert answer.mimetype == "text/plain"
    assert "Reply-To: ada@example.com" in answer.text
    assert "> Call me" in answer.text
