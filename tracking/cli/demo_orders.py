"""Lists the orders that a visitor of the demo may look up."""

import click
from flask.cli import with_appcontext

from tracking.services import Example, services


@click.command("demo-orders")
@with_appcontext
def demo_orders() -> None:
    """List the demo store's orders: number, what opens it, and what it shows."""
    orders = services().examples
    if not orders:
        click.echo("A shop is configured, so there are no demo orders.")
    for line in format_examples(orders):
        click.echo(line)


def format_examples(orders: tuple[Example, ...]) -> list[str]:
    """One line for each order, in columns."""
    rows = [(example.order, example.email or example.phone or "", example.situation) for example in orders]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    return [f"{order:<{widths[0]}}  {contact:<{widths[1]}}  {situation}" for order, contact, situation in rows]
