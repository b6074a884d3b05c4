"""Connects a shop: writes the settings file ``.env``, or changes one value in it.

It does not load the application, so it can fix settings that keep the application from starting.
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

from tracking.cli.setup.interview import Interview, normalize
from tracking.cli.setup.key_rotation import EFFECTS, fallback_changes
from tracking.running.commands import command
from tracking.settings import Settings, SettingsError, env_file, setting_names
from tracking.settings.env_file import EnvFile
from tracking.settings.example import example_env_file
from tracking.settings.settings import value_of
from tracking.settings.sources import SettingsSources

_KEYS = ("SECRET_KEY", "LINK_KEY", "METRICS_TOKEN", "PREVIEW_KEY")
_DESCRIPTIONS = {row.name.upper(): str(row.metadata["description"]) for row in fields(Settings)}
_SETTINGS_ERROR = 2  # the same status as at the start


@click.command()
@click.argument("settings", nargs=-1, metavar="[NAME]...")
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a value without a question; repeatable. Status 1: it is kept, but the site does not work with it.",
)
@click.option("--example", "is_example", is_flag=True, help="Print every setting with its meaning, as in .env.example.")
def setup(settings: tuple[str, ...], given: tuple[str, ...], *, is_example: bool) -> None:
    """Connect your shop: write the file .env in this folder, or change some NAMEs in it.

    Values that you do not change, and all other lines of the file, stay as they are. Missing keys are made. Status 1
    after --set: the values are kept, but Shopify does not accept them, or the site does not start with them.
    """
    if is_example:
        click.echo(example_env_file(), nl=False)
        return
    try:
        sources = _sources()
        interview = _interview(sources, settings, [_parse_pair(each) for each in given])
        with env_file.locked(Path()):
            sources = _sources()  # another setup may have made keys while this one was asking
            _check_not_both(sources, interview.changes)
            starts = _write(sources, interview.changes)
    except SettingsError as error:
        click.echo(f"{error}", err=True)
        raise SystemExit(_SETTINGS_ERROR) from None
    except (click.Abort, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C has no effect
        click.echo(f"\nStopped: {env_file.NAME} is as it was.", err=True)
        raise SystemExit(1) from None
    if interview.is_refused:
        click.echo("But Shopify does not accept this: the site shows no orders until that is mended (see !! above).")
    if given and (interview.is_refused or not starts):
        raise SystemExit(1)


class _Screen:
    """The terminal of this process."""

    def ask(self, question: str, *, hidden: bool = False) -> str:
        """The answer; empty for a bare Enter."""
        return str(click.prompt(question, default="", show_default=False, hide_input=hidden))

    def say(self, text: str) -> None:
        """Print one line."""
        click.echo(text)


def _interview(sources: SettingsSources, names_to_ask: tuple[str, ...], given: Iterable[tuple[str, str]]) -> Interview:
    """Collects the new values, from options and from answers."""
    interview = Interview(
        terminal=_Screen(), values_now=_current_values(sources), environment_names=sources.environment_names
    )
    interview.changes |= {name: normalize(name, value) if value else "" for name, value in given}
    chosen = [_check_name(name) for name in names_to_ask]
    if chosen or not interview.changes:
        _check_terminal()
    for name in chosen:
        interview.ask(name, name)
    if not chosen and not interview.changes:
        interview.connect()
    else:
        interview.check_changes()
    return interview


def _check_not_both(sources: SettingsSources, changes: Mapping[str, str]) -> None:
    """A setting and its file at once would stop the start."""
    merged = {**sources.values, **changes}
    for name in changes:
        setting = setting_names.setting_of(name)
        other = f"{setting}_FILE" if name == setting else setting
        if merged.get(setting) and merged.get(f"{setting}_FILE"):
            raise SettingsError(
                f"{other} is set already, and only one of them may be: give --set {other}= as well."
                " Nothing was changed."
            )


def _sources() -> SettingsSources:
    """The current settings; the file is read even if the site is told to skip it."""
    return SettingsSources(os.environ, EnvFile.read(Path(env_file.NAME)))


def _current_values(sources: SettingsSources) -> dict[str, str]:
    """The value of each setting, read from its file if it names one; a setting with an error is left out."""
    values = {}
    for name in setting_names.SETTINGS:
        with suppress(SettingsError):
            values[name] = value_of(name, sources.values)
    return values


def _parse_pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise SettingsError(f"--set takes NAME=VALUE, as in --set PORT=8000, and not {name}.")
    return _check_name(name.strip()), value.strip()


def _check_name(name: str) -> str:
    if setting_names.is_known(name):
        return name
    suggestion = setting_names.closest_setting(name)
    raise SettingsError(
        f"{name} is no setting{f': {suggestion} is meant' if suggestion else ', see --example for all of them'}."
    )


def _check_terminal() -> None:
    """Raise SettingsError with the alternative if there is no terminal."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise SettingsError(
            "There is no terminal to ask at: give the values as --set SHOPIFY_SHOP=example --set SHOPIFY_CLIENT_ID=..."
            f" and so on; {env_file.NAME} is as it was."
        )


def _write(sources: SettingsSources, changes: dict[str, str]) -> bool:
    """Writes the changes, with the keys that are missing. Returns whether the site starts with them."""
    merged = {**sources.values, **changes}
    keys = {name: secrets.token_urlsafe(48) for name in _KEYS if not (merged.get(name) or merged.get(f"{name}_FILE"))}
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
        click.echo(f"The old {key} is in {name} now, so {EFFECTS[key]}.")
        if key == "LINK_KEY":
            click.echo(f"New emails need the new key: `{command('email-snippets')}` prints what to paste.")
    for name in sorted(values.keys() & sources.environment_names):
        click.echo(f"{name} is also set in the environment, which comes before {env_file.NAME}.")
    after = _sources()
    if sources.file and after.file and sources.file.mode != after.file.mode:
        click.echo(f"Other users of this machine cannot read {env_file.NAME} any more: it holds keys.")
    return _print_next_step(after)


def _replace_file(values: dict[str, str]) -> None:
    """Handles only errors of the file: a closed output pipe raises OSError as well, after the file is written."""
    try:
        env_file.write(Path(env_file.NAME), values, _DESCRIPTIONS)
    except OSError as error:
        click.echo(f"{env_file.NAME} cannot be written here, and is as it was: {error.strerror}.", err=True)
        raise SystemExit(1) from None


def _print_next_step(sources: SettingsSources) -> bool:
    """Prints what comes next. Returns whether the site starts."""
    for concern in sources.concerns():
        click.echo(f"{concern.description} {concern.fix}")
    try:
        settings = Settings.from_environ(sources.values)
    except SettingsError as error:
        click.echo(f"The site does not start with this yet: {sources.with_lines(str(error))}")
        return False
    if settings.is_demo:
        click.echo(f"Next: `{command('run')}` shows the demo store.")
    else:
        click.echo(
            f"Next: start the site, or start it again (`{command('serve')}`); then `{command('doctor')}`, then"
            f" `{command('webhooks')}`."
        )
        if not settings.footer_links:
            click.echo(f"Your imprint and privacy notice at the foot of every page: `{command('setup FOOTER_LINKS')}`.")
        if not settings.smtp_url:
            click.echo(f"Letters to customers before they ask: `{command('setup MAIL_FROM MAIL_FOOTER SMTP_URL')}`.")
    return True
