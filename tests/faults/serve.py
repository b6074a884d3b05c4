"""The site as a process of its own, which can be killed: ``python -m tests.faults.serve`` says its port, and serves."""

import subprocess
import sys
from collections.abc import Mapping
from typing import Self

import requests

from tests.commands import started


class Process:
    """On a plain server; ``settings`` are all that it knows."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._settings = settings

    def __enter__(self) -> Self:
        command = (sys.executable, "-m", "tests.faults.serve")
        self._process = started(command, dict(self._settings), stderr=subprocess.DEVNULL)
        assert self._process.stdout
        self.url = f"http://127.0.0.1:{self._process.stdout.readline().strip()}"
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        assert self._process.stdout
        self._process.stdout.close()

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", headers={"Accept": "application/json"}, timeout=60)

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait()


if __name__ == "__main__":
    from werkzeug.serving import make_server

    from app import app

    server = make_server("127.0.0.1", 0, app, threaded=True)
    sys.stdout.write(f"{server.port}\n")
    sys.stdout.flush()
    server.serve_forever()
