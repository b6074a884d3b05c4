from collections.abc import Callable

import pytest
from flask import Flask

from tests.cli.doctor.doctor_report import SHOP, check_sentences
from tracking.cli.doctor.answers import check
from tracking.services import services

CONFIGURED = {"SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "demo", "SECRET_KEY": "k" * 40}
MAIL = {
    "SMTP_URL": "smtp://127.0.0.1:25",
    "MAIL_FROM": "orders@example.com",
    "PUBLIC_URL": "https://track.example.com",
}


def states(app: Flask) -> list[str]:
    with app.app_context():
        findings = list(check(services()))
    for finding in findings:
        check_sentences(finding.state, finding.message, finding.fix)
    return [finding.state for finding in findings]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({**MAIL, "SUPPORT_EMAIL": "shop@example.com"}, ["ok"]),
        (MAIL, ["?"]),  # the shop has not said where it is reached
        ({"CHOICES": "wait"}, ["?"]),
        ({}, []),
        ({**MAIL, "CHOICES": "none"}, []),
    ],
)
def test_the_merchant_learns_whether_anybody_hears_the_answers(
    make_app: Callable[..., Flask], settings: dict[str, str], expected: list[str]
) -> None:
    assert states(make_app(**CONFIGURED, **settings)) == expected


def test_the_demo_mails_nothing(app: Flask) -> None:
    assert states(app) == []
