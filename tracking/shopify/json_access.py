"""The shapes of JSON, and ways into it that never raise."""

from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]


def as_object(value: Json) -> JsonObject:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Json]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_rows(value: Json) -> list[JsonObject]:
    """The objects of a list or of a connection's ``nodes``; whatever else stands among them is left out."""
    listed = value.get("nodes") if isinstance(value, dict) else value
    return [row for row in as_list(listed) if isinstance(row, dict)]


def dig(value: Json, *path: str) -> JsonObject:
    """The object at the end of the path, an empty one where the path leads nowhere."""
    for name in path:
        value = as_object(value).get(name)
    return as_object(value)
