"""The destinations of demo orders: cities, languages, time zones and currencies."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DemoDestination:
    """A customer's city and locale; ``rate`` is the price of a pound there."""

    city: str
    province: str | None
    postcode: str
    country: str
    country_name: str
    locale: str
    zone: str
    currency: str
    rate: Decimal


def _british(city: str, postcode: str) -> DemoDestination:
    return DemoDestination(city, "ENG", postcode, "GB", "United Kingdom", "en-GB", "Europe/London", "GBP", Decimal(1))


LONDON = _british("London", "SE1 9GF")
LEEDS = _british("Leeds", "LS1 4AP")
BRIGHTON = _british("Brighton", "BN1 1AA")
YORK = _british("York", "YO1 7HH")
BATH = _british("Bath", "BA1 1LN")
BRISTOL = _british("Bristol", "BS1 5TY")

_USD, _EUR = Decimal("1.25"), Decimal("1.2")

PORTLAND = DemoDestination("Portland", "ME", "04101", "US", "United States", "en-US", "America/New_York", "USD", _USD)
SEATTLE = DemoDestination("Seattle", "WA", "98101", "US", "United States", "en-US", "America/Los_Angeles", "USD", _USD)
HALIFAX = DemoDestination("Halifax", "NS", "B3J 1S9", "CA", "Canada", "en-CA", "America/Halifax", "CAD", Decimal("1.7"))
HOBART = DemoDestination("Hobart", "TAS", "7000", "AU", "Australia", "en-AU", "Australia/Hobart", "AUD", Decimal("1.9"))
DUBLIN = DemoDestination("Dublin", "D", "D02 X285", "IE", "Ireland", "en-IE", "Europe/Dublin", "EUR", _EUR)

OSLO = DemoDestination("Oslo", None, "0152", "NO", "Norway", "nb", "Europe/Oslo", "NOK", Decimal(14))
BERGEN = DemoDestination("Bergen", None, "5003", "NO", "Norway", "nb-NO", "Europe/Oslo", "NOK", Decimal(14))
STOCKHOLM = DemoDestination("Stockholm", None, "111 29", "SE", "Sweden", "sv", "Europe/Stockholm", "SEK", Decimal(13))
MALMO = DemoDestination("Malmö", None, "211 19", "SE", "Sweden", "sv-SE", "Europe/Stockholm", "SEK", Decimal(13))
AMSTERDAM = DemoDestination("Amsterdam", None, "1012 JS", "NL", "Netherlands", "nl", "Europe/Amsterdam", "EUR", _EUR)
UTRECHT = DemoDestination("Utrecht", None, "3511 CE", "NL", "Netherlands", "nl-NL", "Europe/Amsterdam", "EUR", _EUR)
WARSAW = DemoDestination("Warszawa", None, "00-950", "PL", "Poland", "pl", "Europe/Warsaw", "PLN", Decimal(5))
GDANSK = DemoDestination("Gdańsk", None, "80-831", "PL", "Poland", "pl-PL", "Europe/Warsaw", "PLN", Decimal(5))
SHANGHAI = DemoDestination("上海市", "SH", "200001", "CN", "China", "zh-CN", "Asia/Shanghai", "CNY", Decimal(9))
SHENZHEN = DemoDestination("深圳市", "GD", "518000", "CN", "China", "zh-CN", "Asia/Shanghai", "CNY", Decimal(9))
HAMBURG = DemoDestination("Hamburg", None, "20457", "DE", "Germany", "de", "Europe/Berlin", "EUR", _EUR)
COPENHAGEN = DemoDestination("København", None, "1150", "DK", "Denmark", "da", "Europe/Copenhagen", "DKK", Decimal(9))
HELSINKI = DemoDestination("Helsinki", None, "00100", "FI", "Finland", "fi", "Europe/Helsinki", "EUR", _EUR)
LYON = DemoDestination("Lyon", None, "69001", "FR", "France", "fr", "Europe/Paris", "EUR", _EUR)
CAIRO = DemoDestination("القاهرة", "C", "11511", "EG", "Egypt", "ar", "Africa/Cairo", "EGP", Decimal(60))
HAIFA = DemoDestination("חיפה", None, "3303113", "IL", "Israel", "he", "Asia/Jerusalem", "ILS", Decimal(5))
