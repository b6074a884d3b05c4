"""Says when the API version in use ends, as far as the calendar and Shopify's answers tell: pure.

Each version is supported for at least twelve months: https://shopify.dev/docs/api/usage/versioning .
"""

import re
from dataclasses import dataclass
from datetime import date

_VERSION = re.compile(r"(20\d\d)-(01|04|07|10)")
_STEPS = (14, 60)  # days before the end at which the shop is told


@dataclass(frozen=True, slots=True)
class VersionTrouble:
    """``about`` changes where the shop is to be told again."""

    about: str
    sentence: str


def version_end(version: str) -> date | None:
    """The day from which Shopify may no longer serve the version; None for one without an end, such as unstable."""
    found = _VERSION.fullmatch(version)
    return date(int(found[1]) + 1, int(found[2]), 1) if found else None


def version_trouble(version: str, served: str, today: date) -> VersionTrouble | None:
    """The trouble that the shop has to hear of, if any; ``served`` is the version of Shopify's last answer."""
    fix = "Install a newer release of this site, or set SHOPIFY_API_VERSION to a version that is still supported."
    if served != version:
        return VersionTrouble(
            f"{version} served {served}",
            f"Shopify no longer serves API version {version}, and answers in {served}. {fix}",
        )
    end = version_end(version)
    if end is None:
        return None
    left = (end - today).days
    step = next((step for step in _STEPS if left <= step), None)
    if step is None:
        return None
    when = f"ends on {end:%-d %B %Y}" if left > 0 else f"has ended on {end:%-d %B %Y}"
    return VersionTrouble(f"{version} {step if left > 0 else 0}", f"Shopify's API version {version} {when}. {fix}")
