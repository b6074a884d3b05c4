"""The tracking details from Shopify, cleaned once."""

from dataclasses import dataclass

from tracking.carriers.explanation import Explain
from tracking.carriers.hosts import Hosts
from tracking.carriers.numbers import Number
from tracking.carriers.row import CarrierRow
from tracking.carriers.urls import UnsafeUrlError, WebAddress, read_url

_MAX_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingInput:
    """The cleaned details; each may be missing.

    ``decided`` is the carrier of a deciding number, ``address`` the merchant's link if it is safe,
    ``country`` and ``postcode`` the destination's, ``language`` the customer's.
    """

    number: Number
    decided: CarrierRow | None
    company: str | None
    address: WebAddress | None
    country: str | None
    postcode: str | None
    language: str

    @property
    def token(self) -> str | None:
        """The token of the number, None where it has none."""
        return self.number.token

    @property
    def names_a_parcel(self) -> bool:
        """Whether the merchant's link contains the number or another identifier."""
        return self.address is not None and self.address.names_a_parcel(self.token)


def read_company(text: str | None) -> str | None:
    """The merchant's carrier name in one short line, without invisible characters; None if nothing is left."""
    short = (text or "")[: 4 * _MAX_NAME]
    if not short.isprintable():
        short = "".join(character if character.isprintable() else " " for character in short)
    return " ".join(short.split())[:_MAX_NAME] or None


def read_address(url: str | None, hosts: Hosts, explain: Explain) -> WebAddress | None:
    """The merchant's link if it is safe; http is accepted on a carrier's host, which serves https as well."""
    if not url or not url.strip():
        return None
    try:
        address = read_url(url)
    except UnsafeUrlError as reason:
        explain("The merchant's link is refused: %s.", reason)
        return None
    if hosts.imitates(address.host):
        explain("The merchant's link is refused: %s imitates a carrier's host.", address.host)
        return None
    if address.scheme == "http" and not hosts.owners(address.host):
        explain("The merchant's link is refused: it is not encrypted, and %s is no carrier's host.", address.host)
        return None
    return address
