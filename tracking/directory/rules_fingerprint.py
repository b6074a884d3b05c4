"""The fingerprint of the rules that judge orders: another one means that every order must be judged again."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

from tracking.carriers import Carriers
from tracking.order.policy import Policy

_PACKAGE = Path(__file__).parents[1]
# The sources of all that an answer goes through on its way to its judgement, with the tables in them.
FOLDERS = tuple(_PACKAGE / name for name in ("carriers", "directory", "i18n", "merchant", "order", "shopify/parsing"))
_SOURCES = frozenset({".py", ".toml", ".txt", ".json"})
_HEX_DIGITS = 16


def rules_fingerprint(policy: Policy) -> str:
    """Of the code and tables of this release, and of the shop's settings."""
    digest = hashlib.sha256(_digest_of(FOLDERS))
    digest.update(f"[{_plain(policy)!r}, {_carriers_text(policy.carriers)}]".encode())
    return digest.hexdigest()[:_HEX_DIGITS]


@cache
def _carriers_text(carriers: Carriers) -> str:
    """Made once for each: thousands of values."""
    return repr(_plain(carriers.rows))


@cache
def _digest_of(folders: tuple[Path, ...]) -> bytes:
    """Read once a process: what was imported does not change afterwards."""
    digest = hashlib.sha256()
    for file in _sources(folders):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(file.parents[1])} {len(content)}\n".encode())
        digest.update(content)
    return digest.digest()


def _sources(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(file for file in folder.rglob("*") if file.suffix in _SOURCES)


def _plain(value: object) -> object:
    """The value in a form whose text is the same in every process: sets have no order, and some objects no values."""
    if is_dataclass(value):
        return [type(value).__name__, *(_plain(getattr(value, field.name)) for field in fields(value))]
    if isinstance(value, Mapping):
        return sorted(repr((_plain(key), _plain(child))) for key, child in value.items())
    if isinstance(value, AbstractSet):
        return sorted(repr(_plain(each)) for each in value)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return repr(value) if isinstance(value, (str, int, float, type(None))) else type(value).__name__
