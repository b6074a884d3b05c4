"""Serves the site in production: ``make serve``. Wrong settings end it with one sentence, before anything is opened."""

import gc
import logging
import signal
import socket
import sys
from wsgiref.types import WSGIApplication

import click
from flask.cli import ScriptInfo, pass_script_info

from tracking.cli.bind_address import address
from tracking.cli.first_check import check_soon
from tracking.running.server import Server
from tracking.services import Services, services

_BACKLOG = 1024


class WithoutPaths(logging.Filter):
    """Waitress names the address that was asked for, and with it the link: this keeps what comes before."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record, shortened."""
        record.msg, record.args = record.getMessage().partition(" while serving ")[0], ()
        return True


@click.command()
@pass_script_info
def serve(info: ScriptInfo) -> None:
    """Serve the site in production, behind a web server, until SIGTERM or Ctrl-C."""
    app = info.load_app()
    with app.app_context():
        parts = services()
        for name in app.jinja_env.list_templates():  # compiled now, and not while the first visitor waits
            app.jinja_env.get_template(name)
    listening = listen(parts.settings.host.strip("[]"), parts.settings.port)
    if parts.settings.is_demo:
        click.echo(
            "This is the demo store: SHOPIFY_SHOP is not set. `make setup` (or `whereabouts setup`) connects your shop."
        )
    click.echo(f"Serving http://{address(parts.settings.host)}:{listening.getsockname()[1]}")
    check_soon(parts)
    run_server(app, listening, parts)


def listen(host: str, port: int) -> socket.socket:
    """A socket for this address; a host name stands for its first one."""
    try:
        family, _, _, _, found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        both = family == socket.AF_INET6 and host == "::"
        return socket.create_server(found, family=family, backlog=_BACKLOG, dualstack_ipv6=both)
    except OSError:
        sys.exit(f"HOST {host}, PORT {port}: not of this machine, or taken. Set another one.")


def run_server(application: WSGIApplication, listening: socket.socket, parts: Services) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    server = Server(application, listening, refusal_headers=parts.refusal_headers, body_limit=parts.body_limit)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: server.stop())
    logging.getLogger("waitress").addFilter(WithoutPaths())
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # what waits is counted in /metrics
    # What stands now stands as long as the process: going through it again and again would make visitors wait.
    gc.collect()
    gc.freeze()
    server.run()
