"""Commands for the operator of the site: ``whereabouts doctor``, ``flask --app app doctor``, one module each."""

from flask import Flask

from tracking.cli.alerts import alerts_command
from tracking.cli.answers import answers_command
from tracking.cli.carrier import carrier
from tracking.cli.database import database
from tracking.cli.demo_orders import demo_orders
from tracking.cli.doctor import doctor
from tracking.cli.email_snippets import email_snippets
from tracking.cli.embed_check import embed_check
from tracking.cli.erase import erase
from tracking.cli.export import export
from tracking.cli.merchant_link import merchant_link
from tracking.cli.merchant_logout import merchant_logout
from tracking.cli.notices import notices_command
from tracking.cli.orders import orders
from tracking.cli.serve import serve
from tracking.cli.setup import setup
from tracking.cli.sync import sync
from tracking.cli.webhooks import webhooks
from tracking.cli.worker import worker

COMMANDS = (
    answers_command,
    carrier,
    database,
    demo_orders,
    doctor,
    email_snippets,
    embed_check,
    erase,
    export,
    alerts_command,
    merchant_link,
    merchant_logout,
    notices_command,
    orders,
    serve,
    setup,
    sync,
    webhooks,
    worker,
)


def add_commands(app: Flask) -> None:
    """Register the commands with ``flask --app app``, which has a ``run`` of its own."""
    for command in COMMANDS:
        app.cli.add_command(command)
