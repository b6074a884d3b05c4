"""The types of columns whose values mean the same on SQLite and on PostgreSQL."""

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import BindParameter, DateTime, Dialect, Text, bindparam
from sqlalchemy.types import TypeDecorator, TypeEngine

JsonValue = dict[str, object] | list[object] | str | int | float | bool | None


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC: on SQLite as text of one length, which sorts and compares as the moments do."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """With a time zone where the database has such a type."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: its time zone is not known."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must be aware of its time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002 - SQLAlchemy's signature
        """Always in UTC, whatever zone a session has: a list reads hundreds of them, so with as few calls."""
        return _in_utc if dialect.name == "postgresql" else _of_text


class ShortText(TypeDecorator[str]):
    """Text that is compared byte by byte, so that pages by key are the same on every server.

    PostgreSQL takes neither NUL nor lone surrogates: they are left out, so that no row stops the rows behind it.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """SQLite compares so by itself."""
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Leave out what cannot be written."""
        return None if value is None else _writable(value.replace("\x00", ""))


def _in_utc(value: datetime | None) -> datetime | None:
    return value and value.astimezone(UTC)


def _of_text(value: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{value}+00:00") if value else None


def bound_ids(name: str) -> BindParameter[Collection[str]]:
    """The place of ids that were read here: to go through each as ``ShortText`` does takes longer than the query."""
    return bindparam(name, expanding=True, type_=Text())  # type: ignore[arg-type] # that of each of them


def to_json(value: JsonValue) -> str:
    """JSON as it is written to the database: without spaces, every script in its own letters."""
    return _writable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def from_json(written: str | bytes | float) -> JsonValue:
    """The value that ``to_json`` wrote, in a third of the time of Python's own module: answers of Shopify are long.

    A number alone comes from SQLite as one: https://sqlite.org/datatype3.html#type_affinity. Damaged JSON there
    is read as an empty object, so that one row stops no other: of an order, Shopify is asked again.
    """
    if isinstance(written, int | float):
        return written
    try:
        found: JsonValue = orjson.loads(written)
    except orjson.JSONDecodeError:
        return {}
    return found


def _writable(value: str) -> str:
    return value.encode("utf-8", "ignore").decode()
