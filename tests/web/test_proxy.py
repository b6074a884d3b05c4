import html
import json
import re
from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML
from werkzeug.test import TestResponse

from tests.app_proxy import PREFIX, SECRET, SHOP, signed_query
from tests.fakes import Clock, Shopify
from tests.response_rules import RELAYED
from tests.web.conftest import EMAIL
from tracking.demo import ALL_SCOPES

SITE = "https://track.example.com"
JSON = {"Accept": "application/json"}
FORM = {"order": "1001", "email": EMAIL}
LATE = {"order": "1020", "email": "olga@example.com"}
PICKUP = {"order": "1041", "email": "jon@example.com"}
HOSTILE = "{{ shop.secret }}{% raw %}{%- assign x = 1 -%}{{{{%%}}"


@pytest.fixture
def make_shop(make_app: Callable[..., Flask]) -> Callable[..., Flask]:
    def make(**settings: str) -> Flask:
        shop = {
            "SHOPIFY_SHOP": SHOP,
            "SHOPIFY_ACCESS_TOKEN": "demo",
            "SHOPIFY_CLIENT_SECRET": SECRET,
            "SECRET_KEY": "own",
            "PUBLIC_URL": SITE,
        }
        return make_app(**shop | settings)

    return make


@pytest.fixture
def client(make_shop: Callable[..., Flask]) -> FlaskClient:
    return make_shop().test_client()


class Relay:
    """Shopify between the visitor and the site."""

    def __init__(self, client: FlaskClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    def get(self, path: str, headers: Mapping[str, str] | None = None, **given: str) -> TestResponse:
        return self._client.get(self._address(path, given), headers=dict(headers or {}))

    def post(self, path: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None) -> TestResponse:
        return self._client.post(self._address(path, {}), data=form, headers=dict(headers or {}))

    def _address(self, path: str, given: Mapping[str, str]) -> str:
        """The visitor's path, as a browser followed it, becomes ours."""
        assert path.startswith(PREFIX)
        path, _, query = path.partition("?")
        asked = dict(part.split("=") for part in query.split("&") if part)
        return f"/proxy{path.removeprefix(PREFIX)}?{signed_query(self._clock().timestamp(), {**asked, **given})}"


@pytest.fixture
def relay(client: FlaskClient, clock: Clock) -> Relay:
    return Relay(client, clock)


def live_url(page: TestResponse) -> str:
    found = re.search(r'data-url="([^"]*)"', page.text)
    assert found
    return html.unescape(found[1])


def test_the_form_is_a_part_of_the_shops_theme(relay: Relay) -> None:
    answer = relay.get(PREFIX, order="1001")
    assert answer.status_code == 200
    assert answer.content_type == "application/liquid"
    assert not re.search(r"<(html|head|body|!doctype|title|meta)\b", answer.text, re.IGNORECASE)
    assert f'action="{PREFIX}"' in answer.text
    assert 'value="1001"' in answer.text


def test_request_without_a_valid_signature_is_rejected(client: FlaskClient, clock: Clock) -> None:
    for path in ("/proxy", "/proxy/order/x", "/proxy/order/x/live", f"/proxy?{signed_query(clock().timestamp() - 91)}"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "only works inside the shop" in answer.text
    assert client.post("/proxy", data=FORM).status_code == 403
    assert client.get("/proxy", headers=JSON).get_json()["error"]["code"] == "not_signed"


def test_reason_of_a_rejection_is_only_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/proxy?order=canary")
    assert "A request to the app proxy was refused: a part of the signature is missing" in caplog.text
    assert "canary" not in caplog.text


def test_the_demo_has_no_proxy(make_app: Callable[..., Flask], clock: Clock) -> None:
    query = signed_query(clock().timestamp(), secret="")
    assert make_app().test_client().get(f"/proxy?{query}").status_code == 403


def test_fallback_secret_is_accepted(make_shop: Callable[..., Flask], clock: Clock) -> None:
    query = signed_query(clock().timestamp())
    rotated = make_shop(SHOPIFY_CLIENT_SECRET="new", SHOPIFY_CLIENT_SECRET_FALLBACKS=f"older, {SECRET}")
    assert rotated.test_client().get(f"/proxy?{query}").status_code == 200
    assert make_shop(SHOPIFY_CLIENT_SECRET="new").test_client().get(f"/proxy?{query}").status_code == 403


def test_order_is_shown_without_a_redirect_and_links_to_the_shop(relay: Relay) -> None:
    answer = relay.post(PREFIX, FORM)
    assert answer.status_code == 200
    assert "Order <bdi>#1001</bdi>" in answer.text
    page = JustHTML(answer.text, sanitize=False, fragment=True)
    named = [(node.attrs or {}).get(name) or "" for node in page.query("*") for name in ("href", "action", "data-url")]
    ours = [url for url in named if url and not url.startswith(("https://", "mailto:", "#"))]
    assert ours
    assert [url for url in ours if not url.startswith(PREFIX)] == []
    files = [(node.attrs or {}).get("src") or (node.attrs or {}).get("href") for node in page.query("script, link")]
    assert len(files) == 2
    assert all(str(file).startswith(f"{SITE}/static/") for file in files)


def test_missing_order_and_wrong_contact_say_that_old_orders_cannot_be_shown(relay: Relay, shopify: Shopify) -> None:
    shopify.change(scopes=ALL_SCOPES - {"read_all_orders"})
    wrong = relay.post(PREFIX, FORM | {"email": "eve@example.com"})
    shopify.delete("#1001")
    missing = relay.post(PREFIX, FORM | {"email": "eve@example.com"})
    assert wrong.status_code == missing.status_code == 404
    assert wrong.data == missing.data
    assert "Orders that are more than 60 days old can’t be shown here." in wrong.text


@pytest.mark.parametrize("status", [404, 429, 503])
def test_a_failure_keeps_what_was_typed(relay: Relay, shopify: Shopify, status: int) -> None:
    typed = {"order": "99999", "email": "canary@example.com"}
    for _ in range(10 if status == 429 else 0):
        relay.post(PREFIX, typed)
    shopify.is_down = status == 503
    answer = relay.post(PREFIX, typed)
    assert answer.status_code == status
    fields = dict(re.findall(r'<input id="(order|email)"[^>]* value="([^"]*)"', answer.text))
    assert fields == typed
    assert answer.text.count("canary") == 1


def test_typed_liquid_is_inert(relay: Relay) -> None:
    answer = relay.post(PREFIX, {"order": HOSTILE, "email": HOSTILE})
    assert (answer.status_code, "{" in answer.text) == (422, False)


def test_payment_leads_out_of_the_shop_to_the_site(relay: Relay) -> None:
    page = relay.post(PREFIX, {"order": "1063", "email": "delia@example.com"}).text
    assert re.search(rf'<a class="button" href="{SITE}/order/[^"/]+/pay" target="_top">', page)
    assert re.search(rf'href="{SITE}/order/[^"/]+/shop" rel="noreferrer" target="_top"', page)


def test_calendar_and_directions_lead_out_of_the_shop(relay: Relay) -> None:
    page = relay.post(PREFIX, PICKUP).text
    assert re.search(rf'<a href="{SITE}/order/[^"/]+/calendar\.ics" target="_top">', page)
    assert re.search(r'href="https://www\.openstreetmap\.org/[^"]+" rel="noreferrer" target="_top"', page)


def test_without_the_sites_address_there_is_no_calendar(make_shop: Callable[..., Flask], clock: Clock) -> None:
    page = Relay(make_shop(PUBLIC_URL="").test_client(), clock).post(PREFIX, PICKUP).text
    assert "Get directions" in page
    assert "calendar.ics" not in page


def test_without_the_sites_address_the_shop_is_asked_how_to_pay(make_shop: Callable[..., Flask], clock: Clock) -> None:
    relay = Relay(make_shop(PUBLIC_URL="").test_client(), clock)
    page = relay.post(PREFIX, {"order": "1063", "email": "delia@example.com"}).text
    assert re.search(r'<a class="button" href="mailto:hello@example.com[^"]+How%20can%20I%20pay', page)
    assert "/pay" not in page


def test_the_order_has_an_address_of_its_own(relay: Relay) -> None:
    live = live_url(relay.post(PREFIX, FORM))
    page = relay.get(live.removesuffix("/live"))
    assert page.status_code == 200
    assert "Order <bdi>#1001</bdi>" in page.text
    # Shopify ends some addresses with a slash.
    assert "Order <bdi>#1001</bdi>" in relay.get(f"{live.removesuffix('/live')}/").text
    assert relay.get(live.removesuffix("/live"), JSON).get_json()["order"] == "#1001"


def test_script_gets_the_bare_fragment_and_others_get_liquid(relay: Relay) -> None:
    live = live_url(relay.post(PREFIX, FORM))
    for accept, mimetype in (("text/html", "text/html"), ("*/*", "application/liquid")):
        fragment = relay.get(live, {"Accept": accept})
        assert fragment.mimetype == mimetype
        assert fragment.text.lstrip().startswith("<article")


@pytest.mark.parametrize("address", ["/order/forged", "/order/forged/live"])
def test_a_forged_link_does_not_work_here_either(relay: Relay, address: str) -> None:
    assert relay.get(PREFIX + address).status_code == 404


def test_mistakes_keep_their_status_and_the_form(relay: Relay, shopify: Shopify) -> None:
    assert relay.post(PREFIX, {"order": "", "email": "x"}).status_code == 422
    answer = relay.post(PREFIX, {"order": "1001", "email": "eve@example.com"})
    assert answer.status_code == 404
    assert f'action="{PREFIX}"' in answer.text
    shopify.is_down = True
    assert relay.post(PREFIX, FORM).headers["Retry-After"]


def test_the_language_stays(relay: Relay) -> None:
    answer = relay.post(f"{PREFIX}?lang=en", FORM)
    assert live_url(answer).startswith(f"{PREFIX}/order/")
    assert live_url(answer).endswith("/live?lang=en")


def test_signature_is_not_repeated_on_the_page(relay: Relay) -> None:
    answer = relay.post(PREFIX, FORM)
    for word in ("signature", "timestamp", "path_prefix", SHOP + "&"):
        assert word not in answer.text


def test_texts_of_the_shop_never_run_as_liquid(relay: Relay, shopify: Shopify) -> None:
    order = shopify.order("#1001")
    wicked = json.loads(json.dumps(order).replace("Tide mug", HOSTILE))
    assert wicked != order
    shopify.change(orders=[wicked])
    answer = relay.post(PREFIX, FORM)
    assert "{" not in answer.text
    assert HOSTILE in JustHTML(answer.text, sanitize=False, fragment=True).to_text()
    typed = relay.get(PREFIX, order="{{ x }}")
    assert "{" not in typed.text
    assert 'value="&#123;&#123; x &#125;&#125;"' in typed.text


def test_headers_do_not_restrict_the_shops_page(relay: Relay, client: FlaskClient) -> None:
    for answer in (relay.get(PREFIX), relay.post(PREFIX, FORM), relay.get(f"{PREFIX}/order/x"), client.get("/proxy")):
        assert set(answer.headers.keys()) <= RELAYED
        assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "ETag" not in answer.headers


def tries(relay: Relay, address: str) -> list[int]:
    wrong = {"order": "1001", "email": "eve@example.com"}
    return [relay.post(PREFIX, wrong, {"X-Forwarded-For": address}).status_code for _ in range(11)]


def test_clients_of_the_shop_are_counted_separately(relay: Relay) -> None:
    assert tries(relay, "203.0.113.7") == [404] * 10 + [429]
    right = {"X-Forwarded-For": "203.0.113.8"}
    assert relay.post(PREFIX, FORM, right).status_code == 200


def test_forged_earlier_hops_are_ignored(relay: Relay) -> None:
    assert tries(relay, "203.0.113.7")[-1] == 429
    assert relay.post(PREFIX, FORM, {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}).status_code == 429


def test_trusted_proxy_moves_the_client_one_hop_further(make_shop: Callable[..., Flask], clock: Clock) -> None:
    relay = Relay(make_shop(TRUSTED_PROXIES="1").test_client(), clock)
    assert tries(relay, "203.0.113.7, 192.0.2.1") == [404] * 10 + [429]
    assert relay.post(PREFIX, FORM, {"X-Forwarded-For": "203.0.113.8, 192.0.2.1"}).status_code == 200


@pytest.mark.parametrize("forwarded", ["", "unknown", "203.0.113.7, nonsense"])
def test_without_a_usable_address_shopifys_own_is_counted(relay: Relay, forwarded: str) -> None:
    assert tries(relay, forwarded) == [404] * 10 + [429]


def test_forwarded_header_is_ignored_outside_of_the_app_proxy(client: FlaskClient) -> None:
    answers = [
        client.post("/", data=FORM, headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code
        for number in range(11)
    ]
    assert answers == [303] * 10 + [429]


def test_missing_public_url_leaves_relative_addresses(make_shop: Callable[..., Flask], clock: Clock) -> None:
    answer = Relay(make_shop(PUBLIC_URL="").test_client(), clock).get(PREFIX)
    assert answer.status_code == 200
    assert 'href="/static/proxy.' in answer.text


def test_the_choice_of_letters_answers_in_place(make_shop: Callable[..., Flask], clock: Clock) -> None:
    mail = {"SMTP_URL": "smtp://127.0.0.1:25", "MAIL_FROM": "orders@example.com"}
    relay = Relay(make_shop(**mail).test_client(), clock)
    page = relay.post(PREFIX, {"order": "1002", "email": "bea@example.com"})
    address = re.findall(r'action="([^"]+/notices)"', page.text)[0]
    assert address.startswith(f"{PREFIX}/order/")
    answer = relay.post(address, {"level": "none"})
    assert (answer.status_code, answer.content_type) == (200, "application/liquid")
    assert "Write to me if something changes" in answer.text


def test_an_answer_is_confirmed_in_place_and_shopify_runs_none_of_its_words(
    make_shop: Callable[..., Flask], clock: Clock
) -> None:
    mail = {"SMTP_URL": "smtp://127.0.0.1:25", "MAIL_FROM": "orders@example.com"}
    relay = Relay(make_shop(**mail).test_client(), clock)
    page = relay.post(PREFIX, LATE)
    address = re.findall(r'action="([^"]+/answers)"', page.text)[0]
    answer = relay.post(address, {"kind": "contact", "text": HOSTILE})
    assert (answer.status_code, answer.content_type) == (200, "application/liquid")
    assert "We have it. You’ll hear from us by Tuesday 24\N{NO-BREAK SPACE}November." in answer.text
    assert HOSTILE in html.unescape(answer.text)
    too_long = relay.post(f"{address}/", {"kind": "contact", "text": "x" * 1001})
    assert too_long.status_code == 422
    assert "x" * 1001 in too_long.text
