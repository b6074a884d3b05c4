import re
from collections.abc import Callable
from dataclasses import fields

from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Clock, ManualExecutor, Shopify, free_port
from tests.web.merchant.conftest import SETTINGS, WITH_MAIL, logged_in
from tracking.database import alerts
from tracking.database.alerts import AlertRow
from tracking.services import services


def test_an_owner_sees_what_it_does_and_what_the_checks_found(
    client: FlaskClient, background: ManualExecutor, shopify: Shopify
) -> None:
    first = client.get("/merchant/state").text
    assert "is being checked now: reload this page in a minute" in first
    assert not shopify.calls, "the page waits for nobody"
    background.run()
    page = client.get("/merchant/state").text
    assert "was last checked on" in page
    assert "Northway Logistics packs for the shop" in page
    assert "API version" in page


def test_faults_are_counted_and_told_with_their_fix(make_app: Callable[..., Flask], clock: Clock) -> None:
    app = make_app(**{**SETTINGS, "SECRET_KEY": "short"})
    ada = logged_in(app)
    with app.app_context(), services().database.write() as transaction:
        alerts.put(
            transaction,
            AlertRow(code="letters", about="", sentence="The mail server refuses.", since=clock(), seen_at=clock()),
        )
    page = ada.get("/merchant/state").text
    assert "The mail server refuses." in page
    assert "It is shorter than" in page
    assert "Set SECRET_KEY to what" in page
    marked = page.count("Needs you:") - 1  # without the heading's own
    assert marked >= 3  # the alert, the key, and no worker
    (said,) = re.findall(r"(\d+)\sthings? needs? you", page)
    assert int(said) == marked, page[page.index("<main") :]


def test_no_secret_stands_on_it(make_app: Callable[..., Flask], background: ManualExecutor) -> None:
    app = make_app(**WITH_MAIL, METRICS_TOKEN="a canary of metrics", LINK_KEY="a canary of links, long enough")
    ada = logged_in(app)
    for path in ("/merchant/state", "/merchant/settings"):
        ada.get(path)
        background.run()
        page = ada.get(path).text
        with app.app_context():
            settings = services().settings
        for field in fields(settings):
            if not field.repr and isinstance(value := getattr(settings, field.name), str):
                assert value not in page, f"{field.name} stands on {path}"
        assert "canary" not in page


def test_without_a_database_the_page_says_so(make_app: Callable[..., Flask]) -> None:
    app = make_app(DATABASE_URL=f"postgresql://whereabouts@127.0.0.1:{free_port()}/orders")
    answer = app.test_client().get("/merchant/state")
    assert answer.status_code == 200
    assert "It can’t be used right now" in answer.text
