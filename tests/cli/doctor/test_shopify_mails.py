from collections.abc import Callable

from flask import Flask

from tests.cli.doctor.doctor_report import SHOP, check_sentences
from tracking.cli.doctor.finding import Finding
from tracking.cli.doctor.shopify_mails import NAMES, check, double_findings
from tracking.services import services
from tracking.settings.shopify_mails import MAILS

CONFIGURED = {"SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "demo", "SECRET_KEY": "k" * 40}


def checked(app: Flask) -> list[Finding]:
    with app.app_context():
        findings = list(check(services()))
    for finding in findings:
        check_sentences(finding.state, finding.message, finding.fix)
    return findings


def test_every_mail_has_its_name_in_the_admin() -> None:
    assert tuple(NAMES) == MAILS


def test_mails_are_listed_with_the_clicks(make_app: Callable[..., Flask]) -> None:
    (said,) = checked(make_app(**CONFIGURED, SHOPIFY_MAILS="shipped,refunded"))
    assert said.state == "ok"
    assert said.message == (
        "SHOPIFY_MAILS says that Shopify sends shipped (Shipping confirmation), refunded (Order refund); they are"
        " switched in Shopify's admin under Settings > Notifications > Customer notifications."
    )
    (said,) = checked(make_app(**CONFIGURED, SHOPIFY_MAILS="none"))
    assert said.message.startswith("SHOPIFY_MAILS says that Shopify sends none after the order;")


def test_demo_store_mails_nothing(app: Flask) -> None:
    assert not checked(app)


def test_double_is_a_note_where_letters_leave(make_app: Callable[..., Flask]) -> None:
    doubled = {**CONFIGURED, "NOTICES": "+sent"}
    assert len(checked(make_app(**doubled))) == 1
    sending = {"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "a@example.com", "PUBLIC_URL": "https://127.0.0.1:1"}
    _, said = checked(make_app(**doubled, **sending))
    assert said.state == "?"
    assert said.message == (
        "Customers would be told twice: NOTICES has sent, and Shopify sends 'Shipping confirmation' (shipped)."
    )
    assert said.fix.startswith("Take sent out of NOTICES, or switch that email off")


def test_no_double_is_no_finding() -> None:
    assert not list(double_findings((), MAILS))
    found = list(double_findings(("+delivered",), MAILS))
    assert [finding.fix.split()[-1] for finding in found] == ["SHOPIFY_MAILS."] * 2
