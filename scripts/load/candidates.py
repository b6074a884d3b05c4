"""The servers that were considered, each with one process for the site and as many threads as the site wants."""

from collections.abc import Mapping, Sequence

from scripts.load.shop import SITE
from tracking.running.limits import THREADS
from tracking.running.server import CONNECTIONS

CANDIDATES: Mapping[str, Sequence[str]] = {
    "waitress": SITE,  # its settings are those of tracking/running/server.py
    "gunicorn": (
        "{python}",
        "-m",
        "gunicorn",
        "--bind=127.0.0.1:{port}",
        "--worker-class=gthread",
        f"--threads={THREADS}",
        f"--worker-connections={CONNECTIONS}",
        "--keep-alive=20",
        "--graceful-timeout=5",
        "--log-level=critical",
        "scripts.load.site:app",
    ),
    "granian": (
        "{python}",
        "-m",
        "granian",
        "--host=127.0.0.1",
        "--port={port}",
        "--interface=wsgi",
        "--http=1",
        "--no-ws",
        f"--blocking-threads={THREADS}",
        f"--backpressure={CONNECTIONS}",  # of connections: at the number of threads, idle ones shut out all others
        "--http1-header-read-timeout=20000",
        "--workers-kill-timeout=5",
        "--no-log",
        "scripts.load.site:app",
    ),
}
