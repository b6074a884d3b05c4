"""Decodes JSON from outside into one sound object, or raises Unavailable."""

import json
import math
import re
from typing import TypeAlias

from tracking.shopify.errors import Unavailable

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]

_MAX_DEPTH = 64  # our deepest query nests about twenty levels
_MAX_DIGITS = 19  # a signed 64-bit number, Shopify's largest
_LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def decode_object(body: bytes) -> JsonObject:
    """Decodes the object. Rejects what JSON leaves open: duplicate keys, NaN, endless numbers, deep nesting."""
    try:
        value = json.loads(
            body.decode(),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_constant,
        )
        _check_depth(value)
    except (ValueError, RecursionError) as error:
        raise Unavailable(f"Shopify's answer is not sound JSON: {type(error).__name__}") from error
    if not isinstance(value, dict):
        raise Unavailable("Shopify's answer is not a JSON object")
    return _replace_surrogates(value) if _LONE_SURROGATE.search(body) else value


def as_object(value: Json) -> JsonObject:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Json]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_rows(value: Json) -> list[JsonObject]:
    """The objects of a list or of a connection's ``nodes``, without any other values."""
    nodes = value.get("nodes") if isinstance(value, dict) else value
    return [row for row in as_list(nodes) if isinstance(row, dict)]


def dig(value: Json, *path: str) -> JsonObject:
    """The object at the end of the path, an empty one where the path does not exist."""
    for name in path:
        value = as_object(value).get(name)
    return as_object(value)


def _object(pairs: list[tuple[str, Json]]) -> JsonObject:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("duplicate key")
    return value


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS + 1:
        raise ValueError("integer out of range")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("float out of range")
    return number


def _constant(literal: str) -> float:
    raise ValueError(f"{literal} is not a number")


def _check_depth(value: Json, depth: int = 0) -> None:
    for child in value.values() if isinstance(value, dict) else as_list(value):
        if depth == _MAX_DEPTH:
            raise ValueError("nested too deeply")
        if isinstance(child, (list, dict)):
            _check_depth(child, depth + 1)


def _replace_surrogates(value: JsonObject) -> JsonObject:
    # A title cut in the middle of an emoji leaves a lone surrogate, which no page can encode.
    encoded = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
    replaced: JsonObject = json.loads(encoded.decode("utf-16", "replace"))
    return replaced
