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
DEMO_LINE = f"This is the demo store: SHOPIFY_SHOP is not set. `{command('setup')}` connects your shop."


def with_demo_notice(command: Callable[P, R]) -> Callable[P, R]:
    """Print the notice before the command if no shop is configured: on standard error, so the output stays."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        if services().settings.is_demo:
            click.echo(f"This looks at the demo store, because SHOPIFY_SHOP is not set. {FOR_YOUR_SHOP}\n", err=True)
        return command(*args, **kwargs)

    return wrapped
