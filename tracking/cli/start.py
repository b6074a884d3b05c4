"""Creates the application from the environment and ``.env``, or exits with one sentence about an invalid setting."""

import logging
import os
import sys
from pathlib import Path

import click
from flask import Flask

from tracking import create_app
from tracking.cli.first_check import check_with_first_request
from tracking.cli.first_database import prepare_database
from tracking.running import logs
from tracking.settings import Settings, SettingsError
from tracking.settings.origins import origins
from tracking.settings.sources import SettingsSources

_SERVING = {"run", "serve"}

log = logging.getLogger(__name__)


def start() -> Flask:
    """Set up logging and create the application; exits with status 2 if a setting is invalid."""
    logs.set_up(sys.stderr)
    sources = SettingsSources({})
    try:
        sources = SettingsSources.read(os.environ, Path())
        concerns = tuple(sources.concerns())
        app = create_app(Settings.from_environ(sources.values), concerns=concerns, origins=origins(sources))
        if _is_to_be_served():
            prepare_database(app)
    except SettingsError as error:
        sys.stderr.write(f"{sources.with_lines(str(error))}\n")
        raise SystemExit(2) from None
    for concern in concerns:
        log.warning("%s %s", concern.description, concern.fix)
    check_with_first_request(app)
    return app


def _is_to_be_served() -> bool:
    """Whether a server of the system's asks for the application, or a command that serves it: others only look."""
    context = click.get_current_context(silent=True)
    return context is None or context.info_name in _SERVING
