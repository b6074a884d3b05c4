"""Parses the URLs of channels for texts and alerts, as Apprise writes them: https://appriseit.com/services/ ."""

import re
from dataclasses import dataclass, field
from urllib.parse import quote

PHONE = "{phone}"
"""Stands in TEXT_URL for the customer's number."""

_URL = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{1,20})://[^\s]{1,2000}")
_BETWEEN = re.compile(r"[\s,]+(?=[a-zA-Z][a-zA-Z0-9+.-]{1,20}://)")
_MAX_CHANNELS = 10

_FORM = "such as mailto://user:password@example.com or slack://token/#alerts (https://appriseit.com/services/)"


@dataclass(frozen=True, slots=True)
class ChannelUrl:
    """``service`` is what may be shown of it, the scheme: all the rest may be a token."""

    service: str
    url: str = field(repr=False)

    def to(self, number: str) -> str:
        """The URL with a number such as +46701234567 in its place."""
        return self.url.replace(PHONE, quote(number, safe=""))


def channel_urls(value: str) -> tuple[ChannelUrl, ...]:
    """The channels, separated by spaces or commas. Raises ValueError with the correction."""
    channels = tuple(_channel(part) for part in _BETWEEN.split(value.strip(" ,")))
    if len(channels) > _MAX_CHANNELS:
        raise ValueError(f"must be at most {_MAX_CHANNELS} addresses")
    if any(PHONE in channel.url for channel in channels):
        raise ValueError(f"must not have {PHONE}: it is for TEXT_URL, and alerts go to you")
    return channels


def text_url(value: str) -> ChannelUrl:
    """The channel for text messages. Raises ValueError with the correction."""
    if value.count(PHONE) != 1:
        raise ValueError(
            f"must have {PHONE} once, where the customer's number belongs: twilio://SID:TOKEN@SENDER/{PHONE}"
        )
    found = _URL.fullmatch(value)
    if not found:
        raise ValueError(
            f"must be an address as Apprise writes it, such as twilio://SID:TOKEN@SENDER/{PHONE}"
            " (https://appriseit.com/services/)"
        )
    return ChannelUrl(found[1].lower(), value)


def _channel(part: str) -> ChannelUrl:
    found = _URL.fullmatch(part)
    if not found:
        raise ValueError(f"must be addresses as Apprise writes them, {_FORM}")
    return ChannelUrl(found[1].lower(), part)
