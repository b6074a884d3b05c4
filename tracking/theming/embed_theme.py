"""The theme that a page requests for the embedded widget."""

from dataclasses import dataclass

SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class EmbedTheme:
    """``color`` as six hex digits, None for the merchant's; ``scheme`` one of SCHEMES, None for the customer's."""

    color: str | None = None
    scheme: str | None = None
