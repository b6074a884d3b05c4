"""Makes the application from the environment, or ends with one sentence about what is wrong with its settings."""

import sys

from flask import Flask

from tracking import create_app
from tracking.running import logs
from tracking.settings import SettingsError


def start() -> Flask:
    """Set up the log and create the application; exits with status 2 when a setting is wrong."""
    logs.set_up(sys.stderr)
    try:
        return create_app()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
