"""Orders that are hard to find: look-alikes, old ones, tests, and one without an e-mail address."""

from tracking.demo.building import Bought, Sale, Waiting
from tracking.demo.building.destinations import BATH, LEEDS, LONDON, SEATTLE, YORK
from tracking.demo.orders.delivery_presets import delivered, on_its_way, royal_mail
from tracking.demo.orders.products import BOOK, CANDLE, LAMP, MUG, PLANT, SOAP

SALES = (
    Sale(
        name="#1001-A",
        slug="look-alike-suffix",
        situation="A number like #1001, of somebody else",
        email="hulda@example.com",
        place=LONDON,
        placed="-1 10:31",
        lines=(Bought(SOAP),),
        waiting=(Waiting(),),
    ),
    Sale(
        name="#11001",
        slug="look-alike-longer",
        situation="Another number like #1001, of somebody else",
        email="ingrid@example.com",
        place=YORK,
        placed="-1 11:31",
        lines=(Bought(BOOK),),
        waiting=(Waiting(),),
    ),
    Sale(
        name="#21001",
        slug="look-alike-newest",
        situation="The newest number like #1001, of somebody else",
        email="jarl@example.com",
        place=BATH,
        placed="-1 12:31",
        lines=(Bought(CANDLE),),
        waiting=(Waiting(),),
    ),
    Sale(
        name="#1197",
        slug="phone-only",
        situation="Ordered with a phone number only",
        email=None,
        phone="+447700900123",
        place=LEEDS,
        placed="-4 15:51",
        lines=(Bought(MUG),),
        parcels=(on_its_way(royal_mail("JV082462832GB"), -2, "Leeds"),),
    ),
    Sale(
        name="#0042",
        slug="very-old",
        situation="Two years old",
        email="knut@example.com",
        place=LONDON,
        placed="-735 10:00",
        closed="-720 09:00",
        lines=(Bought(LAMP),),
        parcels=(delivered(royal_mail("JV948219951GB"), -730, "London"),),
    ),
    Sale(
        name="#1198",
        slug="test-order",
        situation="A test order of the shop",
        email="leif@example.com",
        place=SEATTLE,
        placed="-1 09:09",
        lines=(Bought(PLANT),),
        is_test=True,
        waiting=(Waiting(),),
    ),
)
