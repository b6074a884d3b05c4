"""Parses DIGEST_AT: the hour of the daily digest, or off."""

OFF = "off"
DEFAULT = 8
_HOURS = 24


def digest_hour(value: str) -> int | None:
    """The hour, 0 to 23; None for ``off``. Raises ValueError with the correction."""
    if value.lower() == OFF:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 2 and int(value) < _HOURS):  # noqa: PLR2004 - digits
        raise ValueError("must be an hour from 0 to 23, such as 8, or off")
    return int(value)


def write_digest_hour(hour: int | None) -> str:
    """The text that is read as this hour."""
    return OFF if hour is None else str(hour)
