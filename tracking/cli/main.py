"""The command ``whereabouts``, also as ``python -m tracking``."""

import click
from flask.cli import ScriptInfo

from tracking.cli import COMMANDS
from tracking.cli.run import run
from tracking.cli.start import start


@click.group()
@click.pass_context
def main(context: click.Context) -> None:
    """Order tracking for Shopify shops: serve the site, connect a shop, and check that both work together."""
    # The application is made by the first command that asks for it: help, and commands that need none, work while the
    # settings are wrong.
    context.obj = ScriptInfo(create_app=start)


for command in (*COMMANDS, run):
    main.add_command(command)
