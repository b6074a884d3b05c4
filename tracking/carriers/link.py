"""A tracking number with its carrier, a safe link or none, and the evidence for them."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class LinkEvidence(StrEnum):
    """The evidence for the carrier."""

    COMPANY = "company"  # the name the merchant gave
    HOST = "host"  # the host of the merchant's own link
    NUMBER = "number"  # the format of the number
    MERCHANT = "merchant"  # the merchant's own link, to no known carrier
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A tracking number as the page shows it.

    ``carrier`` is the code of the row ("postnord-se") or None; ``name`` the carrier's display name, the merchant's text
    for an unknown carrier, None without either; ``number`` is formatted for people, None where there is none; ``url``
    is an https link, None where none is safe.
    """

    carrier: str | None
    name: str | None
    number: str | None
    url: str | None
    evidence: LinkEvidence

    @property
    def host(self) -> str | None:
        """The host of the link without www: "postnord.se"."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.") if self.url else None
