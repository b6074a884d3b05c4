"""A carrier: one row of the table, with the formats of its numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from tracking.carriers.checks import passes

_compiled = cache(re.compile)


class Strength(StrEnum):
    """The evidence of a number in this format without a carrier's name."""

    STRONG = "strong"  # sufficient alone
    MEDIUM = "medium"  # sufficient if no other carrier's format matches
    WEAK = "weak"  # needs a check digit, and a parcel to one of the carrier's countries


class PickupNeeds(StrEnum):
    """The things that a carrier's pickup point asks for."""

    CODE = "code"  # the code from the carrier's message: parcel lockers
    ID = "id"  # a document with a photo: counters
    CODE_OR_ID = "code_or_id"  # lockers and counters, or either at one


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """The format of a number: ``regex`` over capitals, a check digit by its name in ``checks`` or none.

    The groups ``number`` and ``checked`` of ``regex`` cut out the linked number and the part with the check digit;
    without them it is the whole. ``decides`` marks a format that overrides a carrier's name, ``anywhere`` a weak
    one of a worldwide carrier that is evidence for a parcel to any country.
    """

    regex: str
    strength: Strength
    check: str | None = None
    decides: bool = False
    anywhere: bool = False

    def read(self, number: str) -> str | None:
        """The parcel's own number, or None where ``number`` is not in this format."""
        found = _compiled(self.regex).fullmatch(number)
        if found is None:
            return None
        parts = found.groupdict() if found.re.groupindex else {}
        proper = parts.get("number") or number
        if self.check and not passes(self.check, parts.get("checked") or proper):
            return None
        return proper


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierRow:
    """A carrier. The head of ``carriers.toml`` explains each of the columns.

    ``pickup_days``, ``pickup_needs`` and ``reports`` are None where no public source says.
    """

    code: str
    name: str
    display_name: str = ""
    aliases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    local_names: tuple[str, ...] = ()
    shopify: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    lang: Mapping[str, str] = field(default_factory=dict)
    in_language: Mapping[str, str] = field(default_factory=dict)
    confidence: str = ""
    trusted: str = ""
    hosts: tuple[str, ...] = ()
    formats: tuple[Format, ...] = ()
    accepts: tuple[str, ...] = ()
    valid: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()
    not_this: tuple[str, ...] = ()
    native_names: Mapping[str, str] = field(default_factory=dict)
    pickup_days: int | None = None
    pickup_needs: PickupNeeds | None = None
    reports: bool | None = None
    note: str = ""

    @property
    def label(self) -> str:
        """The name on the order page."""
        return self.display_name or self.name

    @property
    def is_proven(self) -> bool:
        """Whether its link may be shown: a link of low confidence needs a reason to be trusted."""
        return self.confidence != "low" or bool(self.trusted)

    def read(self, number: str) -> str | None:
        """The parcel's own number by the first matching format, or None."""
        readings = (form.read(number) for form in self.formats)
        return next((proper for proper in readings if proper is not None), None)

    def may_deliver_to(self, country: str | None) -> bool:
        """Whether nothing speaks against ``country``: it is unknown, the carrier's, or the carrier is worldwide."""
        return country is None or not self.countries or country in self.countries

    def distinguishes(self, number: str, country: str | None) -> bool:
        """Whether the number tells this carrier from others of its name: in a weak format only in its countries."""
        is_at_home = country is None or self.delivers_to(country)
        forms = (form for form in self.formats if is_at_home or form.strength is not Strength.WEAK)
        return any(form.read(number) is not None for form in forms)

    def delivers_to(self, country: str | None) -> bool:
        """Whether ``country`` is one of the carrier's countries; a worldwide carrier has none."""
        return country in self.countries
