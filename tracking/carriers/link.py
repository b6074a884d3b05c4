"""What is known about a tracking number: the carrier, its name, a safe link or none, and by what evidence."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class LinkEvidence(StrEnum):
    """What the answer rests on."""

    COMPANY = "company"  # the name the merchant gave
    HOST = "host"  # the host of the merchant's own link
    NUMBER = "number"  # the format of the number
    MERCHANT = "merchant"  # the merchant's own link, to nobody we know
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A tracking number as the page shows it.

    ``carrier`` is our code ("postnord-se") or None; ``name`` what to call the carrier, the merchant's own word
    where we do not know it, None where nothing is known; ``number`` as people write it, None where there is none;
    ``url`` an https link, None where none is safe.
    """

    carrier: str | None
    name: str | None
    number: str | None
    url: str | None
    evidence: LinkEvidence

    @property
    def host(self) -> str | None:
        """Where the link leads, as people know it: "postnord.se"."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.") if self.url else None
