"""The time zone of a country that has only one."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import cache

from babel.core import get_global

from tracking.i18n.date_formats import time_zone

# In use in Xinjiang beside the official time of all of China, in which carriers report:
# https://github.com/eggert/tz/blob/main/asia (China)
_UNOFFICIAL = frozenset({"Asia/Urumqi"})


def country_zone(code: str, at: datetime) -> tzinfo | None:
    """The zone of a country (ISO 3166-1 alpha-2) at a moment; None where its clocks differ or it is unknown."""
    zones = [time_zone(name) for name in _zones().get(code.upper(), ())]
    is_one = len(zones) == 1 or len({at.astimezone(zone).utcoffset() for zone in zones}) == 1
    return zones[0] if is_one else None


@cache
def _zones() -> Mapping[str, tuple[str, ...]]:
    """The zones of each country, from the CLDR."""
    zones: defaultdict[str, list[str]] = defaultdict(list)
    for zone, country in sorted(get_global("zone_territories").items()):
        if len(country) == len("SE") and zone not in _UNOFFICIAL:  # others are groups of countries
            zones[country].append(zone)
    return {country: tuple(names) for country, names in zones.items()}
