"""Where servers find the site: ``flask run``, ``gunicorn app:app``."""

import logging
import sys

from flask import Flask

from tracking import create_app
from tracking.settings import SettingsError


def start() -> Flask:
    """The site, or one sentence about what is wrong with its settings."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        return create_app()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None


app = start()
