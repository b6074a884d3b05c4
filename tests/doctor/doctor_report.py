"""Runs ``flask doctor``, parses its output, and checks the rules for every sentence in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from flask import Flask

from tracking.services import services
from tracking.settings import Settings

SHOP = "demo.myshopify.com"
TOKEN = "shpat_canary_of_the_admin"
CLIENT = ("client-id", "shpss_canary_of_the_app")
KEY = "a canary of the site, and long enough for it"

# A setting, a place in Shopify, or a thing that the reader can put a hand on.
_NAMES = re.compile(
    r"[A-Z]+_[A-Z_]+|Dev Dashboard|Shopify's admin|Shopify's support|shopifystatus|this machine|webhooks( --list)?`"
    r"|Mend what is said of (access|scopes)|X-Forwarded-|test order|HOST and PORT|DOWNLOADS|WORKER=|the access token"
    r"|minifies or optimizes"
)
_LINE = re.compile(r"(ok|!!|\?) {1,3}(\S.{14}) ?(\S.*\.)")


@dataclass(frozen=True)
class PrintedFinding:
    state: str
    topic: str
    message: str
    fix: str = ""


@dataclass(frozen=True)
class DoctorReport:
    code: int
    text: str
    findings: Sequence[PrintedFinding]

    def of(self, about: str) -> list[PrintedFinding]:
        return [said for said in self.findings if said.topic == about]

    def errors(self) -> list[PrintedFinding]:
        return [said for said in self.findings if said.state == "!!"]


def run_doctor(app: Flask) -> DoctorReport:
    """Run the command, and check its output against the rules."""
    result = app.test_cli_runner().invoke(args=["doctor"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    report = DoctorReport(code=result.exit_code, text=result.output, findings=list(_read(result.output)))
    assert report.code == bool(report.errors()), "the exit code says whether something must be mended"
    for said in report.findings:
        check_sentences(said.state, said.message, said.fix)
    with app.app_context():
        check_no_secret(report.text, services().settings)
    return report


def check_sentences(state: str, words: str, fix: str) -> None:
    assert re.fullmatch(r"\S.*\S\.", words), f"a sentence: {words}"
    if state == "ok":
        assert not fix
    else:
        assert re.fullmatch(r"[A-Z].*\.", fix), f"a sentence: {fix}"
        assert _NAMES.search(fix), f"it names what to change: {fix}"


def check_no_secret(text: str, settings: Settings) -> None:
    for field in fields(settings):
        if not field.repr and isinstance(value := getattr(settings, field.name), str):
            assert value not in text, f"{field.name} stands in it"
    assert "canary" not in text
    assert "@example.com" not in text


def _read(text: str) -> Sequence[PrintedFinding]:
    said: list[PrintedFinding] = []
    findings, _, end = text.rstrip("\n").rpartition("\n\n")
    assert "must be mended" in end
    for line in findings.splitlines():
        if line.startswith(" "):
            said[-1] = PrintedFinding(said[-1].state, said[-1].topic, said[-1].message, line.strip())
        else:
            found = _LINE.fullmatch(line)
            assert found, f"a line of another form: {line!r}"
            said.append(PrintedFinding(found[1], found[2].strip(), found[3]))
    return said
