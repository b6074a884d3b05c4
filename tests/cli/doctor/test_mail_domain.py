from collections.abc import Callable, Mapping, Sequence

import pytest
from flask import Flask

from tests.cli.doctor.dns_server import DnsServer
from tests.cli.doctor.doctor_report import check_sentences
from tracking.cli.doctor.dns_texts import text_lookup
from tracking.cli.doctor.finding import Finding
from tracking.cli.doctor.mail_domain import check, domain_findings
from tracking.services import services

GOOD = {
    "harbor.shop": ['"v=spf1 include:_spf.mail.shop" " ~all"', '"google-site-verification=x"'],
    "s1._domainkey.harbor.shop": ['"v=DKIM1; k=rsa; p=MIGf" "MA0G"'],
    "_dmarc.harbor.shop": ['"v=DMARC1; p=reject"'],
}


def found(
    records: Mapping[str, Sequence[str]] | None, selector: str | None = "s1", domain: str = "harbor.shop"
) -> list[Finding]:
    with DnsServer(records) as server:
        findings = list(domain_findings(domain, selector, text_lookup(server.resolver())))
    for finding in findings:
        check_sentences(finding.state, finding.message, finding.fix)
    return findings


def test_three_records_are_ok() -> None:
    findings = found(GOOD)
    assert [(finding.topic, finding.state.value) for finding in findings] == [("MAIL_FROM", "ok")] * 3
    assert "v=spf1 include:_spf.mail.shop ~all" in findings[0].message
    assert findings[1].message == "There is a DKIM key at s1._domainkey.harbor.shop."
    assert "v=DMARC1; p=reject" in findings[2].message


@pytest.mark.parametrize(
    ("changes", "at", "state", "words"),
    [
        ({"harbor.shop": ['"other"']}, 0, "?", "harbor.shop has no SPF record"),
        ({"harbor.shop": []}, 0, "?", "harbor.shop has no SPF record"),
        ({"harbor.shop": ['"v=spf10 mx"']}, 0, "?", "harbor.shop has no SPF record"),
        ({"harbor.shop": ['"v=spf1 mx -all"', '"V=SPF1 a -all"']}, 0, "!!", "has 2 SPF records"),
        ({"harbor.shop": ['"v=spf1 -all"']}, 0, "!!", "sends no mail at all"),
        ({"s1._domainkey.harbor.shop": []}, 1, "!!", "There is no DKIM key at s1._domainkey.harbor.shop."),
        ({"s1._domainkey.harbor.shop": ['"v=DKIM1; p="']}, 1, "!!", "is revoked"),
        ({"_dmarc.harbor.shop": []}, 2, "?", "harbor.shop has no DMARC record"),
    ],
)
def test_missing_or_broken_record_is_a_finding(
    changes: Mapping[str, Sequence[str]], at: int, state: str, words: str
) -> None:
    findings = found({**GOOD, **changes})
    assert findings[at].state == state
    assert words in findings[at].message
    assert {finding.state.value for place, finding in enumerate(findings) if place != at} == {"ok"}


def test_domain_without_any_record_is_three_findings() -> None:
    assert [finding.state.value for finding in found({})] == ["?", "!!", "?"]


def test_key_without_a_name_cannot_be_asked_for() -> None:
    _, dkim, _ = found(GOOD, selector=None)
    assert dkim.state == "?"
    assert "doctor --dkim-selector NAME" in dkim.fix


def test_domain_above_may_have_the_dmarc_record() -> None:
    *_, dmarc = found(GOOD, domain="mail.harbor.shop")
    assert dmarc.message.startswith("_dmarc.harbor.shop has a DMARC record")


def test_dns_that_fails_says_what_to_look_at() -> None:
    (finding,) = found(None)
    assert finding.state == "?"
    assert all(word in finding.fix for word in ("SPF", "DKIM", "_dmarc.harbor.shop"))


def test_domain_for_examples_is_not_asked_for(make_app: Callable[..., Flask]) -> None:
    app = make_app(SMTP_URL="smtp://127.0.0.1:1", MAIL_FROM="orders@shop.example")
    with app.app_context():
        (finding,) = check(services())
    assert finding.message == "shop.example is a domain for examples, from which mailboxes take nothing."
    check_sentences(finding.state, finding.message, finding.fix)


def test_nothing_is_asked_where_no_letter_leaves(app: Flask) -> None:
    with app.app_context():
        assert not list(check(services()))
