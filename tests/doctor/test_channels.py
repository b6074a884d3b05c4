from collections.abc import Callable

import pytest
from flask import Flask

from tracking.doctor.channels import check_alerts, check_texts
from tracking.doctor.finding import Check, Finding, FindingState
from tracking.services import services

SHOP = {
    "SHOPIFY_SHOP": "tea.myshopify.com",
    "SHOPIFY_ACCESS_TOKEN": "demo",
    "SECRET_KEY": "own" * 12,
    "PUBLIC_URL": "https://track.example.com",
}


def findings(app: Flask, check: Check) -> list[Finding]:
    with app.app_context():
        return list(check(services()))


def test_addresses_that_apprise_understands_are_well(make_app: Callable[..., Flask]) -> None:
    app = make_app(**SHOP, TEXT_URL="json://host/secret-token?:to={phone}", ALERT_URLS="ntfy://secret-token json://b")
    found = [*findings(app, check_texts), *findings(app, check_alerts)]
    assert [(each.topic, each.state) for each in found] == [
        ("TEXT_URL", FindingState.OK),
        ("ALERT_URLS", FindingState.OK),
        ("ALERT_URLS", FindingState.OK),
    ]
    assert "secret-token" not in str(found)


@pytest.mark.parametrize(
    ("check", "name", "value"),
    [(check_texts, "TEXT_URL", "nope://secret-token/{phone}"), (check_alerts, "ALERT_URLS", "slack://secret-token")],
)
def test_address_that_apprise_rejects_is_an_error_that_names_its_service(
    make_app: Callable[..., Flask], check: Check, name: str, value: str
) -> None:
    (found,) = findings(make_app(**SHOP, **{name: value}), check)
    assert (found.topic, found.state) == (name, FindingState.ERROR)
    assert name in found.fix
    assert value.partition(":")[0] in found.message
    assert "secret-token" not in str(found)


def test_a_site_without_them_is_told_what_they_are_for(make_app: Callable[..., Flask]) -> None:
    app = make_app(**SHOP)
    assert findings(app, check_texts) == []
    assert [each.state for each in findings(app, check_alerts)] == [FindingState.NOTE]


def test_texts_do_not_leave_the_demo(make_app: Callable[..., Flask]) -> None:
    found = findings(make_app(TEXT_URL="json://host/{phone}"), check_texts)
    assert [each.state for each in found] == [FindingState.NOTE, FindingState.OK]
