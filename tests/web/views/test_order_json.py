import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.demo_orders import order_ids, order_sample, paths
from tests.fakes import Clock, Shopify, harbor_goods
from tests.response_rules import CheckingClient
from tests.tracing import untraced
from tests.web.conftest import address_of
from tracking import create_app
from tracking.durations.usual_times import UsualTimes
from tracking.services import services
from tracking.settings import Settings

JSON = {"Accept": "application/json"}

HEADLINE = {"stage", "condition", "reason", "title", "text"}
KEYS = {
    "": {"order", "placed_at", "as_of", "stale", "language", "headline", "estimate", "payment", "next_step",
         "parcels", "removed", "returns", "money", "timeline", "destination", "test", "items_sent", "items_total",
         "replaced_by", "link_expires_at", "promises", "usual", "notices", "choices", "answers"},
    "answers": {"kind", "at", "handled"},
    "destination": {"city", "country"},
    "notices": {"level"},
    "replaced_by": {"order"},
    "headline": HEADLINE,
    "estimate": {"from", "to", "previous"},
    "estimate.previous": {"from", "to"},
    "payment": {"reason", "condition", "text", "due"},
    "payment.due": {"amount", "currency", "on"},
    "next_step": {"code", "text", "url"},
    "promises": {"from", "to", "said_at"},
    "parcels": {"route", "stage", "condition", "reason", "title", "text", "stages", "items", "tracking", "events",
                "location", "expected", "estimate", "next_step"},
    "parcels.estimate": {"from", "to", "previous"},
    "parcels.estimate.previous": {"from", "to"},
    "parcels.next_step": {"code", "text", "url"},
    "parcels.stages": {"code", "state", "at"},
    "parcels.items": {"title", "variant", "quantity", "image"},
    "parcels.tracking": {"carrier", "name", "number", "url"},
    "parcels.events": {"status", "at", "place", "text"},
    "removed": {"title", "variant", "quantity", "reason"},
    "returns": {"stage", "condition", "reason", "stages", "items", "exchange", "tracking", "label_url", "text"},
    "returns.exchange": {"title", "variant", "quantity", "image"},
    "returns.stages": {"code", "state", "at"},
    "returns.items": {"title", "variant", "quantity", "image"},
    "returns.tracking": {"carrier", "name", "number", "url"},
    "money": {"reason", "refunded", "text"},
    "money.refunded": {"amount", "currency"},
    "timeline": {"at", "text", "kind"},
}  # fmt: skip
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def shapes(value: object, path: str = "") -> set[tuple[str, frozenset[str]]]:
    """Where each object of a JSON value stands, and its keys."""
    if isinstance(value, list):
        return {shape for each in value for shape in shapes(each, path)}
    if not isinstance(value, dict):
        return set()
    below = {shape for key, each in value.items() for shape in shapes(each, f"{path}.{key}".strip("."))}
    return {(path, frozenset(value)), *below}


def times(value: object, key: str = "") -> list[tuple[str, str]]:
    """Every time and day of a JSON value."""
    if isinstance(value, list):
        return [time for each in value for time in times(each, key)]
    if isinstance(value, dict):
        return [time for name, each in value.items() for time in times(each, name)]
    return (
        [(key, value)]
        if isinstance(value, str)
        and key in {"at", "placed_at", "as_of", "from", "to", "expected", "link_expires_at", "on"}
        else []
    )


@pytest.fixture(scope="module", params=["sample", pytest.param("all", marks=pytest.mark.audit)])
def every_answer(request: pytest.FixtureRequest) -> dict[str, TestResponse]:
    """The JSON of demo orders by slug."""
    clock = Clock()
    transport = Shopify(harbor_goods(), clock)
    app = create_app(Settings.from_environ({}), clock=clock, monotonic=clock.monotonic, transport=transport)
    app.test_client_class = CheckingClient
    client = app.test_client()
    with untraced():
        addresses = paths(app)
        client.post(f"{addresses['delayed']}/answers", data={"kind": "wait"})
        slugs = order_sample() if request.param == "sample" else [*order_ids()]
        return {slug: client.get(addresses[slug], headers=JSON) for slug in {*slugs, "delayed"}}


def test_the_json_has_every_key_of_the_contract_and_no_other(every_answer: dict[str, TestResponse]) -> None:
    seen = set()
    for answer in every_answer.values():
        assert answer.mimetype == "application/json"
        seen |= shapes(answer.get_json())
        for key, value in times(answer.get_json()):
            assert (DAY if key in {"from", "to", "expected", "on"} else TIME).fullmatch(value), (key, value)
    assert {(path, frozenset(keys)) for path, keys in KEYS.items()} == seen


def test_json_has_no_status_words_of_shopify(every_answer: dict[str, TestResponse]) -> None:
    for slug, answer in every_answer.items():
        body = json.loads(answer.text)
        for parcel in body["parcels"]:
            for item in parcel["items"]:
                item.clear()
        assert not re.search(r"\b[A-Z]{3,}_[A-Z_]+\b|raud", json.dumps(body)), slug


def test_json_keeps_the_order_of_the_contract(client: FlaskClient) -> None:
    answer = client.get(address_of(client, "#1001"), headers=JSON)
    assert list(answer.get_json()) == list(json.loads(answer.text))
    assert answer.text.startswith('{"order":"#1001","placed_at":')


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("49.0", "SEK", "49.00"),
        ("49", "SEK", "49.00"),
        ("4900.0", "JPY", "4900"),
        ("1.5", "KWD", "1.500"),
        ("1E+3", "EUR", "1000.00"),
        ("0.005", "USD", "0.005"),
        ("99999999999999.99", "SEK", "99999999999999.99"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(
    client: FlaskClient, shopify: Shopify, amount: str, currency: str, written: str
) -> None:
    order = shopify.order("#1001")
    money = {"presentmentMoney": {"amount": amount, "currencyCode": currency}}
    shopify.change(orders=[{**order, "totalRefundedSet": money}])
    refunded = client.get(address_of(client, "#1001"), headers=JSON).get_json()["money"]["refunded"]
    assert refunded == {"amount": written, "currency": currency}


@pytest.mark.parametrize(
    ("name", "reason"),
    [("#1414", "pay_refund_failed"), ("#1415", "pay_owed_back"), ("#1413", None), ("#1001", None)],
)
def test_reason_of_the_money_line_tells_what_is_wrong_or_still_to_come(
    client: FlaskClient, name: str, reason: str | None
) -> None:
    assert client.get(address_of(client, name), headers=JSON).get_json()["money"]["reason"] == reason


def test_items_and_link_of_an_order_that_was_sent_in_part(client: FlaskClient) -> None:
    body = client.get(address_of(client, "#1163"), headers=JSON).get_json()
    units = [
        (parcel["stage"] != "preparing", item["quantity"]) for parcel in body["parcels"] for item in parcel["items"]
    ]

    assert body["items_total"] == sum(quantity for _, quantity in units) > body["items_sent"] > 0
    assert body["items_sent"] == sum(quantity for is_sent, quantity in units if is_sent)
    assert body["link_expires_at"] > body["as_of"]


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("#1170", "1\N{NO-BREAK SPACE}item was added to the order"),
        ("#1171", "1\N{NO-BREAK SPACE}item was removed from the order"),
        ("#1173", "The order was changed"),
    ],
)
def test_timeline_has_the_edits_of_the_order(client: FlaskClient, name: str, edit: str) -> None:
    timeline = client.get(address_of(client, name), headers=JSON).get_json()["timeline"]
    assert [entry["text"] for entry in timeline if entry["kind"] == "order"] == [edit, "You placed the order"]


USUAL = [
    ["sent", *[None] * 5, 2, 4],
    ["arrived", None, None, "GB", None, None, 3, 5],
    ["first_scan", "royal-mail", *[None] * 4, 1, 1],
]


@pytest.mark.parametrize(
    ("slug", "usual", "sentence"),
    [
        (
            "open",
            {"step": "send", "from_days": 1, "to_days": 2},
            "Usually leaves within 1\N{EN DASH}\N{WORD JOINER}2 working days.",
        ),
        (
            "no-display-status",
            {"step": "arrive", "from_days": 2, "to_days": 3},
            "It usually takes 2\N{EN DASH}\N{WORD JOINER}3 days.",
        ),
        ("label-purchased", {"step": "send", "from_days": 1, "to_days": 1}, "that usually happens within 1 day."),
        ("in-transit", None, None),
    ],
    ids=["unsent", "on its way", "not scanned", "estimated"],
)
def test_usual_times_are_said_where_no_day_is(
    app: Flask, slug: str, usual: dict[str, object] | None, sentence: str | None
) -> None:
    app.extensions["whereabouts"].policy.usual.current = UsualTimes.from_json(USUAL)
    client, address = app.test_client(), paths(app)[slug]
    told = client.get(address, headers=JSON).get_json()
    assert told["usual"] == usual
    text = told["headline"]["text"].replace("\N{NO-BREAK SPACE}", " ")
    assert (sentence in text and "look into it" in text) if sentence else ("usually" not in text)
    for shown in (address, f"/widget{address}"):
        assert ("look into it" in client.get(shown).text) is (sentence is not None)


def test_an_erased_order_is_watched_by_nobody_and_its_page_says_so_and_asks_nothing(app: Flask) -> None:
    app.extensions["whereabouts"].policy.usual.current = UsualTimes.from_json(USUAL)
    client = app.test_client()
    for slug in ("open", "label-purchased", "delayed", "delivered"):
        address = paths(app)[slug]
        before = client.get(address, headers=JSON).get_json()
        assert before["notices"] == {"level": "important"}
        with app.app_context():
            services().erasure.erase([order_ids()[slug]])
            services().orders.erase(order_ids()[slug])
        told = client.get(address, headers=JSON).get_json()
        assert [told[key] for key in ("notices", "choices", "answers")] == [None, [], []]
        assert [told[key] for key in ("usual", "promises")] == [before[key] for key in ("usual", "promises")]
        for key in ("stage", "condition", "title"):
            assert told["headline"][key] == before["headline"][key]
        for shown in (address, f"{address}/live", f"/widget{address}"):
            page = client.get(shown).text
            found = re.findall(r"look(?:ing)? into it|We write to you|/notices|/answers|<textarea", page)
            assert found == [], shown
