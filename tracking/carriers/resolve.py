"""Resolves the carrier and the tracking link of a parcel, by the strongest evidence first.

1. A number in a deciding format that the named carrier does not accept: USPS's under "DHL". Not where its carrier
   does not deliver: USPS's under "Evri", to Great Britain.
2. The carrier's name.
3. The host of the merchant's link.
4. The format of the number.
5. No known carrier: the merchant's own link, if it is safe.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tracking.carriers.explanation import Explain, no_explanation
from tracking.carriers.hosts import Hosts
from tracking.carriers.link import Link, LinkEvidence
from tracking.carriers.names import Names
from tracking.carriers.numbers import Number, Numbers, read_number, unlinked_number
from tracking.carriers.row import CarrierRow
from tracking.carriers.table import read_table, read_table_with
from tracking.carriers.template import exact_language_value, fill, read_country, read_postcode
from tracking.carriers.tracking_fields import FieldReader, TrackingFields
from tracking.carriers.tracking_input import TrackingInput, read_address, read_company
from tracking.carriers.words import means_no_carrier


class Carriers:
    """Every carrier, compiled once; safe to share between threads."""

    def __init__(self, rows: Sequence[CarrierRow]) -> None:
        self.rows = tuple(rows)
        self._by_code = {row.code: row for row in self.rows}
        self._names = Names(self.rows)
        self._hosts = Hosts(self.rows)
        self._numbers = Numbers(self.rows)
        self._fields = FieldReader(self._names, self._hosts, self._numbers)

    @staticmethod
    @cache
    def built_in() -> "Carriers":
        """The built-in carriers."""
        return Carriers(read_table())

    @staticmethod
    def with_file(path: str | Path) -> "Carriers":
        """The built-in carriers with a merchant's file on top; raises CarriersFileError."""
        return Carriers(read_table_with(Path(path)))

    def row(self, code: str | None) -> CarrierRow | None:
        """The row of a carrier by its code, as ``Link.carrier`` has it; None where there is none."""
        return self._by_code.get(code or "")

    def read_fields(
        self, number: str | None, company: str | None, url: str | None, country: str | None = None
    ) -> tuple[TrackingFields, ...]:
        """The parcels of one tracking entry as people fill it in: the fields of each, at least one."""
        return self._fields.read(TrackingFields(number, company, url), read_country(country))

    def resolve(  # noqa: PLR0913 - all the details that Shopify may have
        self,
        number: str | None,
        *,
        company: str | None = None,
        url: str | None = None,
        country: str | None = None,
        postcode: str | None = None,
        language: str = "en",
        explain: Explain = no_explanation,
    ) -> Link:
        """Returns the carrier, the number in display form, and a safe link or none; never raises.

        ``company`` and ``url`` are the merchant's, ``country`` (ISO 3166) and ``postcode`` the destination's,
        ``language`` the customer's ("nb", "en-GB"); ``explain`` is called with each sentence of the explanation.
        """
        destination = read_country(country)
        parcels = self._fields.read(TrackingFields(number, company, url), destination)
        if len(parcels) > 1:
            explain("The text holds %s numbers; only one of them alone has a link.", len(parcels))
            parcels = (TrackingFields(number, company, None, may_link=False),)
        fields = parcels[0]
        written = read_number(fields.number) if fields.may_link else unlinked_number(fields.number)
        decided = self._numbers.deciding_carrier(written.token, destination)
        given = TrackingInput(
            number=_number_for(decided, written),
            decided=decided,
            company=read_company(fields.company),
            address=read_address(fields.url, self._hosts, explain),
            country=destination,
            postcode=read_postcode(postcode),
            language=language,
        )
        row, evidence = self._carrier(given, explain)
        return self._known_carrier(row, evidence, given, explain) if row else _unknown_carrier(given, explain)

    def _carrier(self, given: TrackingInput, explain: Explain) -> tuple[CarrierRow | None, LinkEvidence]:
        decided, named = given.decided, self._carrier_by_name(given, explain)
        if decided and (named is None or _overrides(decided, named, given.country)):
            explain("The number can only be %s's.", decided.label)
            return decided, LinkEvidence.NUMBER
        if named:
            return named, LinkEvidence.COMPANY
        linked = self._carrier_by_link(given)
        if linked:
            explain("The merchant's link leads to %s.", linked.label)
            return linked, LinkEvidence.HOST
        is_named = given.company is not None and not means_no_carrier(given.company)
        numbered = self._numbers.carrier(given.token, given.country, is_named=is_named)
        if numbered:
            explain("The number looks like %s's, and like no other carrier's.", numbered.label)
        return numbered, LinkEvidence.NUMBER

    def _carrier_by_name(self, given: TrackingInput, explain: Explain) -> CarrierRow | None:
        if not given.company:
            return None
        row = self._names.carrier(given.company, given.token, given.country)
        if row:
            explain('The merchant\'s "%s" means %s.', given.company, row.label)
        else:
            explain("The merchant's \"%s\" is no carrier's name, or several carriers'.", given.company)
        return row

    def _carrier_by_link(self, given: TrackingInput) -> CarrierRow | None:
        if given.address is None or not (given.token or given.names_a_parcel):
            return None
        return self._hosts.carrier(given.address, given.token)

    def _known_carrier(self, row: CarrierRow, evidence: LinkEvidence, given: TrackingInput, explain: Explain) -> Link:
        number = _number_for(row, given.number)
        link = fill(
            row, number.token, country=given.country, postcode=given.postcode, language=given.language
        ) or self._merchant_link_for(row, given, explain)
        name = exact_language_value(row.native_names, given.language) or row.label
        return Link(carrier=row.code, name=name, number=number.display, url=link, evidence=evidence)

    def _merchant_link_for(self, row: CarrierRow, given: TrackingInput, explain: Explain) -> str | None:
        """The merchant's own link for a carrier without one of ours, unless it leads to another carrier."""
        explain("We have no link to %s for this number.", row.label)
        owners = self._hosts.owners(given.address.host) if given.address else ()
        if owners and row not in owners:
            explain("The merchant's link is refused: it leads to %s.", owners[0].label)
            return None
        return _merchant_link(given, explain)


def _overrides(decided: CarrierRow, named: CarrierRow, country: str | None) -> bool:
    """Whether a number's carrier overrides the named one; without a destination, where both may deliver."""
    if named is decided or decided.code in named.accepts:
        return False
    return country is not None or not named.countries or any(map(decided.may_deliver_to, named.countries))


def _number_for(row: CarrierRow | None, number: Number) -> Number:
    """The number as the carrier writes it: in capitals, without routing codes."""
    if row is None or number.token is None:
        return number
    proper = row.read(number.token) or number.token
    return Number(display=proper, token=proper)


def _unknown_carrier(given: TrackingInput, explain: Explain) -> Link:
    explain("Nobody is known to carry this number.")
    url = _merchant_link(given, explain)
    return Link(
        carrier=None,
        name=None if given.company is None or means_no_carrier(given.company) else given.company,
        number=given.number.display,
        url=url,
        evidence=LinkEvidence.MERCHANT if url else LinkEvidence.NONE,
    )


def _merchant_link(given: TrackingInput, explain: Explain) -> str | None:
    if given.address is None:
        return None
    if not given.names_a_parcel:
        explain("The merchant's link is refused: it does not say which parcel.")
        return None
    explain("The link is the merchant's own.")
    return given.address.secure
