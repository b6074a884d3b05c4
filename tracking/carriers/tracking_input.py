"""What Shopify may know about a parcel, cleaned once for all that weigh it."""

from dataclasses import dataclass

from tracking.carriers.explanation import Explain
from tracking.carriers.hosts import Hosts
from tracking.carriers.numbers import Number
from tracking.carriers.row import CarrierRow
from tracking.carriers.urls import UnsafeUrlError, WebAddress, read_url

_MAX_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingInput:
    """The cleaned facts; each may be missing.

    ``decided`` is the carrier that the number alone settles, ``address`` the merchant's link if it is safe to show,
    ``country`` and ``postcode`` the destination's, ``language`` the visitor's.
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
        """The number, where it can be looked up."""
        return self.number.token

    @property
    def names_a_parcel(self) -> bool:
        """Whether the merchant's link says which parcel it is about."""
        return self.address is not None and self.address.names_a_parcel(self.token)


def read_company(text: str | None) -> str | None:
    """The merchant's word for the carrier in one short line, without invisible signs; None if nothing is left."""
    signs = (sign if sign.isprintable() else " " for sign in (text or "")[: 4 * _MAX_NAME])
    return " ".join("".join(signs).split())[:_MAX_NAME] or None


def read_address(url: str | None, hosts: Hosts, explain: Explain) -> WebAddress | None:
    """The merchant's link where it is safe; http will do on a carrier's host, which answers to https as well."""
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
