"""Prints a notice when a command reads the demo store although a shop may be intended."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from tracking.running.commands import command
from tracking.services import services

P = ParamSpec("P")
R = TypeVar("R")

FOR_YOUR_SHOP = f"For your shop, connect it with `{command('setup')}`, or run this with the settings that the site has."
TEMPORARY = (
    "The demo store keeps its orders in a file that goes when the process ends, and this command has one of its own:"
    " name a database in DATABASE_URL, for the site and for this command."
)
DEMO_LINE = f"This is the demo store: SHOPIFY_SHOP is not set. `{command('setup')}` connects your shop."


def letters_line(url: str) -> str:
    """Where the demo's letters are shown, at the site with this address."""
    return f"What its customers would be told by email: {url}/letters"


def with_demo_notice(command: Callable[P, R]) -> Callable[P, R]:
    """Print the notice before the command if no shop is configured: on standard error, so the output stays."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        if services().settings.is_demo:
            click.echo(f"This looks at the demo store, because SHOPIFY_SHOP is not set. {FOR_YOUR_SHOP}\n", err=True)
        return command(*args, **kwargs)

    return wrapped


def with_directory_notice(command: Callable[P, R]) -> Callable[P, R]:
    """Print the same notice before a command on the orders that are known, and why it knows none of the demo's."""

    @with_demo_notice
    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        settings = services().settings
        if settings.is_demo and settings.database_url is None:
            click.echo(TEMPORARY, err=True)
        return command(*args, **kwargs)

    return wrapped
