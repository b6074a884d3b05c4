"""Serves the site on this machine and prints its URL: ``make run``."""

import sys
from contextlib import redirect_stderr
from io import StringIO

import click
from flask.cli import ScriptInfo, pass_script_info
from werkzeug.serving import make_server

from tracking.cli.bind_address import reachable_host, unavailable
from tracking.cli.demo_notice import DEMO_LINE, letters_line
from tracking.cli.demo_orders import format_examples
from tracking.cli.demo_webhooks import demo_webhooks
from tracking.cli.first_check import check_in_background
from tracking.cli.worker_thread import worker_thread
from tracking.running.commands import command
from tracking.services import services


@click.command()
@pass_script_info
def run(info: ScriptInfo) -> None:
    """Serve the site on this machine until Ctrl-C, and list some demo orders to try."""
    app = info.load_app()
    with app.app_context():
        site = services()
    settings, examples = site.settings, site.featured_examples
    try:
        with redirect_stderr(StringIO()):  # werkzeug says in its own words what the sentence below says
            server = make_server(settings.host, settings.port, app, threaded=True)
    except SystemExit:
        sys.exit(unavailable(settings.host, settings.port))
    if examples:
        click.echo(DEMO_LINE)
        click.echo(f"Some orders to try ({command('demo-orders')} lists them all):\n")
        click.echo("\n".join(f"  {line}" for line in format_examples(examples)))
    url = f"http://{reachable_host(settings.host)}:{server.server_port}"
    if settings.is_demo:
        click.echo(f"\n{letters_line(url)}")
    click.echo(f"\nOpen {url} (Ctrl-C ends it)")
    check_in_background(app)
    try:
        with worker_thread(site), demo_webhooks(site, url):
            server.serve_forever()
    except KeyboardInterrupt:
        click.echo()
    finally:
        server.server_close()
