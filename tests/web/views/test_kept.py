import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.app_proxy import SECRET, SHOP, signed_query
from tests.directory import stored_orders
from tests.fakes import NOW, Clock, Shopify
from tests.response_rules import text_of
from tests.web.conftest import address_of, token_of
from tracking.database import DatabaseUnavailable, answers, merchant_history, merchant_notes, one_order, page_openings
from tracking.database.answers import NewAnswer
from tracking.database.merchant_notes import MerchantNote
from tracking.services import services

ORDER = "#1020"  # delayed
LINK = "What is kept of this order"
SHOWN, ANSWERED, NOTED, OPENED = (
    "What your order’s page shows",
    "What you have answered here",
    "What people in the shop have noted",
    "How often your order’s page is opened",
)


@pytest.fixture
def order_id(app: Flask) -> str:
    with app.app_context():
        return stored_orders.put(services().database, "delayed")


def put_rows(app: Flask, order_id: str) -> None:
    """Writes the rows that a customer and the shop leave behind."""
    with app.app_context(), services().database.write() as transaction:
        answers.put(
            transaction,
            NewAnswer(order_id=order_id, topic="late", kind="wait", words="", at=NOW, deadline=NOW.date(), letter="l"),
        )
        merchant_notes.add(transaction, order_id, MerchantNote(text="Called", who="kim", at=NOW))
        page_openings.add(transaction, {(order_id, NOW.date()): 3})


def tables_of(app: Flask, order_id: str) -> set[str]:
    with app.app_context(), services().database.read() as transaction:
        return set(one_order.rows(transaction, order_id))


def shared_page(client: FlaskClient, address: str) -> str:
    return plain(text_of(client.get(f"{address}/kept")))


def confirmed(client: FlaskClient, address: str) -> dict[str, str]:
    """The form data that the question's button sends."""
    (value,) = re.findall(r'name="confirm"\s+value="([^"]+)"', text_of(client.post(address)))
    return {"confirm": value}


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", page.replace("\N{NO-BREAK SPACE}", " "))


def test_the_page_of_an_order_leads_to_it_in_the_same_language(client: FlaskClient) -> None:
    address = address_of(client, ORDER)
    assert f'<a href="{address}/kept?lang=de">' in text_of(client.get(f"{address}?lang=de"))
    assert LINK in text_of(client.get(address))
    german = text_of(client.get(f"{address}/kept?lang=de"))
    assert f'href="{address}?lang=de"' in german
    assert f'action="{address}/kept?lang=de"' in german or "<form" not in german


def test_kept_page_tells_the_data_in_the_tables_and_until_when(app: Flask, client: FlaskClient, order_id: str) -> None:
    address = address_of(client, ORDER)
    page = shared_page(client, address)
    assert SHOWN in page
    assert [words for words in (ANSWERED, NOTED, OPENED) if words in page] == []
    assert "While it’s under way, and 90 days longer." in page
    put_rows(app, order_id)
    page = shared_page(client, address)
    assert [words for words in (SHOWN, ANSWERED, NOTED, OPENED) if words not in page] == []
    assert "Until Saturday 20 February 2027." in page
    assert "the town, region and country it goes to, and where its parcels were seen" in page
    assert "Your name, your street and how to reach you aren’t kept here." in page
    assert "If you ever stop all emails to your address, a fingerprint of it stays for good" in page
    assert "word for word as you typed it" in page
    assert "What Shopify last said about it." in page
    assert re.search(r"Until \w+ \d+ November, \d+:\d\d\. Times are in [A-Z]", page)
    answer = client.get(f"{address}/kept")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_finished_order_has_its_day(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stored_orders.put(services().database, "delayed", finished_at=NOW)
    assert "Until Saturday 20 February 2027." in shared_page(client, address_of(client, ORDER))


def test_a_get_and_a_post_without_confirmation_erase_nothing(app: Flask, client: FlaskClient, order_id: str) -> None:
    address = address_of(client, ORDER)
    put_rows(app, order_id)
    before = tables_of(app, order_id)
    client.get(f"{address}/kept?confirm=yes")
    with app.app_context():
        other = services().erase_confirmations.issue(f"{order_id}1")
    for form in ({"confirm": "yes"}, {"confirm": other}, {}):
        asked = client.post(f"{address}/kept", data=form, headers={"Sec-Fetch-Site": "cross-site"})
        assert asked.status_code == 200
        assert "Erase what is kept?" in text_of(asked)
        assert "Its own record, in Shopify, stays" in text_of(asked)
        assert "Only a fingerprint of its number stays until Saturday 20 February 2027" in plain(text_of(asked))
        assert tables_of(app, order_id) == before


def test_everything_is_erased_and_the_page_goes_on_from_shopify_alone(
    app: Flask, client: FlaskClient, order_id: str, shopify: Shopify
) -> None:
    address = address_of(client, ORDER)
    client.get(address)
    put_rows(app, order_id)
    asked = shopify.calls["Order"]
    answer = client.post(f"{address}/kept", data=confirmed(client, f"{address}/kept"))
    assert (answer.status_code, answer.location) == (303, f"{address}/kept")
    assert tables_of(app, order_id) == set()
    page = shared_page(client, address)
    assert "It was erased" in page
    assert "Until Saturday 20 February 2027 a fingerprint" in page
    assert SHOWN not in page
    assert "<form" not in page
    assert client.get(address).status_code == 200
    assert shopify.calls["Order"] > asked
    assert tables_of(app, order_id) == set(), "it is not taken in again"
    with app.app_context(), services().database.read() as transaction:
        (entry,) = merchant_history.page(transaction, after=None, limit=9)
    assert (entry.who, entry.what, entry.order_id) == ("customer", "erase", None)


def test_erasing_removes_rows_without_an_order_and_may_be_repeated(
    app: Flask, client: FlaskClient, shopify: Shopify
) -> None:
    address, order_id = address_of(client, ORDER), shopify.id_of(ORDER)
    with app.app_context(), services().database.write() as transaction:
        page_openings.add(transaction, {(order_id, NOW.date()): 3})
    assert tables_of(app, order_id) == {"page_openings"}
    for _ in range(2):
        assert client.post(f"{address}/kept", data=confirmed(client, f"{address}/kept")).status_code == 303
        assert tables_of(app, order_id) == set()


def test_the_history_of_erasing_says_it_was_the_customer(client: FlaskClient, order_id: str) -> None:
    address = f"{address_of(client, ORDER)}/kept"
    client.post(address, data=confirmed(client, address))
    page = text_of(client.get("/merchant/history"))
    assert "Erased an order" in page
    assert order_id not in page


def test_kept_page_works_in_a_frame(app: Flask, client: FlaskClient, order_id: str) -> None:
    address = f"/widget{address_of(client, ORDER)}"
    assert f'href="{address}/kept"' in text_of(client.get(address))
    assert SHOWN in shared_page(client, address)
    answer = client.post(f"{address}/kept?color=aa3300", data=confirmed(client, f"{address}/kept?color=aa3300"))
    assert (answer.status_code, answer.location) == (303, f"{address}/kept?color=aa3300")
    assert tables_of(app, order_id) == set()


def test_kept_page_works_through_the_shops_proxy(
    make_app: Callable[..., Flask], clock: Clock, shopify: Shopify
) -> None:
    app = make_app(
        SHOPIFY_SHOP=SHOP,
        SHOPIFY_CLIENT_ID="id",
        SHOPIFY_CLIENT_SECRET=SECRET,
        SECRET_KEY="k" * 40,
        PUBLIC_URL="https://track.example.com",
    )
    shopify.accept_only("granted", ("id", SECRET))
    with app.app_context():
        order_id = stored_orders.put(services().database, "delayed")
    client, path = app.test_client(), f"/proxy/order/{token_of(app, order_id)}"
    page = client.get(f"{path}?{signed_query(clock().timestamp())}")
    (link,) = re.findall(r'href="(/apps/track/order/[^"]+/kept)"', page.text)
    assert link.removeprefix("/apps/track") == f"{path.removeprefix('/proxy')}/kept"
    shown = client.get(f"{path}/kept?{signed_query(clock().timestamp())}")
    assert (shown.status_code, shown.mimetype, SHOWN in shown.text) == (200, "application/liquid", True)
    assert f'action="{link}"' in shown.text
    address = f"{path}/kept?{signed_query(clock().timestamp())}"
    erased = client.post(address, data=confirmed(client, address))
    assert (erased.status_code, "It was erased" in erased.text) == (200, True)
    assert tables_of(app, order_id) == set()
    assert client.post(f"{path}/kept", data={"confirm": "yes"}).status_code == 403


def test_another_link_opens_nothing(app: Flask, client: FlaskClient, order_id: str) -> None:
    token = token_of(app, order_id)
    for method in (client.get, client.post):
        assert method(f"/order/{token[:-2]}/kept").status_code == 404
    assert client.get("/preview/delayed").text.count("/kept") == 0
    assert tables_of(app, order_id) != set()


def test_a_database_that_is_gone_erases_nothing_and_says_so(
    app: Flask, client: FlaskClient, order_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise DatabaseUnavailable("gone")

    address = address_of(client, ORDER)
    client.get(address)
    with app.app_context():
        site = services()
        monkeypatch.setattr(site.database, "prepare", fail)
        answer = client.post(f"{address}/kept", data=confirmed(client, f"{address}/kept"))
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
        assert "Nothing was erased. Try again in a few minutes." in text_of(answer)
        assert "affected" not in text_of(answer)
        assert site.orders.retained_until(order_id), "the copy is there"
        assert client.get(address).status_code == 200
        receipt = client.get(f"{address}/kept")
        assert (receipt.status_code, "Retry-After" in receipt.headers) == (503, True)
        assert "What we keep of your order can’t be read right now." in text_of(receipt)
        assert "affected" not in text_of(receipt)


def test_a_copy_that_cannot_be_reached_is_said_and_may_be_tried_again(
    app: Flask, client: FlaskClient, order_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{address_of(client, ORDER)}/kept"
    form = confirmed(client, address)
    with app.app_context():
        monkeypatch.setattr(services().orders, "erase", lambda _: False)
    answer = client.post(address, data=form)
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert "All else was erased." in text_of(answer)
    assert tables_of(app, order_id) == set()
    monkeypatch.undo()
    assert client.post(address, data=form).status_code == 303
