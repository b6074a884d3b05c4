"""Runs every check of the site and its shop, and prints the findings with their fixes."""

import logging

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import FOR_YOUR_SHOP
from tracking.cli.mute_log import without_log
from tracking.cli.persistent_database import only_look
from tracking.doctor.check_runner import run_checks
from tracking.doctor.checks import checks
from tracking.doctor.finding import FindingState, format_finding
from tracking.services import services


@click.command()
@click.option("--dkim-selector", metavar="NAME", help="The name of the key with which your mail server signs letters.")
@with_appcontext
def doctor(dkim_selector: str | None) -> None:
    """Check shop, settings, Redis, clock, webhooks, proxies and mail, and say what mends what is not well."""
    wrong = 0
    only_look(services())
    with without_log(logging.CRITICAL):  # the findings report the same errors
        for finding in run_checks(services(), checks(dkim_selector)):
            click.echo(format_finding(finding))
            wrong += finding.state is FindingState.ERROR
    click.echo(f"\n{wrong} of these must be mended (!!)." if wrong else "\nNothing must be mended.")
    if services().settings.is_demo:
        click.echo(f"But this looked at the demo store. {FOR_YOUR_SHOP}")
    if wrong:
        raise SystemExit(1)
