"""The warm order page beside a bare Flask route, in one run: requests per second, CPU per request, and their ratio.

Both are called as WSGI applications in this process, in turns, so that a machine that changes its speed changes both.
"""

import time
from collections.abc import Callable
from itertools import repeat
from statistics import median
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.test import Client, create_environ, run_wsgi_app

from tracking import create_app

ROUNDS = 15
REQUESTS = 40


def bare() -> Flask:
    """The least that Flask can do."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def order_path(app: Flask) -> str:
    """The address of a demo order's page, opened as a customer does."""
    answer = Client(app).post("/", data={"order": "1001", "email": "ada@example.com"})
    return answer.headers["Location"]


def caller(app: WSGIApplication, path: str) -> Callable[[], None]:
    """A function that asks once and reads the whole answer."""

    def ask() -> None:
        body, status, _ = run_wsgi_app(app, create_environ(path), buffered=True)
        if not status.startswith("200"):
            raise SystemExit(f"{path} answered {status}")
        b"".join(body)

    return ask


def measure(ask: Callable[[], None]) -> tuple[float, float]:
    """CPU and wall seconds per request, over one batch."""
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in repeat(None, REQUESTS):
        ask()
    return (time.process_time() - cpu) / REQUESTS, (time.perf_counter() - wall) / REQUESTS


def main() -> None:
    """Measure in turns and print the medians."""
    app = create_app()
    targets = {"bare Flask route": caller(bare(), "/"), "warm order page": caller(app, order_path(app))}
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in targets}
    for ask in targets.values():
        measure(ask)
    for _ in range(ROUNDS):
        for name, ask in targets.items():
            runs[name].append(measure(ask))
    for name, figures in runs.items():
        cpu, wall = median(c for c, _ in figures), median(w for _, w in figures)
        print(f"{name:18} {1 / wall:8.0f} requests/s   {cpu * 1000:6.2f} ms CPU per request")
    pairs = zip(runs["warm order page"], runs["bare Flask route"], strict=True)
    print(f"{'CPU ratio':18} {median(page[0] / plain[0] for page, plain in pairs):8.1f}")


if __name__ == "__main__":
    main()
