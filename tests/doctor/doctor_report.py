"""Runs ``whereabouts doctor``, or its checks of a shop, parses the output, and checks the rules for each sentence."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields

from flask import Flask

from tests.fakes import Clock
from tracking.cli.mute_log import without_log
from tracking.cli.setup.connection import ShopConnection
from tracking.doctor import contact_access, downloads, fulfillment_services, locations, order_search, shop
from tracking.doctor.finding import Finding, FindingState, ShopAccess, format_finding
from tracking.running.metrics import Metrics
from tracking.running.runtime import Runtime
from tracking.services import services
from tracking.settings import Settings
from tracking.shopify.create import create_shopify

SHOP = "demo.myshopify.com"
TOKEN = "shpat_canary_of_the_admin"
CLIENT = ("client-id", "shpss_canary_of_the_app")
KEY = "a canary of the site, and long enough for it"
SHOP_CHECKS: Sequence[Callable[[ShopAccess], Iterator[Finding]]] = (
    *(shop.check, contact_access.check, order_search.check, downloads.check),
    *(fulfillment_services.check, locations.check),
)

# A setting, a place in Shopify, or a thing that the reader can put a hand on.
_NAMES = re.compile(
    r"[A-Z]+_[A-Z_]+|Dev Dashboard|Shopify's admin|Shopify's support|shopifystatus|this machine|webhooks( --list)?`"
    r"|Mend what is said of (access|scopes)|X-Forwarded-|test order|HOST and PORT|DOWNLOADS|WORKER=|the access token"
    r"|minifies or optimizes"
)
_END = "must be mended"
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

    def of(self, topic: str) -> list[PrintedFinding]:
        return [said for said in self.findings if said.topic == topic]

    def errors(self) -> list[PrintedFinding]:
        return [said for said in self.findings if said.state == "!!"]


def run_doctor(app: Flask) -> DoctorReport:
    """Run the command, and check its output against the rules."""
    result = app.test_cli_runner().invoke(args=["doctor"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    with app.app_context():
        return _checked(result.exit_code, result.output, services().settings)


def ask_shop(settings: Settings, clock: Clock) -> DoctorReport:
    """The same of the checks that need a shop, and no site."""
    runtime = Runtime(clock=clock, monotonic=clock.monotonic, sleep=clock.sleep, metrics=Metrics())
    connection = ShopConnection(settings=settings, shopify=create_shopify(settings, runtime), clock=clock)
    with without_log(logging.CRITICAL):
        found = [finding for check in SHOP_CHECKS for finding in check(connection)]
    has_errors = any(finding.state is FindingState.ERROR for finding in found)
    return _checked(int(has_errors), "\n".join(map(format_finding, found)) + f"\n\n{_END}", settings)


def _checked(code: int, text: str, settings: Settings) -> DoctorReport:
    report = DoctorReport(code=code, text=text, findings=list(_read(text)))
    assert report.code == bool(report.errors()), "the exit code says whether something must be mended"
    for said in report.findings:
        check_sentences(said.state, said.message, said.fix)
    check_no_secret(report.text, settings)
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
    assert _END in end
    for line in findings.splitlines():
        if line.startswith(" "):
            said[-1] = PrintedFinding(said[-1].state, said[-1].topic, said[-1].message, line.strip())
        else:
            found = _LINE.fullmatch(line)
            assert found, f"a line of another form: {line!r}"
            said.append(PrintedFinding(found[1], found[2].strip(), found[3]))
    return said
