from collections.abc import Callable

import pytest
from flask import Flask

from tests.cli.doctor.doctor_report import CLIENT, SHOP, check_sentences
from tracking.cli.doctor.overview import check
from tracking.services import services

TOKEN = {"SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "demo", "SECRET_KEY": "k" * 40}
APP = {
    "SHOPIFY_SHOP": SHOP,
    "SHOPIFY_CLIENT_ID": CLIENT[0],
    "SHOPIFY_CLIENT_SECRET": CLIENT[1],
    "SECRET_KEY": "k" * 40,
}
SITE = {"PUBLIC_URL": "https://track.example.com"}
MAIL = {"SMTP_URL": "smtp://127.0.0.1:25", "MAIL_FROM": "orders@example.com"}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({**TOKEN, **SITE, **MAIL, "STAFF_EMAILS": "ada@example.com"}, ["ok"]),
        ({**APP, **SITE, **MAIL, "STAFF_EMAILS": "ada@example.com, ben@example.com"}, ["ok", "ok"]),
        ({**TOKEN, **SITE, "STAFF_EMAILS": "ada@example.com"}, ["!!"]),
        ({**APP, **SITE}, ["ok"]),
        ({**TOKEN, **SITE}, ["?"]),
        (APP, ["?", "?"]),
        ({**TOKEN, "PUBLIC_URL": "http://localhost:5000"}, ["?", "?"]),
        ({}, []),
    ],
)
def test_the_shop_learns_how_its_people_come_in(
    make_app: Callable[..., Flask], settings: dict[str, str], expected: list[str]
) -> None:
    with make_app(**settings).app_context():
        findings = list(check(services()))
    for finding in findings:
        check_sentences(finding.state, finding.message, finding.fix)
    assert [finding.state for finding in findings] == expected
