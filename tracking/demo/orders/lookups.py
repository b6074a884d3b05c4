"""Orders that are hard to find: look-alikes, old ones, tests, and one without an email address."""

from tracking.demo.building import DemoLine, DemoOrder, UnsentGroup
from tracking.demo.building.destinations import BATH, LEEDS, LONDON, SEATTLE, YORK
from tracking.demo.orders.delivery_presets import delivered, in_transit, royal_mail
from tracking.demo.orders.products import BOOK, CANDLE, LAMP, MUG, PLANT, SOAP

ORDERS = (
    DemoOrder(
        name="#1001-A",
        slug="look-alike-suffix",
        situation="A number like #1001, of somebody else",
        email="hulda@example.com",
        destination=LONDON,
        placed_at="-1 10:31",
        lines=(DemoLine(SOAP),),
        unsent=(UnsentGroup(),),
    ),
    DemoOrder(
        name="#11001",
        slug="look-alike-longer",
        situation="Another number like #1001, of somebody else",
        email="ingrid@example.com",
        destination=YORK,
        placed_at="-1 11:31",
        lines=(DemoLine(BOOK),),
        unsent=(UnsentGroup(),),
    ),
    DemoOrder(
        name="#21001",
        slug="look-alike-newest",
        situation="The newest number like #1001, of somebody else",
        email="jarl@example.com",
        destination=BATH,
        placed_at="-1 12:31",
        lines=(DemoLine(CANDLE),),
        unsent=(UnsentGroup(),),
    ),
    DemoOrder(
        name="#1197",
        slug="phone-only",
        situation="Ordered with a phone number only",
        email=None,
        phone="+447700900123",
        destination=LEEDS,
        placed_at="-4 15:51",
        lines=(DemoLine(MUG),),
        parcels=(in_transit(royal_mail("JV082462832GB"), -2, "Leeds"),),
    ),
    DemoOrder(
        name="#0042",
        slug="very-old",
        situation="Two years old",
        email="knut@example.com",
        destination=LONDON,
        placed_at="-735 10:00",
        closed_at="-720 09:00",
        lines=(DemoLine(LAMP),),
        parcels=(delivered(royal_mail("JV948219951GB"), -730, "London"),),
    ),
    DemoOrder(
        name="#1198",
        slug="test-order",
        situation="A test order of the shop",
        email="leif@example.com",
        destination=SEATTLE,
        placed_at="-1 09:09",
        lines=(DemoLine(PLANT),),
        is_test=True,
        unsent=(UnsentGroup(),),
    ),
)
