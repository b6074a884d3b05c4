"""Parses what may be written to Shopify."""

WRITES = ("tags", "archive", "deadline")


def shopify_writes(value: str) -> tuple[str, ...]:
    """The codes, in the order of ``WRITES``."""
    names = {part.strip().lower() for part in value.split(",") if part.strip()}
    if not names or names - set(WRITES):
        raise ValueError(f"must name what may be written to Shopify, separated by commas, of {', '.join(WRITES)}")
    return tuple(write for write in WRITES if write in names)
