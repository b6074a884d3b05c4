from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.database.notice_rows import add, notice
from tests.fakes import NOW, Shopify
from tests.web.conftest import opened, token_of
from tracking.database import DatabaseUnavailable, notice_preferences, notices
from tracking.database.notices import NoticeState
from tracking.services import services

JSON = {"Accept": "application/json"}
MOVING = ("#1002", "bea@example.com")
AT_EVERY_STEP, STOP, AGAIN = "Tell me at every step", "Stop these emails", "Write to me if something changes"


def level_of(app: Flask, order_id: str) -> str | None:
    with app.app_context(), services().database.read() as transaction:
        found = notice_preferences.get(transaction, order_id)
    return found.level if found else None


def test_the_page_offers_more_and_less_and_answers_in_place(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    page = opened(client, *MOVING)
    assert all(words in client.get(page).text for words in (AT_EVERY_STEP, STOP))
    answer = client.post(f"{page}/notices", data={"level": "none"})
    assert (answer.status_code, answer.location) == (303, f"{page}#letters")
    assert "Set-Cookie" not in answer.headers
    assert level_of(app, shopify.id_of(MOVING[0])) == "none"
    text = client.get(page).text
    assert AGAIN in text
    assert AT_EVERY_STEP not in text
    client.post(f"{page}/notices", data={"level": "all"})
    assert "We write to you at every step." in client.get(page).text
    assert client.get(page, headers=JSON).get_json()["notices"] == {"level": "all"}


def test_the_form_keeps_the_language_and_works_in_a_frame(client: FlaskClient) -> None:
    page = opened(client, *MOVING)
    assert 'action="' + page + '/notices?lang=de"' in client.get(f"{page}?lang=de").text
    framed = f"/widget{page}"
    assert f'action="{framed}/notices' in client.get(framed).text
    answer = client.post(f"{framed}/notices?color=aa3300", data={"level": "none"})
    assert answer.location == f"{framed}?color=aa3300#letters"


@pytest.mark.parametrize("level", ["", "some", "ALL"])
def test_another_level_is_refused(client: FlaskClient, level: str) -> None:
    assert client.post(f"{opened(client, *MOVING)}/notices", data={"level": level}).status_code == 422


def test_a_get_changes_nothing(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    assert client.get(f"{opened(client, *MOVING)}/notices?level=none").status_code == 405
    assert level_of(app, shopify.id_of(MOVING[0])) is None


def test_an_order_that_is_gone_is_404_and_an_outage_503(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    assert client.post(f"/order/{token_of(app, '1')}/notices", data={"level": "none"}).status_code == 404
    shopify.is_down = True
    address = f"/order/{token_of(app, shopify.id_of(MOVING[0]))}/notices"
    assert client.post(address, data={"level": "none"}).status_code == 503


def test_choices_are_limited(client: FlaskClient) -> None:
    page = opened(client, *MOVING)
    statuses = [client.post(f"{page}/notices", data={"level": "none"}).status_code for _ in range(11)]
    assert statuses == [303] * 10 + [429]


def test_without_letters_nothing_is_offered(make_app: Callable[..., Flask]) -> None:
    client = make_app(NOTICES="none").test_client()
    page = opened(client, *MOVING)
    assert AT_EVERY_STEP not in client.get(page).text
    assert client.get(page, headers=JSON).get_json()["notices"] is None
    assert client.post(f"{page}/notices", data={"level": "none"}).status_code == 404


def test_the_page_does_without_the_database_and_a_choice_is_503(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise DatabaseUnavailable("gone")

    page = opened(client, *MOVING)
    with app.app_context():
        monkeypatch.setattr(services().database, "prepare", fail)
    answer = client.get(page)
    assert answer.status_code == 200
    assert AT_EVERY_STEP not in answer.text
    answer = client.post(f"{page}/notices", data={"level": "none"})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_an_erased_order_takes_no_choice_and_says_so(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    page, order_id = opened(client, *MOVING), shopify.id_of(MOVING[0])
    with app.app_context():
        services().erasure.erase([order_id])
    for address in (page, f"/widget{page}"):
        answer = client.post(f"{address}/notices", data={"level": "all"})
        assert answer.status_code == 422
        assert "no more emails or texts about it come from here" in answer.text
        assert f'href="{address}"' in answer.text
    assert level_of(app, order_id) is None


SHOP = {
    "SHOPIFY_SHOP": "tea.myshopify.com",
    "SHOPIFY_ACCESS_TOKEN": "demo",
    "SECRET_KEY": "own" * 12,
    "PUBLIC_URL": "https://track.example.com",
    "SMTP_URL": "smtp://127.0.0.1:9",
    "MAIL_FROM": "orders@example.com",
    "TEXT_URL": "json://127.0.0.1:9/{phone}",
}


def channel_of(app: Flask, order_id: str) -> str | None:
    with app.app_context(), services().database.read() as transaction:
        found = notice_preferences.get(transaction, order_id)
    return found.channel if found else None


def test_texts_are_offered_where_the_shop_sends_them_and_chosen_in_place(
    make_app: Callable[..., Flask], shopify: Shopify
) -> None:
    app = make_app(**SHOP)
    client, order_id = app.test_client(), shopify.id_of("#1002")
    order = next(order for order in shopify.store.orders if order["name"] == "#1002")
    order["phone"] = "+46701740699"  # type: ignore[index]
    page = f"/order/{token_of(app, order_id)}"
    assert "Text me instead" in client.get(page).text
    answer = client.post(f"{page}/notices", data={"by": "text"})
    assert (answer.status_code, channel_of(app, order_id)) == (303, "text")
    text = client.get(page).text
    assert all(words in text for words in ("We text you if something changes.", "Email me instead", "Stop these texts"))
    client.post(f"{page}/notices", data={"by": "email"})
    assert channel_of(app, order_id) == "email"
    assert client.post(f"{page}/notices", data={"by": "pigeon"}).status_code == 422


def test_texted_customer_can_stop_texts_after_all_has_arrived(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    app = make_app(**SHOP)
    order_id = shopify.id_of("#1003")
    with app.app_context():
        add(services().database, notice(order_id))
    with app.app_context(), services().database.write() as transaction:
        notices.hand_over(transaction, "", order_id, "text", now=NOW)
    page = f"/order/{token_of(app, order_id)}"
    assert "Stop these texts" not in app.test_client().get(page).text
    with app.app_context(), services().database.write() as transaction:
        rows = notices.claim(transaction, "a", now=NOW, channel="text")
        assert notices.end(transaction, "a", rows, NoticeState.SENT, now=NOW) == 1
        services().orders.invalidate(order_id)
    text = app.test_client().get(page).text
    assert all(words in text for words in ("We text you if something changes.", "Stop these texts", "Email me instead"))


def test_a_shop_that_sends_texts_alone_speaks_of_texts(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    app = make_app(**{**SHOP, "SMTP_URL": ""})
    order = next(order for order in shopify.store.orders if order["name"] == "#1002")
    order["phone"] = "+46701740699"  # type: ignore[index]
    client, page = app.test_client(), f"/order/{token_of(app, shopify.id_of('#1002'))}"
    text = client.get(page).text
    assert "Text me if something changes" in text
    assert "We text you" not in text  # until they ask for it
    client.post(f"{page}/notices", data={"by": "text"})
    text = client.get(page).text
    assert all(words in text for words in ("We text you if something changes.", "Stop these texts"))
    assert "Email me instead" not in text


def test_an_order_without_a_number_keeps_its_letters_and_says_why(
    make_app: Callable[..., Flask], shopify: Shopify
) -> None:
    app = make_app(**SHOP)
    page = f"/order/{token_of(app, shopify.id_of('#1003'))}"
    answer = app.test_client().post(f"{page}/notices", data={"by": "text"})
    assert answer.status_code == 422
    assert "This order has no phone number that a text can go to." in answer.text
    assert f'href="{page}"' in answer.text
    assert channel_of(app, shopify.id_of("#1003")) is None


def test_shopify_that_is_down_is_said_where_the_number_is_asked_for(
    make_app: Callable[..., Flask], shopify: Shopify
) -> None:
    app = make_app(**SHOP)
    client, page = app.test_client(), f"/order/{token_of(app, shopify.id_of('#1002'))}"
    client.get(page)
    shopify.is_down = True
    assert client.post(f"{page}/notices", data={"by": "text"}).status_code == 503


def test_without_a_service_for_texts_there_is_no_such_choice(client: FlaskClient) -> None:
    page = opened(client, *MOVING)
    assert "Text me instead" not in client.get(page).text
    assert client.post(f"{page}/notices", data={"by": "text"}).status_code == 422
