"""Serves the site in earnest: ``make serve``. Wrong settings end it with one sentence, before anything is opened."""

import gc
import logging
import signal
import socket
import sys
from collections.abc import Mapping
from wsgiref.types import WSGIApplication

from app import app
from scripts.run import address
from tracking.running.server import Server
from tracking.services import services
from tracking.web.body_limits import body_limit
from tracking.web.headers import headers_of_refusals

_BACKLOG = 1024


class WithoutPaths(logging.Filter):
    """Waitress names the address that was asked for, and with it the link: this keeps what comes before."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record, shortened."""
        record.msg, record.args = record.getMessage().partition(" while serving ")[0], ()
        return True


def main() -> None:
    """Serve the site where the settings say."""
    with app.app_context():
        settings = services().settings
        for name in app.jinja_env.list_templates():  # compiled now, and not while the first visitor waits
            app.jinja_env.get_template(name)
    listening = listen(settings.host.strip("[]"), settings.port)
    print(f"Serving http://{address(settings.host)}:{listening.getsockname()[1]}", flush=True)
    run(app, listening, headers_of_refusals(settings))


def listen(host: str, port: int) -> socket.socket:
    """A socket for this address; a host name stands for its first one."""
    try:
        family, _, _, _, found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        both = family == socket.AF_INET6 and host == "::"
        return socket.create_server(found, family=family, backlog=_BACKLOG, dualstack_ipv6=both)
    except OSError:
        sys.exit(f"HOST {host}, PORT {port}: not of this machine, or taken. Set another one.")


def run(application: WSGIApplication, listening: socket.socket, refusal_headers: Mapping[str, str]) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    server = Server(application, listening, refusal_headers=refusal_headers, body_limit=body_limit)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: server.stop())
    logging.getLogger("waitress").addFilter(WithoutPaths())
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # what waits is counted in /metrics
    # What stands now stands as long as the process: going through it again and again would make visitors wait.
    gc.collect()
    gc.freeze()
    server.run()


if __name__ == "__main__":
    main()
