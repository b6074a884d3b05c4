import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from tests.doctor.conftest import Site, app_of, open_shop, serve, site, stack
from tests.doctor.doctor_report import CLIENT, KEY, SHOP, DoctorReport, run_doctor
from tests.fakes import RedisServer, Shopify, harbor_goods
from tests.shopify.faulty_server import FaultyServer, responds
from tracking.doctor.finding import Finding, FindingState

__all__ = ["app_of", "open_shop", "serve", "site", "stack"]

NAMED = {"SHOPIFY_CLIENT_ID": CLIENT[0], "SHOPIFY_CLIENT_SECRET": CLIENT[1]}


def states(report: DoctorReport) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for said in report.findings:
        found.setdefault(said.topic, set()).add(said.state)
    return found


def test_unconfigured_site_has_no_errors(app: Flask) -> None:
    report = run_doctor(app)
    assert report.code == 0
    assert report.findings[0].message == "No shop is configured (SHOPIFY_SHOP), so the demo store answers."
    assert "\nNothing must be mended.\nBut this looked at the demo store." in report.text
    assert not {"access", "scopes", "webhooks", "e-mail", "clock"} & states(report).keys()


def test_configured_shop_has_no_errors(
    app_of: Callable[..., Flask], open_shop: Callable[..., str], redis_server: RedisServer, site: Site
) -> None:
    app = app_of(
        open_shop(),
        **NAMED,
        REDIS_URL=redis_server.url,
        PUBLIC_URL=site.url,
        LINK_KEY="canary of the mails, and long enough",
        DOWNLOADS="none",
        FOOTER_LINKS="Imprint=https://example.com/imprint",
    )
    site.app = app
    report = run_doctor(app)
    assert report.code == 0
    assert {about: found for about, found in states(report).items() if found != {"ok"}} == {
        "PUBLIC_URL": {"ok", "?"},  # an http:// address of this machine, and so no webhooks
        "webhooks": {"ok", "?"},
        "Database": {"?"},  # likewise
        "services": {"ok", "?"},  # one of them is not asked for tracking numbers
        "Worker": {"?"},  # no server has been started
        "SMTP_URL": {"?"},  # no letter leaves
        "ALERT_URLS": {"?"},  # nobody is told
        "overview": {"?"},  # nobody has a link mailed
    }
    assert len(report.findings) >= 14


def test_errors_are_counted_and_do_not_stop_later_checks(
    app_of: Callable[..., Flask], serve: Callable[..., FaultyServer]
) -> None:
    shopify = serve(responds({}, 402))
    report = run_doctor(app_of(shopify.url, REDIS_URL="redis://:canary@127.0.0.1:1/0", PUBLIC_URL="http://127.0.0.1:1"))
    assert (report.code, len(report.errors())) == (1, 3)
    assert [said.topic for said in report.errors()] == ["access", "Redis", "PUBLIC_URL"]
    assert report.text.endswith("\n3 of these must be mended (!!).\n")
    assert report.of("EMBED_ORIGINS")


def test_every_check_is_bounded_in_time(
    app_of: Callable[..., Flask], serve: Callable[..., FaultyServer], caplog: pytest.LogCaptureFixture
) -> None:
    shopify = serve(responds(b"<html>", 200), responds(b"[]"), responds({"data": None}), responds({"data": {}}))
    report = run_doctor(app_of(shopify.url))
    assert [said.state for said in report.of("access") + report.of("e-mail")] == ["!!", "?"]
    assert not caplog.records, "what the log would say, the findings say"
    logging.getLogger("tracking").warning("afterwards it says all again")
    assert caplog.records


def test_control_characters_of_foreign_text_are_removed(
    app_of: Callable[..., Flask], open_shop: Callable[..., str]
) -> None:
    named = replace(harbor_goods(), shop={**harbor_goods().shop, "name": "Tea\x1b[31m & \x9bCo"})
    text = run_doctor(app_of(open_shop(named))).text
    assert all(char == "\n" or char.isprintable() for char in text)
    assert "Co (demo.myshopify.com)." in text


def test_the_three_kinds_of_finding() -> None:
    found = (Finding.ok("a", "b."), Finding.error("a", "b.", "c."), Finding.note("a", "b.", "c."))
    assert [finding.state for finding in found] == [FindingState.OK, FindingState.ERROR, FindingState.NOTE]
    assert [finding.fix for finding in found] == ["", "c.", "c."]


def test_doctor_makes_few_calls_and_no_mutation(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    app = make_app(SHOPIFY_SHOP=SHOP, SHOPIFY_ACCESS_TOKEN="demo", SECRET_KEY=KEY, PUBLIC_URL="https://127.0.0.1:1")
    app.test_cli_runner().invoke(args=["doctor"])
    assert shopify.calls == {
        "Checkup": 1,
        "NewestOrders": 2,
        "Search": 3,
        "UnshippedProducts": 4,
        "Webhooks": 1,
        "FulfillmentServices": 1,
        "Locations": 1,
        "Shop": 1,
    }
