import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from tests.sampling import each_row
from tests.web.conftest import address_of
from tracking.i18n.text import text
from tracking.web.contact_link import contact_url, mail_url

JSON = {"Accept": "application/json"}


def mail(url: str) -> tuple[str, str]:
    """Subject and body, as a mail program reads them."""
    fields = parse_qs(urlsplit(url).query, keep_blank_values=True)
    return fields["subject"][0], fields["body"][0]


def test_mail_has_number_state_and_question(client: FlaskClient) -> None:
    step = client.get(f"{address_of(client, '#1400')}?lang=en", headers=JSON).get_json()["next_step"]
    assert step["code"] == "contact"
    assert step["url"].startswith("mailto:hello@example.com?")
    assert mail(step["url"]) == ("Order #1400", "Order #1400\r\nTaking longer than planned\r\n\r\nMy question:\r\n")


def test_page_and_json_lead_to_the_same_mail(client: FlaskClient) -> None:
    address = f"{address_of(client, '#1400')}?lang=en"
    url = client.get(address, headers=JSON).get_json()["next_step"]["url"]
    assert f'href="{url.replace("&", "&amp;")}"' in client.get(address).text


@pytest.mark.parametrize("name", ["#1484", "#1485", "#1486"])
def test_next_step_of_a_return_is_one_button_with_a_mail_that_says_what_it_is_about(
    client: FlaskClient, name: str
) -> None:
    page = client.get(f"{address_of(client, name)}?lang=en").text
    assert page.count('<div class="advice" data-step="contact">') == 1
    (url,) = re.findall(r'class="button"\s+href="(mailto:[^"]+)"', page)
    assert mail(html.unescape(url))[1].startswith(f"Order {name}\r\n")


@each_row("name", ["#1", "B&W-1", 'a"b', "x?subject=y&bcc=eve@example.com", "1\r\nBcc: eve@example.com"])
def test_nothing_in_a_name_adds_a_field(app: Flask, name: str) -> None:
    with app.test_request_context("/"):
        url = mail_url("hello@example.com", name, text("Late"), text("My question:"))
    assert mail(url)[0] == f"Order {name}"
    assert parse_qs(urlsplit(url).query).keys() == {"subject", "body"}
    assert not {'"', " ", "\r", "\n", "<"} & set(url)


def test_mail_without_an_order_on_the_page_has_a_subject_only(make_app: Callable[..., Flask]) -> None:
    with make_app(SUPPORT_EMAIL="hello@example.com").test_request_context("/"):
        assert contact_url("#1") == "mailto:hello@example.com?subject=Order%20%231"


def test_help_page_of_the_shop_comes_first(make_app: Callable[..., Flask]) -> None:
    app = make_app(SUPPORT_URL="https://example.com/help")
    with app.test_request_context("/"):
        assert contact_url("#1") == "https://example.com/help"


PLACE = "https://example.com/help?order={order}&from=track"
FILLED = "https://example.com/help?order=%231400&from=track"


def test_order_number_stands_where_the_help_page_has_a_place_for_it(make_app: Callable[..., Flask]) -> None:
    client = make_app(SUPPORT_URL=PLACE).test_client()
    address = f"{address_of(client, '#1400')}?lang=en"
    assert client.get(address, headers=JSON).get_json()["next_step"]["url"] == FILLED
    page = client.get(address).text
    assert page.count(f'href="{FILLED.replace("&", "&amp;")}"') >= 2, "at the questions, and at the foot"
    assert "order=&amp;" not in page
    assert "{order}" not in page
    assert 'href="https://example.com/help?order=&amp;from=track"' in client.get("/").text


def test_number_in_an_address_is_encoded(make_app: Callable[..., Flask]) -> None:
    app = make_app(SUPPORT_URL="https://example.com/{order}/help")
    with app.test_request_context("/"):
        assert contact_url('B&W/1?"#ö') == "https://example.com/B%26W%2F1%3F%22%23%C3%B6/help"


def test_typed_address_is_left_out_and_a_sign_of_the_orders_own_name_is_not(make_app: Callable[..., Flask]) -> None:
    with make_app(SUPPORT_URL="https://example.com/?o={order}").test_request_context("/"):
        assert contact_url("ada@example.com") == "https://example.com/?o="
        g.contact_order = "A@1001"
        assert contact_url("A@1001") == "https://example.com/?o=A%401001"
