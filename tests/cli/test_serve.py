"""``make serve``, as systemd meets it."""

import fcntl
import json
import logging
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from tests.commands import WHEREABOUTS, environment, invoke, patient_customer, run, started
from tests.fakes import AdminServer, Clock, harbor_goods
from tests.running.prometheus_samples import sample_of_text
from tests.sampling import crossed, matrix
from tracking.cli.demo_notice import DEMO_LINE
from tracking.cli.serve import UrlPathFilter, listen
from tracking.running.log_queue import MAX_RECORDS

SERVE = (*WHEREABOUTS, "serve")
REQUESTS = MAX_RECORDS + 500


@contextmanager
def serving(
    settings: Mapping[str, str] = MappingProxyType({}), *, forks: bool = True
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and the address that it names once it serves."""
    with started(SERVE, environment(PORT="0", **settings), forks=forks) as process:
        assert process.stdout
        port = next(line for line in process.stdout if line.startswith("Serving ")).strip().rpartition(":")[2]
        try:
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("name", "forks"),
    matrix(
        crossed({"SIGTERM": signal.SIGTERM, "SIGINT": signal.SIGINT}, {"fork": True, "whole": False}), "SIGTERM-fork"
    ),
)
def test_server_answers_and_stops_on_a_signal(name: signal.Signals, forks: bool) -> None:  # noqa: FBT001
    """A whole process is started in tests/test_wheel.py, too."""
    with serving(forks=forks) as (process, url):
        assert requests.get(f"{url}/healthz", timeout=60).json() == {"status": "ok"}
        process.send_signal(name)
        output, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output in {
        "",
        f"What its customers would be told by email: {url.replace('127.0.0.1', 'localhost')}/letters\n",
    }
    assert "Traceback" not in errors
    assert "waitress" not in errors


@pytest.mark.audit
def test_output_that_cannot_be_written_does_not_keep_it_from_serving() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Path("/dev/full").open("w", encoding="utf-8") as full, requests.Session() as session:
        session.mount(
            "http://", HTTPAdapter(max_retries=Retry(total=None, connect=1000, backoff_factor=0.1, backoff_max=0.5))
        )
        with subprocess.Popen(SERVE, env=environment(PORT=str(port)), stdout=full, stderr=full) as process:  # noqa: S603 - our own words only
            try:
                answer = session.get(f"http://127.0.0.1:{port}/healthz", timeout=60)
            finally:
                process.kill()
    assert answer.json() == {"status": "ok"}


def test_a_wrong_setting_ends_it_with_one_sentence_and_a_status_of_its_own() -> None:
    assert invoke("serve", SHOPIFY_SHOP="x") == (2, "", "SHOPIFY_SHOP must look like example.myshopify.com.\n")


@pytest.mark.audit
def test_flask_command_serves_the_site() -> None:
    command = (sys.executable, "-m", "flask", "--app", "app", "serve")
    assert run(*command, SHOPIFY_SHOP="x") == (2, "", "SHOPIFY_SHOP must look like example.myshopify.com.\n")
    assert "PORT 1: not of this machine" in run(*command, HOST="192.0.2.1", PORT="1")[2]


@pytest.mark.audit
def test_a_refusal_has_the_headers_of_every_answer() -> None:
    with serving() as (_, url), socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), 60) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: shop\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n")
        answer = client.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"default-src 'none'" in answer


def test_occupied_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        reasons = "not of this machine, taken, or (below 1024) for root alone"
        sentence = f"HOST 127.0.0.1, PORT {port}: {reasons}. Set another one.\n"
        assert run(*SERVE, PORT=str(port)) == (1, f"{DEMO_LINE}\n", sentence)


@pytest.mark.audit
def test_links_stay_valid_after_a_kill() -> None:
    form = {"order": "1001", "email": "ada@example.com"}
    with serving() as (process, url), patient_customer() as customer:
        link = customer.post(url, data=form, allow_redirects=False, timeout=60).headers["Location"]
        process.kill()
    with serving() as (_, url), patient_customer() as customer:
        assert customer.get(f"{url}{link}", timeout=60).status_code == 200


@pytest.mark.audit  # the queue itself is met in tests/running/test_log_queue.py
def test_unread_log_blocks_no_page_and_reports_dropped_records() -> None:
    token = "t" * 32
    with serving({"METRICS_TOKEN": token}) as (process, url):
        assert process.stderr
        fcntl.fcntl(process.stderr, fcntl.F_SETPIPE_SZ, 4096)  # else the pipe alone holds hundreds of lines
        visitor = HTTPConnection(urlsplit(url).netloc, timeout=60)
        for _ in range(REQUESTS):
            visitor.request("GET", "/embed.js")
            answer = visitor.getresponse()
            assert (answer.status, bool(answer.read())) == (200, True)
        visitor.close()
        figures = requests.get(f"{url}/metrics", headers={"Authorization": f"Bearer {token}"}, timeout=60).text
        dropped = sample_of_text(figures, "log_records_dropped_total") or 0
        assert 0 < dropped < REQUESTS - MAX_RECORDS
        process.send_signal(signal.SIGTERM)
        lines = [json.loads(line) for line in process.communicate(timeout=60)[1].splitlines()]
    kept = [line for line in lines if line.get("endpoint") == "embed"]
    reports = [line["dropped"] for line in lines if "dropped" in line]
    assert sum(reports) >= dropped
    of_others = len(kept) + sum(reports) - REQUESTS  # the demo store's webhooks are logged, too
    assert 0 <= of_others < REQUESTS / 10


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::", "::1"])
def test_server_listens_at_the_configured_address(host: str) -> None:
    with listen(host, 0) as listening:
        assert listening.getsockname()[1]


def test_disconnected_client_logs_no_link() -> None:
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    log = logging.Logger("waitress")  # noqa: LOG001 - one that no other test shares
    log.addFilter(UrlPathFilter())
    log.addHandler(Keeping())
    log.info("Client disconnected while serving %s" % "/order/token")  # noqa: G002, UP031 - as waitress does
    log.warning("total open connections reached the connection limit, no longer accepting new connections")
    assert lines[0] == "Client disconnected"
    assert lines[1].startswith("total open connections")


def test_demo_store_is_announced_in_the_first_line() -> None:
    settings = {"PORT": "0", "BRAND_COLOR": "#ffff00", "BRAND_COLOUR": "#ffff00"}  # each has its warning
    with started(SERVE, environment(**settings), stderr=subprocess.STDOUT) as process:
        assert process.stdout
        first = process.stdout.readline()
        process.kill()
    assert first.startswith("This is the demo store: SHOPIFY_SHOP is not set. `make setup`")


SHOP = {
    "SHOPIFY_SHOP": "demo.myshopify.com",
    "SHOPIFY_CLIENT_ID": "id",
    "SHOPIFY_CLIENT_SECRET": "canary",
    "SECRET_KEY": "k" * 40,
}


def first_record(process: subprocess.Popen[str], level: str) -> str:
    """The message of the first record of this level; the pipe ends with the process."""
    assert process.stderr
    records = (json.loads(line) for line in process.stderr if line.startswith("{"))
    return next(str(record["message"]) for record in records if record["level"] == level)


def test_a_refused_secret_is_an_error_soon_after_the_start_and_does_not_stop_it() -> None:
    client = ("id", "the right one")
    with (
        AdminServer(harbor_goods(), Clock(), "token", client) as shop,
        serving({**SHOP, "SHOPIFY_API_URL": shop.url}) as (process, url),
    ):
        message = first_record(process, "ERROR")
        answer = requests.get(f"{url}/readyz", timeout=60)
        assert requests.get(f"{url}/healthz", timeout=60).status_code == 200
    assert "Shopify does not accept SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET" in message
    assert (answer.status_code, answer.json()["parts"]) == (503, {"shopify": "refused", "database": "ok"})
    assert "canary" not in message + answer.text


@pytest.mark.audit
def test_an_unreachable_shopify_is_a_warning_and_does_not_stop_the_start() -> None:
    with serving({**SHOP, "SHOPIFY_API_URL": "http://127.0.0.1:1"}) as (process, url):
        message = first_record(process, "WARNING")
        assert requests.get(f"{url}/healthz", timeout=60).status_code == 200
    assert "Shopify could not be reached: ConnectionError" in message
