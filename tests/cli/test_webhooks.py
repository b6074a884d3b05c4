from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import requests
from flask import Flask
from trustme import CA

from tests.cli.doctor.conftest import Site
from tests.parts import Clock, Shopify, harbor_goods
from tests.telling import SETTINGS
from tracking.demo import DemoStore
from tracking.shopify.webhooks.topics import WANTED


def run(app: Flask, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["webhooks", *options])
    return result.exit_code, result.output


def topics(said: str, state: str) -> Sequence[str]:
    """Those of the lines that begin with a state."""
    return tuple(line[len(state) :].split()[0] for line in said.splitlines() if line.startswith(f"{state} "))


class Moody(Shopify):
    """A Shopify that may change its mind when it is asked to ``happen`` at a subscription."""

    def __init__(self, store: DemoStore, clock: Clock) -> None:
        super().__init__(store, clock)
        self.happen: Callable[[], None] = lambda: None

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        if "mutation" in str(request.body):
            self.happen()
        return super().send(request)


@pytest.fixture
def shopify(clock: Clock) -> Moody:
    return Moody(harbor_goods(), clock)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The address of the running site, with a certificate that this machine trusts."""
    ca = CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "ca.pem"))
    with Site(ca.issue_cert("127.0.0.1")) as site:
        yield site


@pytest.fixture
def here(site: Site) -> str:
    return f"{site.url}/webhooks/shopify"


@pytest.fixture
def app(make_app: Callable[..., Flask], site: Site) -> Flask:
    site.app = app = make_app(**{**SETTINGS, "PUBLIC_URL": site.url})
    return app


def test_what_is_missing_is_subscribed_to_and_then_nothing_is_missing(app: Flask, shopify: Shopify, here: str) -> None:
    code, said = run(app)
    assert (code, topics(said, "new")) == (0, WANTED)
    assert {each["uri"] for each in shopify.store.subscriptions} == {here}
    code, said = run(app)
    assert (code, topics(said, "subscribed"), topics(said, "new")) == (0, WANTED, ())
    assert len(shopify.store.subscriptions) == len(WANTED)


def test_who_only_looks_changes_nothing(app: Flask, shopify: Shopify) -> None:
    code, said = run(app, "--list")
    assert (code, topics(said, "missing")) == (1, WANTED)
    assert not shopify.store.subscriptions
    assert not shopify.asked["Subscribe"]


def test_the_scope_that_is_missing_is_named_and_the_rest_is_done(app: Flask, shopify: Shopify) -> None:
    shopify.change(scopes=shopify.store.scopes - {"read_fulfillments"})
    code, said = run(app)
    assert code == 1
    assert topics(said, "no scope") == tuple(
        topic for topic in WANTED if topic.startswith(("fulfillments/", "fulfillment_events/"))
    )
    assert said.count("grant the app read_fulfillments") == 4
    assert "orders/updated" in topics(said, "new")


def test_what_leads_elsewhere_is_named(app: Flask, shopify: Shopify) -> None:
    old = "https://old.example.com/webhooks/shopify"
    shopify.store.subscriptions.append({"topic": "ORDERS_UPDATED", "uri": old})
    code, said = run(app)
    assert (code, topics(said, "new"), topics(said, "elsewhere")) == (0, WANTED, ("orders/updated",))
    assert f"leads to {old}" in said


def test_a_refusal_is_passed_on_in_shopifys_words(app: Flask, shopify: Moody) -> None:
    shopify.happen = lambda: shopify.change(scopes=frozenset({"read_orders"}))
    code, said = run(app)
    assert code == 1
    assert "fulfillments/create" in topics(said, "refused")
    assert "Shopify says: You do not have permission" in said
    assert "orders/updated" in topics(said, "new")


def test_privacy_topics_are_said_to_belong_elsewhere(app: Flask, here: str) -> None:
    said = run(app)[1]
    assert 'compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]' in said
    assert f'uri = "{here}"' in said


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:5000"])
def test_without_an_https_address_there_is_nowhere_to_send_them(make_app: Callable[..., Flask], address: str) -> None:
    code, said = run(make_app(**{**SETTINGS, "PUBLIC_URL": address}))
    assert code == 1
    assert "PUBLIC_URL must be" in said


def test_without_the_secret_that_signs_them_none_are_asked_for(
    make_app: Callable[..., Flask], shopify: Shopify
) -> None:
    code, said = run(make_app(**{**SETTINGS, "SHOPIFY_CLIENT_SECRET": "", "SHOPIFY_WEBHOOK_SECRET": "by-hand"}))
    assert code == 1
    assert "SHOPIFY_CLIENT_SECRET is not set" in said
    assert not shopify.asked


def test_when_shopify_cannot_be_asked_it_says_so(app: Flask, shopify: Shopify) -> None:
    shopify.is_down = True
    code, said = run(app)
    assert code == 1
    assert "Shopify does not say which webhooks it sends" in said


def test_when_shopify_fails_in_the_middle_each_topic_says_so(app: Flask, shopify: Moody) -> None:
    def fail() -> None:
        shopify.is_down = True

    shopify.happen = fail
    code, said = run(app)
    assert (code, topics(said, "failed")) == (1, WANTED)


def test_without_a_server_at_the_address_nothing_is_changed(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    app = make_app(**{**SETTINGS, "PUBLIC_URL": "https://127.0.0.1:1"})
    code, said = run(app)
    assert code == 1
    assert "https://127.0.0.1:1 cannot be reached from this machine (ConnectionError). Start the site" in said
    assert "Nothing was changed. First the server, then `" in said
    assert not shopify.asked
    code, said = run(app, "--list")
    assert (code, topics(said, "missing")) == (1, WANTED)
    assert not shopify.store.subscriptions


def test_another_site_at_the_address_is_told_from_this_one(
    make_app: Callable[..., Flask], app: Flask, site: Site, shopify: Shopify
) -> None:
    site.app = make_app(SECRET_KEY="another key, which is just as long as it")
    code, said = run(app)
    assert code == 1
    assert f"At {site.url} a site like this one answers, with other settings." in said
    assert not shopify.asked


@pytest.mark.parametrize("option", [(), ("--list",)])
def test_without_any_setting_it_first_says_that_no_shop_is_configured(
    make_app: Callable[..., Flask], option: tuple[str, ...]
) -> None:
    code, said = run(make_app(), *option)
    assert code == 1
    assert said.startswith("No shop is configured here (SHOPIFY_SHOP is not set). This is the demo store: ")
    assert said.index("No shop is configured") < said.index("PUBLIC_URL must be")


def test_the_demo_store_keeps_them_as_long_as_it_lives(make_app: Callable[..., Flask], site: Site) -> None:
    site.app = app = make_app(PUBLIC_URL=site.url)
    code, said = run(app)
    assert (code, topics(said, "new")) == (0, WANTED)
    assert "This is the demo store" in said
    assert topics(run(app)[1], "subscribed") == WANTED
