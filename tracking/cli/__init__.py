"""Commands for the one who runs the site: ``flask --app app demo-orders``, one module each."""

from flask import Flask

from tracking.cli.carrier import carrier
from tracking.cli.demo_orders import demo_orders
from tracking.cli.doctor import doctor
from tracking.cli.email_snippets import email_snippets
from tracking.cli.embed_check import embed_check
from tracking.cli.webhooks import webhooks


def add_commands(app: Flask) -> None:
    """Make the commands known."""
    for command in (carrier, demo_orders, doctor, email_snippets, embed_check, webhooks):
        app.cli.add_command(command)
