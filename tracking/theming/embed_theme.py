"""How a page that frames the widget wants it to look."""

from dataclasses import dataclass

SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class EmbedTheme:
    """``color`` as six hex digits, None for the merchant's own; ``scheme`` one of SCHEMES, None for the reader's."""

    color: str | None = None
    scheme: str | None = None
