"""Parses where the database is: a file of SQLite, or a PostgreSQL server."""

import re
from urllib.parse import urlsplit

SQLITE = "sqlite:///"
POSTGRESQL = "postgresql://"

_PATH = re.compile(r"[^\x00-\x1f?#:][^\x00-\x1f?#]*[^\x00-\x1f?#/]")
# libpq reads more forms than this; what stands in them it checks itself.
# https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
_SERVER = re.compile(r"[^\s/?#]*/[^\s/?#]+(\?[^\s#]+)?")


def database_url(value: str) -> str:
    """The URL as it is written; a password in it is percent-encoded."""
    is_known = value.startswith((SQLITE, POSTGRESQL))
    if not (is_known and _is_complete(value)):
        raise ValueError(
            "must be sqlite:////absolute/path.db (sqlite:///path.db below the working directory), or"
            " postgresql://user:password@host/name, with what is special in the password percent-encoded"
        )
    return value


def _is_complete(value: str) -> bool:
    if value.startswith(SQLITE):
        return bool(_PATH.fullmatch(value.removeprefix(SQLITE)))
    try:
        _ = urlsplit(value).hostname
    except ValueError:  # a broken IPv6 address
        return False
    return bool(_SERVER.fullmatch(value.removeprefix(POSTGRESQL)))
