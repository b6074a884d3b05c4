"""Where servers find the site: ``flask run``, ``gunicorn app:app``."""

import sys

from flask import Flask

from tracking import create_app
from tracking.running import logs
from tracking.settings import SettingsError


def start() -> Flask:
    """The site, or one sentence about what is wrong with its settings."""
    logs.set_up(sys.stderr)
    try:
        return create_app()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None


app = start()
