"""Connects a shop: writes the settings file ``.env``, or changes one value of it.

It does not load the application, so that it mends settings with which that does not start.
"""

import os
import secrets
import signal
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import click

from tracking.cli.setup.interview import Interview, understood
from tracking.running.commands import command
from tracking.settings import Settings, SettingsError, env_file, names
from tracking.settings.env_file import EnvFile
from tracking.settings.environment import value_of
from tracking.settings.example import example
from tracking.settings.sources import Sources

_KEYS = ("SECRET_KEY", "LINK_KEY", "METRICS_TOKEN", "PREVIEW_KEY")
_MEANINGS = {row.name.upper(): str(row.metadata["meaning"]) for row in fields(Settings)}
_WRONG = 2  # as where a wrong setting stops the start


@click.command()
@click.argument("settings", nargs=-1, metavar="[NAME]...")
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a value without a question; repeatable. Status 1: it is kept, but Shopify refuses it.",
)
@click.option("--example", "is_example", is_flag=True, help="Print every setting with its meaning, as in .env.example.")
def setup(settings: tuple[str, ...], given: tuple[str, ...], *, is_example: bool) -> None:
    """Connect your shop: write the file .env in this folder, or change some NAMEs in it.

    What you do not change, and every other line of the file, stays as it is. Keys that are missing are made. Status 1
    after --set: the values are kept, but Shopify does not accept them.
    """
    if is_example:
        click.echo(example(), nl=False)
        return
    try:
        sources = _sources()
        interview = _interview(sources, settings, [_pair(each) for each in given])
        _check_not_both(sources, interview.changes)
        _write(sources, interview.changes)
    except SettingsError as error:
        click.echo(f"{error}", err=True)
        raise SystemExit(_WRONG) from None
    except (click.Abort, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C adds nothing
        click.echo(f"\nStopped: {env_file.NAME} is as it was.", err=True)
        raise SystemExit(1) from None
    except OSError as error:
        click.echo(f"{env_file.NAME} cannot be written here, and is as it was: {error.strerror}.", err=True)
        raise SystemExit(1) from None
    if interview.is_refused:
        click.echo("But Shopify does not accept this: the site shows no orders until that is mended (see !! above).")
        if given:
            raise SystemExit(1)


class _Screen:
    """The terminal at which this was started."""

    def ask(self, question: str, *, hidden: bool = False) -> str:
        """The answer, empty where Enter was all."""
        return str(click.prompt(question, default="", show_default=False, hide_input=hidden))

    def say(self, text: str) -> None:
        """A line of its own."""
        click.echo(text)


def _interview(sources: Sources, asked: tuple[str, ...], given: Iterable[tuple[str, str]]) -> Interview:
    """Collects what is new, of what was given as an option and of what is answered now."""
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
    return interview


def _check_not_both(sources: Sources, changes: Mapping[str, str]) -> None:
    """A setting and its file at once would stop the start."""
    said = {**sources.values, **changes}
    for name in changes:
        setting = names.setting(name)
        other = f"{setting}_FILE" if name == setting else setting
        if said.get(setting) and said.get(f"{setting}_FILE"):
            raise SettingsError(
                f"{other} is set already, and only one of them may be: give --set {other}= as well."
                " Nothing was changed."
            )


def _sources() -> Sources:
    """The settings as they stand; the file is read also where the site is told to pass over it."""
    return Sources(os.environ, EnvFile.read(Path(env_file.NAME)))


def _known(sources: Sources) -> dict[str, str]:
    """What each setting says now, read from its file where it names one; nothing where that is wrong."""
    known = {}
    for name in names.SETTINGS:
        with suppress(SettingsError):
            known[name] = value_of(name, sources.values)
    return known


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise SettingsError(f"--set takes NAME=VALUE, as in --set PORT=8000, and not {name}.")
    return _setting(name.strip()), value.strip()


def _setting(name: str) -> str:
    if names.is_known(name):
        return name
    meant = names.meant(name)
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
    before = sources.file.values if sources.file else None
    written = [name for name, value in (changes | keys).items() if before is None or before.get(name) != value]
    env_file.write(Path(env_file.NAME), changes | keys, _MEANINGS)
    if before is None:
        click.echo(f"\nWrote {env_file.NAME}, which only you may read. Keep a copy of it: it holds the keys.")
    elif written:
        click.echo(f"\nChanged in {env_file.NAME}: {', '.join(written)}.")
    else:
        click.echo(f"\nNothing to change: {env_file.NAME} is as it was.")
    if keys:
        click.echo(f"Made: {', '.join(keys)}.")
    for name in sorted({*changes, *keys} & sources.of_environment):
        click.echo(f"{name} is also set in the environment, which comes before {env_file.NAME}.")
    after = _sources()
    if sources.file and after.file and sources.file.mode != after.file.mode:
        click.echo(f"Other users of this machine cannot read {env_file.NAME} any more: it holds keys.")
    _tell_next(after)


def _tell_next(sources: Sources) -> None:
    for concern in sources.concerns():
        click.echo(f"{concern.words} {concern.fix}")
    try:
        settings = Settings.from_environ(sources.values)
    except SettingsError as error:
        click.echo(f"The site does not start with this yet: {sources.located(str(error))}")
        return
    if settings.is_demo:
        click.echo(f"Next: `{command('run')}` shows the demo store.")
    else:
        click.echo(
            f"Next: start the site, or start it again (`{command('serve')}`); then `{command('doctor')}`, then"
            f" `{command('webhooks')}`."
        )
