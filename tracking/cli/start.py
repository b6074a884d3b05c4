"""Makes the application from the environment and ``.env``, or ends with one sentence about what is wrong there."""

import logging
import os
import sys
from pathlib import Path

from flask import Flask

from tracking import create_app
from tracking.cli.first_check import check_with_first_request
from tracking.running import logs
from tracking.settings import Settings, SettingsError
from tracking.settings.sources import Sources

log = logging.getLogger(__name__)


def start() -> Flask:
    """Set up the log and create the application; exits with status 2 when a setting is wrong."""
    logs.set_up(sys.stderr)
    sources = Sources({})
    try:
        sources = Sources.read(os.environ, Path())
        concerns = tuple(sources.concerns())
        app = create_app(Settings.from_environ(sources.values), concerns=concerns)
    except SettingsError as error:
        sys.stderr.write(f"{sources.located(str(error))}\n")
        raise SystemExit(2) from None
    for concern in concerns:
        log.warning("%s %s", concern.words, concern.fix)
    check_with_first_request(app)
    return app
