import socket
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from flask import Flask
from trustme import CA

from tests.doctor.conftest import Site
from tests.doctor.doctor_report import KEY, PrintedFinding, run_doctor
from tests.doctor.proxy_server import Proxy
from tests.fakes import Clock
from tests.local_server import CannedResponse, PageServer
from tests.shopify.faulty_server import Behavior, FaultyServer, closes_early, hangs, responds


def said_of(app: Flask) -> PrintedFinding:
    (said,) = run_doctor(app).of("PUBLIC_URL")
    return said


@pytest.fixture
def served(make_app: Callable[..., Flask], site: Site) -> Callable[..., Flask]:
    """A site with these settings, which answers at its PUBLIC_URL unless another is given."""

    def serve(**settings: str) -> Flask:
        site.app = app = make_app(**{"SECRET_KEY": KEY, "PUBLIC_URL": site.url, **settings})
        return app

    return serve


def test_url_of_this_site_is_ok(served: Callable[..., Flask], site: Site) -> None:
    report = run_doctor(served())
    assert [said.message for said in report.of("PUBLIC_URL")] == [f"{site.url} leads to this site."]
    (proxies,) = report.of("proxies")
    host = site.url.removeprefix("http://")
    assert (proxies.state, report.code) == ("ok", 0)
    assert proxies.message == (
        f"No proxy stands in front; to the site, this machine is 127.0.0.1, which opened http://{host}."
    )


def test_running_site_with_a_fallback_key_is_this_site(
    served: Callable[..., Flask], make_app: Callable[..., Flask], site: Site
) -> None:
    served()
    later = make_app(SECRET_KEY="the next one, which is just as long", SECRET_KEY_FALLBACKS=KEY, PUBLIC_URL=site.url)
    site.app = make_app(SECRET_KEY="the next one, which is just as long")
    assert said_of(later).state == "ok"


def test_site_with_another_key_is_distinguished_from_another_site(
    served: Callable[..., Flask], make_app: Callable[..., Flask], site: Site
) -> None:
    app = served()
    site.app = make_app(SECRET_KEY="another canary, which is just as long")
    said = said_of(app)
    assert (said.state, said.message) == ("!!", f"At {site.url} a site like this one answers, with other settings.")
    assert "SECRET_KEY" in said.fix


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (CannedResponse("<h1>Tea</h1>"), "leads to another site (status 200)"),
        (CannedResponse('{"status": "fine"}'), "leads to another site (status 200)"),
        (CannedResponse('{"status": "ok", "seen": "ImZvcmdlZCI.forged"}'), "a site like this one answers"),
        (CannedResponse(status=404), "leads to another site (status 404)"),
        (CannedResponse(status=403), "leads to another site (status 403)"),
        (CannedResponse(status=502), "the reverse proxy does not reach the site"),
        (
            CannedResponse(status=301, headers={"Location": "https://www.example.com/healthz"}),
            "to https://www.example.com.",
        ),
        (CannedResponse(status=302, headers={"Location": "/elsewhere"}), "only leads on to http://127.0.0.1."),
        (
            CannedResponse(status=302, headers={"Location": "http://[oops"}),
            "cannot be reached from this machine (ValueError)",
        ),
    ],
)
def test_other_server_is_an_error(make_app: Callable[..., Flask], answer: CannedResponse, words: str) -> None:
    with PageServer(healthz=answer) as stranger:
        said = said_of(make_app(PUBLIC_URL=stranger.url))
    assert said.state == "!!"
    assert stranger.url in said.message
    assert words in said.message


def test_probe_reveals_no_order_token(make_app: Callable[..., Flask], serve: Callable[..., FaultyServer]) -> None:
    stranger = serve(responds({}))
    app = make_app(SECRET_KEY=KEY, PUBLIC_URL=stranger.url)
    said_of(app)
    probe = str(stranger.requests[0].headers["Authorization"]).removeprefix("Bearer ")
    assert app.test_client().get(f"/order/{probe}").status_code == 404


@pytest.mark.parametrize(
    ("behavior", "kind"),
    [
        (hangs(), "ReadTimeout"),
        (closes_early(b""), "ConnectionError"),
        (closes_early(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), "ProtocolError"),
        (responds(b"{}", headers={"Content-Encoding": "gzip"}), "DecodeError"),
    ],
)
def test_truncated_response_is_an_error(
    make_app: Callable[..., Flask], serve: Callable[..., FaultyServer], behavior: Behavior, kind: str
) -> None:
    said = said_of(make_app(PUBLIC_URL=serve(behavior).url))
    assert said.state == "!!"
    assert f"({kind})" in said.message


def test_closed_port_is_reported(make_app: Callable[..., Flask]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        said = said_of(make_app(PUBLIC_URL=url))
    assert (said.state, said.message) == ("!!", f"{url} cannot be reached from this machine (ConnectionError).")
    assert "PUBLIC_URL" in said.fix


def test_untrusted_certificate_is_reported(make_app: Callable[..., Flask], stack: ExitStack) -> None:
    site = stack.enter_context(Site(CA().issue_cert("127.0.0.1")))
    said = said_of(make_app(PUBLIC_URL=site.url))
    assert (said.state, said.message) == (
        "!!",
        f"{site.url} has no valid certificate (unable to get local issuer certificate).",
    )
    assert said.fix.startswith("Renew the certificate for 127.0.0.1, or set PUBLIC_URL")


def test_http_server_behind_an_https_url_is_reported(make_app: Callable[..., Flask], site: Site) -> None:
    url = site.url.replace("http:", "https:")
    assert (
        said_of(make_app(PUBLIC_URL=url)).message == f"{url} has no valid certificate (or does not speak https at all)."
    )


def test_missing_public_url_is_reported_with_its_consequences(app_of: Callable[..., Flask]) -> None:
    said = said_of(app_of("http://127.0.0.1:1"))
    assert said.state == "?"
    assert "webhooks" in said.message
    assert said.fix.startswith("Set PUBLIC_URL")


def test_a_probe_is_too_old_for_a_site_whose_clock_runs_far_ahead(
    served: Callable[..., Flask], site: Site, clock: Clock
) -> None:
    app = served()

    def an_hour_later(environ: object, start: object) -> object:
        clock.advance(hours=1)
        return app(environ, start)  # type: ignore[arg-type] # handed on as it is

    site.app = an_hour_later  # type: ignore[assignment] # likewise
    assert "with other settings" in said_of(app).message


@pytest.mark.parametrize(
    ("proxies", "trusted", "expected"),
    [
        (
            1,
            "1",
            PrintedFinding("ok", "proxies", "One proxy stands in front; to the site, this machine is 203.0.113.1,"),
        ),
        (
            2,
            "2",
            PrintedFinding("ok", "proxies", "2 proxies stand in front; to the site, this machine is 203.0.113.2,"),
        ),
        (
            1,
            "0",
            PrintedFinding(
                "!!", "proxies", "One proxy stands in front, but TRUSTED_PROXIES is 0: ", "Set TRUSTED_PROXIES to 1 "
            ),
        ),
        (
            2,
            "1",
            PrintedFinding(
                "!!", "proxies", "2 proxies stand in front, but TRUSTED_PROXIES is 1: ", "Set TRUSTED_PROXIES to 2 "
            ),
        ),
        (
            1,
            "2",
            PrintedFinding(
                "!!", "proxies", "TRUSTED_PROXIES is 2, but only 1 says who asks: ", "Set TRUSTED_PROXIES to 1;"
            ),
        ),
        (
            0,
            "1",
            PrintedFinding(
                "!!", "proxies", "TRUSTED_PROXIES is 1, but no proxy says who asks: ", "Set TRUSTED_PROXIES to 0;"
            ),
        ),
    ],
)
def test_proxies_are_counted(
    served: Callable[..., Flask], stack: ExitStack, site: Site, proxies: int, trusted: str, expected: PrintedFinding
) -> None:
    url = site.url
    for number in range(1, proxies + 1):
        url = stack.enter_context(Proxy(url, visitor=f"203.0.113.{number}")).url
    (said,) = run_doctor(served(PUBLIC_URL=url, TRUSTED_PROXIES=trusted)).of("proxies")
    assert said.state == expected.state
    assert said.message.startswith(expected.message)
    assert said.fix.startswith(expected.fix)


def test_running_site_with_other_settings_is_reported(
    served: Callable[..., Flask], make_app: Callable[..., Flask], stack: ExitStack, site: Site
) -> None:
    url = stack.enter_context(Proxy(site.url, visitor="203.0.113.1")).url
    served()
    first, second = run_doctor(make_app(SECRET_KEY=KEY, PUBLIC_URL=url, TRUSTED_PROXIES="1")).of("proxies")
    assert first.message == "The running site has TRUSTED_PROXIES=0, and this command 1."
    assert "TRUSTED_PROXIES=1" in first.fix
    assert second.state == "ok"
