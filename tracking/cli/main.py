"""The command ``whereabouts``, also as ``python -m tracking``."""

import errno
import os
import sys
from contextlib import suppress

import click
from flask.cli import ScriptInfo

from tracking.cli import COMMANDS
from tracking.cli.run import run
from tracking.cli.start import start

_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


class _Commands(click.Group):
    """Ends with a sentence where nothing more can be written to the standard output, such as a file on a full disk."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.filename is not None or error.errno not in _UNWRITABLE:
                raise
            _drop_output()
            raise click.ClickException(f"The output could not be written: {error.strerror}.") from None


def _drop_output() -> None:
    """Discard the rest, which Python would try to write again at the end, with an error of its own."""
    with suppress(OSError, ValueError):  # a stream that is no file
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)


@click.group(cls=_Commands)
@click.pass_context
def main(context: click.Context) -> None:
    """Order tracking for Shopify shops: serve the site, connect a shop, and check that both work together."""
    # The application is made by the first command that asks for it: help, and commands that need none, work while the
    # settings are wrong.
    context.obj = ScriptInfo(create_app=start)


for command in (*COMMANDS, run):
    main.add_command(command)
