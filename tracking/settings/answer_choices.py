"""Parses what a waiting customer may choose."""

CHOICES = ("wait", "contact", "cancel", "send_rest_first", "swap")
DEFAULT = ("wait", "contact")
NONE = "none"


def answer_choices(value: str) -> tuple[str, ...]:
    """The names, each once, in their own order; ``none`` alone asks customers nothing at all.

    Raises ValueError with the correction.
    """
    names = {name.strip().lower() for name in value.split(",") if name.strip()}
    if names == {NONE}:
        return (NONE,)
    if not names or names - set(CHOICES):
        raise ValueError(f"must name choices separated by commas (wait,contact), of {', '.join(CHOICES)}, or be {NONE}")
    return tuple(name for name in CHOICES if name in names)
