"""The entrances, as somebody at a terminal meets them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
from flask import Flask

from app import start
from scripts.run import address


def environment(**settings: str) -> dict[str, str]:
    names = ("SHOPIFY_", "SECRET_KEY", "HOST", "PORT")
    return {name: value for name, value in os.environ.items() if not name.startswith(names)} | settings


@contextmanager
def running(**settings: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.run"],
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process


def test_the_site_starts_from_the_environment() -> None:
    assert isinstance(start(), Flask)


def test_a_wrong_setting_ends_the_start_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINK_DAYS", "soon")
    with pytest.raises(SystemExit) as caught:
        start()
    assert caught.value.code == 2
    assert capsys.readouterr().err == "LINK_DAYS must be a whole number from 1 to 3650.\n"


def test_flask_run_ends_with_it_too() -> None:
    command = [sys.executable, "-m", "flask", "--app", "app", "demo-orders"]
    ended = subprocess.run(  # noqa: S603 - our own words only
        command, env=environment(SHOPIFY_SHOP="x"), capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr == "SHOPIFY_SHOP must look like example.myshopify.com.\n"


def test_make_run_names_orders_to_try_and_where_to_go_and_ends_when_asked() -> None:
    with running(PORT="0") as process:
        assert process.stdout
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Open "):
                break
        url = lines[-1].split()[1]
        assert url.startswith("http://localhost:")
        assert any("#1001  " in line or "@example.com" in line for line in lines)
        port = url.rpartition(":")[2]
        assert requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).json() == {"status": "ok"}
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)
        assert process.returncode == 0
        assert "Traceback" not in errors
        assert "127.0.0.1" not in errors


def test_a_port_that_is_taken_is_said_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with running(PORT=port) as process:
            output, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert f"PORT {port}: not of this machine, or taken." in errors
    assert "Traceback" not in errors + output


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "localhost"), ("::", "localhost"), ("shop.local", "shop.local"), ("2001:db8::1", "[2001:db8::1]")],
)
def test_the_address_is_one_that_a_browser_reaches(host: str, shown: str) -> None:
    assert address(host) == shown
