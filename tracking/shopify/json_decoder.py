"""JSON from outside: bytes in, one sound object out, or Unavailable."""

import json
import math
import re

from tracking.shopify.errors import Unavailable
from tracking.shopify.json_access import Json, JsonObject

_DEPTH = 64  # our deepest question nests about twenty levels
_DIGITS = 19  # a signed 64-bit number, Shopify's largest
_HALF_A_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")


def decode_object(body: bytes) -> JsonObject:
    """The object that the bytes spell. Refuses what JSON leaves open: doubled keys, NaN, endless numbers."""
    try:
        value = json.loads(
            body.decode(),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_real,
            parse_constant=_constant,
        )
        _check_depth(value)
    except (ValueError, RecursionError) as error:
        raise Unavailable(f"Shopify's answer is not sound JSON: {type(error).__name__}") from error
    if not isinstance(value, dict):
        raise Unavailable("Shopify's answer is not a JSON object")
    return _mend(value) if _HALF_A_PAIR.search(body) else value


def _object(pairs: list[tuple[str, Json]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _DIGITS + 1:
        raise ValueError("a number without end")
    return int(digits)


def _real(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number without end")
    return number


def _constant(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _check_depth(value: Json, depth: int = 0) -> None:
    if depth > _DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            _check_depth(inner, depth + 1)


def _mend(value: JsonObject) -> JsonObject:
    # A title cut in the middle of an emoji leaves half a surrogate pair, which no page can encode.
    spelled = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
    mended: JsonObject = json.loads(spelled.decode("utf-16", "replace"))
    return mended
