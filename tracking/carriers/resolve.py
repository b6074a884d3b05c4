"""Who carries a parcel, and where to follow it: number, name and link, in the order of what they prove.

1. A number so telling that the named carrier cannot know it: USPS's under "DHL".
2. The carrier's name.
3. The host of the merchant's link.
4. The format of the number.
5. Nobody known: the merchant's own link, if it is safe.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tracking.carriers.hosts import Hosts
from tracking.carriers.link import Link, LinkEvidence
from tracking.carriers.names import Names
from tracking.carriers.numbers import Number, Numbers, read_number
from tracking.carriers.reasons import Say, unheard
from tracking.carriers.row import CarrierRow
from tracking.carriers.table import read_table, read_table_with
from tracking.carriers.template import fill, read_country, read_postcode
from tracking.carriers.tracking_input import TrackingInput, read_address, read_company
from tracking.carriers.words import is_nobody


class Carriers:
    """Every carrier, compiled once; threads may share it."""

    def __init__(self, rows: Sequence[CarrierRow]) -> None:
        self.rows = tuple(rows)
        self._names = Names(self.rows)
        self._hosts = Hosts(self.rows)
        self._numbers = Numbers(self.rows)

    @staticmethod
    @cache
    def built_in() -> "Carriers":
        """The carriers that come with the project."""
        return Carriers(read_table())

    @staticmethod
    def with_file(path: str | Path) -> "Carriers":
        """The same with a merchant's own rows and corrections on top; raises CarriersFileError."""
        return Carriers(read_table_with(Path(path)))

    def resolve(  # noqa: PLR0913 - all that Shopify may know about a parcel
        self,
        number: str | None,
        *,
        company: str | None = None,
        url: str | None = None,
        country: str | None = None,
        postcode: str | None = None,
        language: str = "en",
        say: Say = unheard,
    ) -> Link:
        """The carrier, the number as people write it, and a safe link or none; never raises, whatever the texts.

        ``company`` and ``url`` are the merchant's, ``country`` (ISO 3166) and ``postcode`` the destination's,
        ``language`` the visitor's ("nb", "en-GB"); ``say`` hears why, sentence by sentence.
        """
        written = read_number(number)
        decided = self._numbers.decided(written.token)
        clues = TrackingInput(
            number=_proper(decided, written),
            decided=decided,
            company=read_company(company),
            address=read_address(url, self._hosts, say),
            country=read_country(country),
            postcode=read_postcode(postcode),
            language=language,
        )
        row, evidence = self._carrier(clues, say)
        return self._known(row, evidence, clues, say) if row else _unknown(clues, say)

    def _carrier(self, clues: TrackingInput, say: Say) -> tuple[CarrierRow | None, LinkEvidence]:
        decided, named = clues.decided, self._named(clues, say)
        if decided and (named is None or (named is not decided and decided.code not in named.accepts)):
            say("The number can only be %s's.", decided.label)
            return decided, LinkEvidence.NUMBER
        if named:
            return named, LinkEvidence.COMPANY
        hosting = self._hosting(clues)
        if hosting:
            say("The merchant's link leads to %s.", hosting.label)
            return hosting, LinkEvidence.HOST
        claimed = self._numbers.claimed(clues.token, clues.country)
        if claimed:
            say("The number looks like %s's, and like no other carrier's.", claimed.label)
        return claimed, LinkEvidence.NUMBER

    def _named(self, clues: TrackingInput, say: Say) -> CarrierRow | None:
        if not clues.company:
            return None
        row = self._names.carrier(clues.company, clues.token, clues.country)
        if row:
            say('The merchant\'s "%s" means %s.', clues.company, row.label)
        else:
            say("The merchant's \"%s\" is no carrier's name, or several carriers'.", clues.company)
        return row

    def _hosting(self, clues: TrackingInput) -> CarrierRow | None:
        if clues.address is None or not (clues.token or clues.names_a_parcel):
            return None
        return self._hosts.carrier(clues.address, clues.token)

    def _known(self, row: CarrierRow, evidence: LinkEvidence, clues: TrackingInput, say: Say) -> Link:
        proper = _proper(row, clues.number)
        link = fill(
            row, proper.token, country=clues.country, postcode=clues.postcode, language=clues.language
        ) or self._merchants(row, clues, say)
        return Link(carrier=row.code, name=row.label, number=proper.shown, url=link, evidence=evidence)

    def _merchants(self, row: CarrierRow, clues: TrackingInput, say: Say) -> str | None:
        """The merchant's own link for a carrier without one of ours, unless it leads to another carrier."""
        say("We have no link to %s for this number.", row.label)
        owners = self._hosts.owners(clues.address.host) if clues.address else ()
        if owners and row not in owners:
            say("The merchant's link is refused: it leads to %s.", owners[0].label)
            return None
        return _merchants_own(clues, say)


def _proper(row: CarrierRow | None, number: Number) -> Number:
    """The number as ``row`` writes it: in capitals, without what only steers the parcel."""
    if row is None or number.token is None:
        return number
    proper = row.read(number.token) or number.token
    return Number(shown=proper, token=proper)


def _unknown(clues: TrackingInput, say: Say) -> Link:
    say("Nobody is known to carry this number.")
    url = _merchants_own(clues, say)
    return Link(
        carrier=None,
        name=None if clues.company is None or is_nobody(clues.company) else clues.company,
        number=clues.number.shown,
        url=url,
        evidence=LinkEvidence.MERCHANT if url else LinkEvidence.NONE,
    )


def _merchants_own(clues: TrackingInput, say: Say) -> str | None:
    if clues.address is None:
        return None
    if not clues.names_a_parcel:
        say("The merchant's link is refused: it does not say which parcel.")
        return None
    say("The link is the merchant's own.")
    return clues.address.secure
