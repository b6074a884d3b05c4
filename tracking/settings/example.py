"""Renders ``.env.example``: every setting with its description and its default, commented out."""

from dataclasses import Field, fields
from typing import Any

from tracking.settings.env_file import quote
from tracking.settings.settings import Settings
from tracking.settings.validation import DEMO_SECRET_KEY

_HEADER = """\
# Every setting of this site. Copy what you need into the file .env beside the site (`make setup` makes one), without
# the # before it: NAME=value, and a value with spaces, # or $ in 'single quotes'. The environment comes before the
# file. Each value may also stand in a file of its own: NAME_FILE=/run/secrets/name.
"""


def example_env_file() -> str:
    """The whole file. A default that follows a name applies as long as its line is commented out."""
    return _HEADER + "".join(
        f"\n# {row.metadata['description']}\n# {row.name.upper()}={quote(_default(row))}\n" for row in fields(Settings)
    )


def _default(row: Field[Any]) -> str:
    value = row.default
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value in (None, DEMO_SECRET_KEY) else str(value)
