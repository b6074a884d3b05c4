"""Serves the site in production: ``make serve``. Invalid settings end it before a socket is opened."""

import gc
import logging
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from wsgiref.types import WSGIApplication

import click
from flask.cli import ScriptInfo, pass_script_info

from tracking.cli.alert_thread import alert_thread
from tracking.cli.bind_address import reachable_host, unavailable
from tracking.cli.demo_notice import DEMO_LINE, letters_line
from tracking.cli.demo_webhooks import demo_webhooks
from tracking.cli.first_check import check_in_background
from tracking.cli.worker_thread import worker_thread
from tracking.running.server import Server
from tracking.services import Services, services
from tracking.settings import Settings, SettingsError
from tracking.settings.sources import SettingsSources

_BACKLOG = 1024


class UrlPathFilter(logging.Filter):
    """Removes the URL, and with it the signed link, from waitress's messages."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without the part that contains the URL."""
        record.msg, record.args = record.getMessage().partition(" while serving ")[0], ()
        return True


@click.command()
@pass_script_info
def serve(info: ScriptInfo) -> None:
    """Serve the site in production, behind a web server, until SIGTERM or Ctrl-C."""
    _announce_demo()
    app = info.load_app()
    with app.app_context():
        site = services()
        for name in app.jinja_env.list_templates():  # compiled before the first request
            app.jinja_env.get_template(name)
    listening = listen(site.settings.host, site.settings.port)
    url = f"http://{reachable_host(site.settings.host)}:{listening.getsockname()[1]}"
    if site.settings.is_demo:
        _print_line(letters_line(url))
    _print_line(f"Serving {url}")
    check_in_background(app)
    with demo_webhooks(site, url):
        run_server(app, listening, site)


def _announce_demo() -> None:
    """Print it in the first line, before any warning of the start, which reports what is wrong in the settings."""
    with suppress(SettingsError):
        if Settings.from_environ(SettingsSources.read(os.environ, Path()).values).is_demo:
            _print_line(DEMO_LINE)


def _print_line(line: str) -> None:
    """Print the line where that works: a full disk behind the output must not keep the site from serving."""
    with suppress(OSError):
        click.echo(line)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket for this address; a host name stands for its first address."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        is_dual_stack = family == socket.AF_INET6 and host == "::"
        return socket.create_server(address, family=family, backlog=_BACKLOG, dualstack_ipv6=is_dual_stack)
    except OSError:
        sys.exit(unavailable(host, port))


def run_server(application: WSGIApplication, listening: socket.socket, site: Services) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    commands = site.commands
    server = Server(application, listening, refusal_headers=commands.refusal_headers, body_limit=commands.body_limit)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: server.stop())
    logging.getLogger("waitress").addFilter(UrlPathFilter())
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # /metrics counts the queue
    # The thread begins after the signal handlers are set, and ends after the last request.
    # Objects that exist now stay for the life of the process: excluding them shortens each garbage collection.
    gc.collect()
    gc.freeze()
    with worker_thread(site), alert_thread(site):
        server.run()
