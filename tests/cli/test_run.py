"""``make run``, as a person at a terminal meets it."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from tests.commands import WHEREABOUTS, environment, started


@contextmanager
def running(**settings: str) -> Iterator[subprocess.Popen[str]]:
    with started((*WHEREABOUTS, "run"), environment(**settings)) as process:
        try:
            yield process
        finally:
            process.kill()


def test_make_run_prints_examples_and_the_url_and_stops_on_a_signal() -> None:
    with running(PORT="0") as process:
        assert process.stdout
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Open "):
                break
        url = lines[-1].split()[1]
        assert url.startswith("http://localhost:")
        assert lines[0].startswith("This is the demo store: SHOPIFY_SHOP is not set. `make setup`")
        assert f"What its customers would be told by email: {url}/letters\n" in lines
        assert any("#1001  " in line or "@example.com" in line for line in lines)
        port = url.rpartition(":")[2]
        assert requests.get(f"http://127.0.0.1:{port}/healthz", timeout=60).json() == {"status": "ok"}
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0
        assert "Traceback" not in errors
        assert "127.0.0.1" not in errors


def test_occupied_port_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with running(PORT=port) as process:
            output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert (output, errors) == (
        "",
        f"HOST 127.0.0.1, PORT {port}: not of this machine, taken, or (below 1024) for root alone. Set another one.\n",
    )
