"""Writes the size of a file for the operator."""


def format_size(size: int) -> str:
    """``size`` is in bytes; the result in the unit that fits."""
    megabytes = size / 1_000_000
    return f"{megabytes:,.1f} MB" if megabytes >= 1 else f"{size / 1000:,.0f} KB"
