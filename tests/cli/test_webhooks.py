from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import requests
from flask import Flask
from trustme import CA

from tests.cli.doctor.conftest import Site
from tests.fakes import Clock, Shopify, harbor_goods
from tests.webhook_samples import SETTINGS
from tracking.demo import DemoStore
from tracking.services import services
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


def test_missing_topics_are_subscribed(app: Flask, shopify: Shopify, here: str) -> None:
    code, said = run(app)
    assert (code, topics(said, "new")) == (0, WANTED)
    assert {each["uri"] for each in shopify.store.subscriptions} == {here}
    code, said = run(app)
    assert (code, topics(said, "subscribed"), topics(said, "new")) == (0, WANTED, ())
    assert len(shopify.store.subscriptions) == len(WANTED)


def test_the_worker_makes_again_what_the_command_subscribed_to(
    app: Flask, shopify: Shopify, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        services().database.prepare()  # as the site does, whose answer the command waits for
    run(app)
    shopify.store.subscriptions[2:] = []
    with app.app_context():
        worker = services().worker
    for _ in range(2000):
        clock.advance(seconds=worker.step())
        if len(shopify.store.subscriptions) == len(WANTED):
            break
    assert len(shopify.store.subscriptions) == len(WANTED)
    assert "Shopify has dropped webhook subscriptions" in caplog.text


def test_list_option_changes_nothing(app: Flask, shopify: Shopify) -> None:
    code, said = run(app, "--list")
    assert (code, topics(said, "missing")) == (1, WANTED)
    assert not shopify.store.subscriptions
    assert not shopify.calls["Subscribe"]


def test_missing_scope_is_named_and_other_topics_are_subscribed(app: Flask, shopify: Shopify) -> None:
    shopify.change(scopes=shopify.store.scopes - {"read_fulfillments"})
    code, said = run(app)
    assert code == 1
    assert topics(said, "no scope") == tuple(
        topic for topic in WANTED if topic.startswith(("fulfillments/", "fulfillment_events/"))
    )
    assert said.count("grant the app read_fulfillments") == 4
    assert "orders/updated" in topics(said, "new")


def test_subscriptions_of_other_urls_are_listed(app: Flask, shopify: Shopify) -> None:
    old = "https://old.example.com/webhooks/shopify"
    shopify.store.subscriptions.append({"topic": "ORDERS_UPDATED", "uri": old})
    code, said = run(app)
    assert (code, topics(said, "new"), topics(said, "elsewhere")) == (0, WANTED, ("orders/updated",))
    assert f"leads to {old}" in said


def test_refusal_is_printed_with_shopifys_message(app: Flask, shopify: Moody) -> None:
    shopify.happen = lambda: shopify.change(scopes=frozenset({"read_orders"}))
    code, said = run(app)
    assert code == 1
    assert "fulfillments/create" in topics(said, "refused")
    assert "Shopify says: You do not have permission" in said
    assert "orders/updated" in topics(said, "new")


def test_privacy_topics_are_explained(app: Flask, here: str) -> None:
    said = run(app)[1]
    assert 'compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]' in said
    assert f'uri = "{here}"' in said


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:5000"])
def test_public_url_without_https_is_an_error(make_app: Callable[..., Flask], address: str) -> None:
    code, said = run(make_app(**{**SETTINGS, "PUBLIC_URL": address}))
    assert code == 1
    assert "PUBLIC_URL must be" in said


def test_missing_client_secret_is_an_error(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    code, said = run(make_app(**{**SETTINGS, "SHOPIFY_CLIENT_SECRET": "", "SHOPIFY_WEBHOOK_SECRET": "by-hand"}))
    assert code == 1
    assert "SHOPIFY_CLIENT_SECRET is not set" in said
    assert not shopify.calls


def test_unreachable_shopify_is_an_error(app: Flask, shopify: Shopify) -> None:
    shopify.is_down = True
    code, said = run(app)
    assert code == 1
    assert "Shopify does not say which webhooks it sends" in said


def test_failed_topics_are_listed(app: Flask, shopify: Moody) -> None:
    def fail() -> None:
        shopify.is_down = True

    shopify.happen = fail
    code, said = run(app)
    assert (code, topics(said, "failed")) == (1, WANTED)


def test_unreachable_site_subscribes_to_nothing(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    app = make_app(**{**SETTINGS, "PUBLIC_URL": "https://127.0.0.1:1"})
    code, said = run(app)
    assert code == 1
    assert "https://127.0.0.1:1 cannot be reached from this machine (ConnectionError). Start the site" in said
    assert "Nothing was changed. First the server, then `" in said
    assert not shopify.calls
    code, said = run(app, "--list")
    assert (code, topics(said, "missing")) == (1, WANTED)
    assert not shopify.store.subscriptions


def test_other_site_at_the_url_subscribes_to_nothing(
    make_app: Callable[..., Flask], app: Flask, site: Site, shopify: Shopify
) -> None:
    site.app = make_app(SECRET_KEY="another key, which is just as long as it")
    code, said = run(app)
    assert code == 1
    assert f"At {site.url} a site like this one answers, with other settings." in said
    assert not shopify.calls


@pytest.mark.parametrize("option", [(), ("--list",)])
def test_missing_shop_is_reported_before_other_settings(
    make_app: Callable[..., Flask], option: tuple[str, ...]
) -> None:
    code, said = run(make_app(), *option)
    assert code == 1
    assert said.startswith("No shop is configured here (SHOPIFY_SHOP is not set). This is the demo store: ")
    assert said.index("No shop is configured") < said.index("PUBLIC_URL must be")


def test_demo_store_subscriptions_are_temporary(make_app: Callable[..., Flask], site: Site) -> None:
    site.app = app = make_app(PUBLIC_URL=site.url)
    code, said = run(app)
    assert (code, topics(said, "new")) == (0, WANTED)
    assert "This is the demo store" in said
    assert topics(run(app)[1], "subscribed") == WANTED


def test_no_database_is_made(make_app: Callable[..., Flask], site: Site, tmp_path: Path) -> None:
    file = tmp_path / "data" / "orders.db"
    site.app = app = make_app(**{**SETTINGS, "PUBLIC_URL": site.url, "DATABASE_URL": f"sqlite:///{file}"})
    for options in ((), ("--list",)):
        assert run(app, *options)[0] == 0
    assert not file.parent.exists()
