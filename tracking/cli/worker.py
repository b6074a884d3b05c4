"""Does what is due, in a process of its own: ``whereabouts worker``, beside ``serve`` with WORKER=off."""

import signal
from threading import Event

import click
from flask.cli import ScriptInfo, pass_script_info

from tracking.cli.alert_thread import alert_thread
from tracking.cli.persistent_database import persistent_database
from tracking.services import services


@click.command()
@pass_script_info
def worker(info: ScriptInfo) -> None:
    """Fetch and judge orders as they change, until SIGTERM or Ctrl-C; with WORKER=off for `serve`."""
    app = info.load_app()
    with app.app_context():
        site = services()
    persistent_database(site)
    stopping = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    click.echo("The worker has begun (Ctrl-C ends it).")
    with alert_thread(site):
        site.worker.run(leads=True, sleep=stopping.wait, is_stopping=stopping.is_set, is_alone=True)
