"""Makes the database, or brings it up to date, before the site is served."""

import logging

from flask import Flask

from tracking.database import DatabaseTooNew, DatabaseUnavailable
from tracking.services import services

log = logging.getLogger(__name__)


def prepare_database(app: Flask) -> None:
    """Raises DatabaseTooNew, a SettingsError; one that cannot be used is logged: pages do without it."""
    with app.app_context():
        database = services().database
    try:
        database.prepare()
    except DatabaseTooNew:
        raise
    except DatabaseUnavailable as error:
        log.error(  # noqa: TRY400 - the message says all
            "The database (%s) cannot be used: %s. Pages work without it; nothing is remembered until it answers. See"
            " DATABASE_URL.",
            database.place,
            error,
        )
