"""Commands for the one who runs the site: ``flask --app app demo-orders``."""

import click
from flask import Flask
from flask.cli import with_appcontext

from tracking.services import Example, services


def add_commands(app: Flask) -> None:
    """Make the commands known."""
    app.cli.add_command(demo_orders)


@click.command("demo-orders")
@with_appcontext
def demo_orders() -> None:
    """List the demo store's orders: number, what opens it, and what it shows."""
    orders = services().examples
    if not orders:
        click.echo("A shop is configured, so there are no demo orders.")
    for line in table(orders):
        click.echo(line)


def table(orders: tuple[Example, ...]) -> list[str]:
    """A line for each order, in columns."""
    rows = [(example.order, example.email or example.phone or "", example.situation) for example in orders]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    return [f"{order:<{widths[0]}}  {contact:<{widths[1]}}  {situation}" for order, contact, situation in rows]
