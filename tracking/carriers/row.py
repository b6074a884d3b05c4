"""A carrier as the table describes it: one row, and the formats of its numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from tracking.carriers.checks import passes

_compiled = cache(re.compile)


class Strength(StrEnum):
    """What a number in this format proves without a carrier's name."""

    STRONG = "strong"  # stands alone
    MEDIUM = "medium"  # stands where no other carrier's number looks the same
    WEAK = "weak"  # needs a check digit, and a parcel to one of the carrier's countries


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a number looks: ``regex`` over capitals, a check digit by its name in ``checks`` or none.

    The groups ``number`` and ``checked`` of ``regex`` cut out what is linked and what the check digit is about;
    without them it is the whole. ``decides`` marks numbers so telling that they overrule a carrier's name.
    """

    regex: str
    strength: Strength
    check: str | None = None
    decides: bool = False

    def read(self, number: str) -> str | None:
        """The parcel's number proper, or None where ``number`` is not in this format."""
        found = _compiled(self.regex).fullmatch(number)
        if found is None:
            return None
        parts = found.groupdict()
        proper = parts.get("number") or number
        if self.check and not passes(self.check, parts.get("checked") or proper):
            return None
        return proper


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierRow:
    """A carrier. The head of ``carriers.toml`` explains each of the columns."""

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
    note: str = ""

    @property
    def label(self) -> str:
        """What customers call the carrier."""
        return self.display_name or self.name

    @property
    def is_proven(self) -> bool:
        """Whether its link may be shown: a link of low confidence needs a reason to be trusted."""
        return self.confidence != "low" or bool(self.trusted)

    def read(self, number: str) -> str | None:
        """The number proper by the first of the carrier's formats that fits, or None."""
        readings = (form.read(number) for form in self.formats)
        return next((proper for proper in readings if proper is not None), None)

    def delivers_to(self, country: str | None) -> bool:
        """Whether the carrier is at home in ``country``; a worldwide carrier is at home nowhere."""
        return country in self.countries
