"""Connects a shop: writes the settings file ``.env``, or changes one value of it.

It does not load the application, so that it mends settings with which that does not start.
"""

import os
import secrets
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import click

from tracking.cli.setup.interview import Interview, understood
from tracking.cli.setup.key_rotation import fallback_changes
from tracking.settings import Settings, SettingsError, env_file, setting_names
from tracking.settings.env_file import EnvFile
from tracking.settings.example import example
from tracking.settings.settings import value_of
from tracking.settings.sources import Sources

_KEYS = ("SECRET_KEY", "LINK_KEY", "METRICS_TOKEN", "PREVIEW_KEY")
_MEANINGS = {row.name.upper(): str(row.metadata["meaning"]) for row in fields(Settings)}
_WRONG = 2  # as where a wrong setting stops the start


@click.command()
@click.argument("settings", nargs=-1, metavar="[NAME]...")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="Set a value without a question; repeatable.")
@click.option("--example", "is_example", is_flag=True, help="Print every setting with its meaning, as in .env.example.")
def setup(settings: tuple[str, ...], given: tuple[str, ...], *, is_example: bool) -> None:
    """Connect your shop: write the file .env in this folder, or change some NAMEs in it.

    What you do not change, and every other line of the file, stays as it is. Keys that are missing are made.
    """
    if is_example:
        click.echo(example(), nl=False)
        return
    try:
        sources = _sources()
        changes = _changes(sources, settings, [_pair(each) for each in given])
        _write(sources, changes)
    except SettingsError as error:
        click.echo(f"{error}", err=True)
        raise SystemExit(_WRONG) from None
    except (click.Abort, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C adds nothing
        click.echo(f"\nStopped: {env_file.NAME} is as it was.", err=True)
        raise SystemExit(1) from None


class _Screen:
    """The terminal at which this was started."""

    def ask(self, question: str, *, hidden: bool = False) -> str:
        """The answer, empty where Enter was all."""
        return str(click.prompt(question, default="", show_default=False, hide_input=hidden))

    def say(self, text: str) -> None:
        """A line of its own."""
        click.echo(text)


def _changes(sources: Sources, asked: tuple[str, ...], given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What is new, of what was given as an option and of what is answered now."""
    interview = Interview(terminal=_Screen(), known=_known(sources), fixed=sources.of_environment)
    interview.changes |= {name: understood(name, value) if value else "" for name, value in given}
    chosen = [_setting(name) for name in asked]
    if chosen or not interview.changes:
        _check_terminal()
    for name in chosen:
        interview.ask(name, name)
    if not chosen and not interview.changes:
        interview.connect()
    elif any(name.startswith("SHOPIFY_") for name in interview.changes):
        interview.check()
    return interview.changes


def _sources() -> Sources:
    """The settings as they stand; the file is read also where the site is told to pass over it."""
    return Sources(os.environ, EnvFile.read(Path(env_file.NAME)))


def _known(sources: Sources) -> dict[str, str]:
    """What each setting says now, read from its file where it names one; nothing where that is wrong."""
    known = {}
    for name in setting_names.SETTINGS:
        with suppress(SettingsError):
            known[name] = value_of(name, sources.values)
    return known


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise SettingsError(f"--set takes NAME=VALUE, as in --set PORT=8000, and not {name}.")
    return _setting(name.strip()), value.strip()


def _setting(name: str) -> str:
    if name in setting_names.SETTINGS:
        return name
    meant = setting_names.meant(name)
    raise SettingsError(f"{name} is no setting{f': {meant} is meant' if meant else ', see --example for all of them'}.")


def _check_terminal() -> None:
    """Without anybody to answer, say how else it is done."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise SettingsError(
            "There is no terminal to ask at: give the values as --set SHOPIFY_SHOP=example --set SHOPIFY_CLIENT_ID=..."
            f" and so on; {env_file.NAME} is as it was."
        )


def _write(sources: Sources, changes: dict[str, str]) -> None:
    said = {**sources.values, **changes}
    keys = {name: secrets.token_urlsafe(48) for name in _KEYS if not (said.get(name) or said.get(f"{name}_FILE"))}
    fallbacks = fallback_changes(sources, changes | keys)
    values = changes | keys | fallbacks
    before = sources.file.values if sources.file else None
    written = [name for name, value in values.items() if before is None or before.get(name) != value]
    _replace_file(values)
    if before is None:
        click.echo(f"\nWrote {env_file.NAME}, which only you may read. Keep a copy of it: it holds the keys.")
    elif written:
        click.echo(f"\nChanged in {env_file.NAME}: {', '.join(written)}.")
    else:
        click.echo(f"\nNothing to change: {env_file.NAME} is as it was.")
    if keys:
        click.echo(f"Made: {', '.join(keys)}.")
    for name in fallbacks:
        key = name.removesuffix("_FALLBACKS")
        click.echo(f"The old {key} is in {name} now, so links that were sent keep working.")
        if key == "LINK_KEY":
            click.echo("New e-mails need the new key: `whereabouts email-snippets` prints what to paste.")
    for name in sorted(values.keys() & sources.of_environment):
        click.echo(f"{name} is also set in the environment, which comes before {env_file.NAME}.")
    _tell_next(_sources())


def _replace_file(values: dict[str, str]) -> None:
    """Only this is about the file: a pipe that nobody reads raises OSError as well, once the file is written."""
    try:
        env_file.write(Path(env_file.NAME), values, _MEANINGS)
    except OSError as error:
        click.echo(f"{env_file.NAME} cannot be written here, and is as it was: {error.strerror}.", err=True)
        raise SystemExit(1) from None


def _tell_next(sources: Sources) -> None:
    for concern in sources.concerns():
        click.echo(f"{concern.words} {concern.fix}")
    try:
        settings = Settings.from_environ(sources.values)
    except SettingsError as error:
        click.echo(f"The site does not start with this yet: {sources.located(str(error))}")
        return
    if settings.is_demo:
        click.echo("Next: `make run` shows the demo store.")
    else:
        click.echo(
            "Next: start the site, or start it again (`make serve`); then `flask doctor`, then `flask webhooks`."
        )
