"""Serves the site on this machine and prints its URL: ``make run``."""

import sys
from pathlib import Path

import click
from flask.cli import ScriptInfo, pass_script_info
from werkzeug.serving import make_server

from tracking.cli.bind_address import reachable_host
from tracking.cli.demo_orders import format_examples
from tracking.cli.first_check import check_in_background
from tracking.services import services

_EXAMPLES_SHOWN = 8


@click.command()
@pass_script_info
def run(info: ScriptInfo) -> None:
    """Serve the site on this machine until Ctrl-C, and list some demo orders to try."""
    app = info.load_app()
    with app.app_context():
        parts = services()
    settings, examples = parts.settings, parts.examples
    try:
        server = make_server(settings.host, settings.port, app, threaded=True)
    except SystemExit:
        sys.exit(f"HOST {settings.host}, PORT {settings.port}: not of this machine, or taken. Set another one.")
    if examples:
        click.echo(
            "This is the demo store: SHOPIFY_SHOP is not set. `make setup` (or `whereabouts setup`) connects your shop."
        )
        click.echo(f"Some orders to try ({program(sys.argv[0])} demo-orders lists them all):\n")
        click.echo("\n".join(f"  {line}" for line in format_examples(examples[:_EXAMPLES_SHOWN])))
    click.echo(f"\nOpen http://{reachable_host(settings.host)}:{server.server_port} (Ctrl-C ends it)")
    check_in_background(parts)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo()
    finally:
        server.server_close()


def program(started_as: str) -> str:
    """The command name in this shell: ``make run`` calls the script by its path in the environment."""
    return started_as if Path(started_as).name == "whereabouts" else "python -m tracking"
