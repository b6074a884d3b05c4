"""Turns a carrier's TOML table into a CarrierRow; a wrong column raises RowError with the fix."""

from collections.abc import Mapping
from dataclasses import fields

from tracking.carriers.checks import CHECKS
from tracking.carriers.row import CarrierRow, Format, PickupNeeds, Strength

_COLUMNS = tuple(column.name for column in fields(CarrierRow) if column.name != "code")

# Former names of columns, which a merchant's file may still have.
_RENAMED = {"here": "local_names", "yes": "valid", "no": "invalid", "shown": "display_name", "unlike": "not_this"}


class RowError(ValueError):
    """A row cannot be used; the message ends a sentence that begins with the row's name."""


def read_row(code: str, table: object) -> CarrierRow:
    """Returns the carrier in ``table``; raises RowError for a column that is missing, unknown or of the wrong shape."""
    if not isinstance(table, dict):
        raise RowError(f"must be a table: write [{code}] above its columns")
    if "name" not in table:
        raise RowError('has no name: add name = "…"')
    renamed = [f"`{_RENAMED[column]}` for `{column}`" for column in table if column in _RENAMED]
    if renamed:
        raise RowError(f"has columns by their old names: write {', '.join(renamed)}")
    unknown = [column for column in table if column not in _COLUMNS]
    if unknown:
        raise RowError(f"has an unknown column `{unknown[0]}`: the columns are {', '.join(_COLUMNS)}")
    return _row(code, table)


def _row(code: str, table: Mapping[str, object]) -> CarrierRow:
    return CarrierRow(
        code=code,
        name=_text(table, "name"),
        display_name=_text(table, "display_name"),
        aliases=_texts(table, "aliases"),
        exact=_texts(table, "exact"),
        local_names=_texts(table, "local_names"),
        shopify=_texts(table, "shopify"),
        countries=_texts(table, "countries"),
        link=_texts(table, "link"),
        lang=_by_language(table, "lang"),
        in_language=_by_language(table, "in_language"),
        confidence=_text(table, "confidence"),
        trusted=_text(table, "trusted"),
        hosts=_texts(table, "hosts"),
        formats=_formats(table, "formats"),
        accepts=_texts(table, "accepts"),
        valid=_texts(table, "valid"),
        invalid=_texts(table, "invalid"),
        not_this=_texts(table, "not_this"),
        native_names=_by_language(table, "native_names"),
        pickup_days=_pickup_days(table),
        pickup_needs=_pickup_needs(table),
        reports=_reports(table),
        note=_text(table, "note"),
    )


def _text(table: Mapping[str, object], column: str) -> str:
    value = table.get(column, "")
    if not isinstance(value, str) or (column in table and not value.strip()):
        raise RowError(f'has a `{column}` that is no text: write {column} = "…"')
    return value


def _texts(table: Mapping[str, object], column: str) -> tuple[str, ...]:
    """A list of texts; a single one may stand without its brackets."""
    value = table.get(column, ())
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise RowError(f'has a `{column}` that is no list of texts: write {column} = ["…"]')
    return tuple(texts)


def _by_language(table: Mapping[str, object], column: str) -> Mapping[str, str]:
    value = table.get(column, {})
    if not isinstance(value, dict) or not all(isinstance(text, str) and text for text in value.values()):
        raise RowError(f'has a `{column}` that is no table of texts: write {column} = {{ en = "…" }}')
    return value


def _pickup_days(table: Mapping[str, object]) -> int | None:
    value = table.get("pickup_days")
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    raise RowError("has `pickup_days` that are no number of days: write pickup_days = 7")


def _pickup_needs(table: Mapping[str, object]) -> PickupNeeds | None:
    needs = next((needs for needs in PickupNeeds if needs == table.get("pickup_needs")), None)
    if needs is None and "pickup_needs" in table:
        raise RowError(f"has a `pickup_needs` that is unknown: it is {', '.join(PickupNeeds)}, or left out")
    return needs


def _reports(table: Mapping[str, object]) -> bool | None:
    value = table.get("reports")
    if value is None or isinstance(value, bool):
        return value
    raise RowError("has a `reports` that is neither true nor false: write reports = true")


def _formats(table: Mapping[str, object], column: str) -> tuple[Format, ...]:
    value = table.get(column, [])
    if not isinstance(value, list):
        raise RowError(f'has `{column}` that are no list: write {column} = [{{ regex = "…", strength = "weak" }}]')
    return tuple(map(_format, value))


def _format(value: object) -> Format:
    match value:
        case {"regex": str(regex), "strength": "strong" | "medium" | "weak" as strength, **rest}:
            check = rest.pop("check", None)
            decides, anywhere = rest.pop("decides", False), rest.pop("anywhere", False)
            if (
                (check is None or (isinstance(check, str) and check in CHECKS))
                and isinstance(decides, bool)
                and isinstance(anywhere, bool)
                and not rest
            ):
                return Format(regex=regex, strength=Strength(strength), check=check, decides=decides, anywhere=anywhere)
    raise RowError(
        "has a format that cannot be read: it takes regex, strength (strong, medium, weak), "
        f"check ({', '.join(CHECKS)}), decides and anywhere (true, false)"
    )
