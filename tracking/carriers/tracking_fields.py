"""Reads the fields of a tracking entry in Shopify as people fill them in: one entry may be several parcels, or none.

The number may stand in the field of the carrier's name, or in a web address in either of them; a text may stand for no
number ("N/A", "local pickup"), and then the address that Shopify has built from it leads nowhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from tracking.carriers.addresses import ADDRESS, numbers_in, public_address, split_addresses
from tracking.carriers.characters import plain_characters
from tracking.carriers.hosts import Hosts
from tracking.carriers.names import Names
from tracking.carriers.number_texts import Fits, NumberReader, NumberText, packed
from tracking.carriers.numbers import Numbers
from tracking.carriers.urls import WebAddress
from tracking.carriers.words import key, means_no_carrier

# A number that needs no reading: letters and digits, at least three of these and not only zeros.
_PLAIN = re.compile(r"(?=(?:[A-Za-z]*[0-9]){3})(?=[A-Za-z0]*[1-9])[A-Za-z0-9]{4,50}")
_IN_COMPANY = re.compile(rf"(?:[0-9][ -]?){{6}}|{ADDRESS.pattern}", re.IGNORECASE)
_MAX_TEXT = 2000


@dataclass(frozen=True, slots=True)
class TrackingFields:
    """A parcel's number, carrier and link. ``may_link`` is false where the number may be another one, or none."""

    number: str | None
    company: str | None
    url: str | None
    may_link: bool = True


@dataclass(frozen=True, slots=True)
class FieldReader:
    """Reads the fields by what is known of carriers."""

    names: Names
    hosts: Hosts
    numbers: Numbers

    def read(self, fields: TrackingFields, country: str | None) -> tuple[TrackingFields, ...]:
        """The parcels of an entry, at least one; without number and link where it names no parcel."""
        company = fields.company or ""
        if not company.replace(" ", "").isalpha() and _IN_COMPANY.search(company):
            fields = self._without_number_in_company(fields, plain_characters(company[:_MAX_TEXT]), country)
        if not fields.number or _PLAIN.fullmatch(fields.number):
            return (fields,)
        if len(fields.number) > _MAX_TEXT:
            return (replace(fields, may_link=False),)
        return self._parcels(fields, plain_characters(fields.number), country)

    def _parcels(self, fields: TrackingFields, text: str, country: str | None) -> tuple[TrackingFields, ...]:
        fits = self._fits(fields.company, country)
        rest, addresses = split_addresses(text)
        found = [self._named(fields, number) for number in NumberReader(fits, self.names.is_name).read(rest)]
        linked = [parcel for address in addresses for parcel in self._in_address(fields, address, fits)]
        parcels = {packed(parcel.number or parcel.url or ""): parcel for parcel in (*linked, *found)}
        if not parcels:
            return (self._without_number(fields, text, fits),)
        return tuple(parcels.values()) if len(parcels) == 1 else tuple(self._each_with_own_link([*parcels.values()]))

    def _named(self, fields: TrackingFields, number: NumberText) -> TrackingFields:
        """The number, with the carrier that the words beside it name where the shop has named none."""
        is_unnamed = not fields.company or means_no_carrier(fields.company)
        company = number.named if is_unnamed and number.named and self._is_carrier(number.named) else fields.company
        return replace(fields, number=number.text, company=company, may_link=number.may_link)

    def _is_carrier(self, company: str) -> bool:
        return self.names.carrier(company, None, None) is not None

    def _in_address(self, fields: TrackingFields, text: str, fits: Fits) -> Iterator[TrackingFields]:
        """The numbers in an address, else the address alone; one that is no public page counts as nothing."""
        address = public_address(text)
        if address is None:
            return
        is_carriers = bool(self.hosts.owners(address.host))
        if "://" not in text and not is_carriers:
            return
        url = fields.url or (text if "://" in text else address.secure)
        is_page_of_named = is_carriers or not self._is_carrier(fields.company or "")
        numbers = numbers_in(address, self._fits_page(address, fits))
        readable = [number for number in numbers if is_page_of_named or fits(number.upper())]
        for number in readable or (None,):
            yield replace(fields, number=number, url=url)

    def _fits_page(self, address: WebAddress, fits: Fits) -> Fits:
        owners = self.hosts.owners(address.host)
        return lambda token: fits(token) or any(row.read(token) is not None for row in owners)

    def _fits(self, company: str | None, country: str | None) -> Fits:
        """Whether a text is a number of the named carrier, or one that proves its carrier by itself."""
        named = self.names.carrier(company, None, country) if company else None
        return lambda token: (named is not None and named.read(token) is not None) or self.numbers.is_known(token)

    def _without_number(self, fields: TrackingFields, text: str, fits: Fits) -> TrackingFields:
        """The entry without its text; its link stays if it names a parcel by something else."""
        address = public_address(fields.url) if fields.url else None
        if address is None:
            return replace(fields, number=None, url=None)
        numbers = [number for number in numbers_in(address, self._fits_page(address, fits)) if fits(number.upper())]
        if len(numbers) == 1:
            return replace(fields, number=numbers[0])
        is_made_of_it = bool(self.hosts.owners(address.host)) or key(text) in key(unquote(address.rest))
        return replace(fields, number=None, url=None if is_made_of_it else fields.url)

    def _each_with_own_link(self, parcels: list[TrackingFields]) -> Iterator[TrackingFields]:
        """Each of several with the link that is about it alone; the carrier of another link is kept as a name."""
        for parcel in parcels:
            url = unquote(parcel.url or "").upper()
            named = [other for other in parcels if other.number and packed(other.number) in url]
            yield parcel if not url or named == [parcel] or not parcel.number else self._without_link(parcel)

    def _without_link(self, parcel: TrackingFields) -> TrackingFields:
        address = public_address(parcel.url or "")
        owners = self.hosts.owners(address.host) if address else ()
        is_unnamed = not parcel.company or not self._is_carrier(parcel.company)
        company = owners[0].name if is_unnamed and len(owners) == 1 else parcel.company
        return replace(parcel, url=None, company=company)

    def _without_number_in_company(self, fields: TrackingFields, text: str, country: str | None) -> TrackingFields:
        """The number and the link moved from the company to their own fields, where these are empty."""
        fits = self._fits(None, country)
        rest, addresses = split_addresses(text)
        known = [number for number in NumberReader(fits, self.names.is_name).read(rest) if fits(packed(number.text))]
        if not known and not addresses:
            return fields
        named = " ".join(filter(None, (number.named for number in known))) if known else rest
        company = named.strip(" :,;-") or None
        moved = replace(fields, company=company)
        if not self._names_nothing(fields.number):
            return replace(moved, url=fields.url or next(iter(addresses), None))
        return replace(moved, number="\n".join((*(number.text for number in known), *addresses)))

    def _names_nothing(self, number: str | None) -> bool:
        """Whether the number's field is empty, or says that there is none."""
        reader = NumberReader(self._fits(None, None), self.names.is_name)
        text, addresses = split_addresses(plain_characters((number or "")[:_MAX_TEXT]))
        return not addresses and not reader.read(text)
