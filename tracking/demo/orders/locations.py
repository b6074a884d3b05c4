"""The locations of Harbor Goods, and of its suppliers."""

from collections.abc import Sequence

from tracking.demo.building import DemoLocation
from tracking.demo.building.ids import gid
from tracking.demo.nodes import Node

ROTTERDAM = DemoLocation("Harbor Goods, Rotterdam", "Maashaven 4", "3081 AE", "Rotterdam", "NL")
COUNTER = DemoLocation("Harbor Goods shop", "3 Narrow Quay", "BS1 4QA", "Bristol", "GB")
POTTERY = DemoLocation("Cove Pottery", "Unit 7, Wharf Lane", "PL1 3EW", "Plymouth", "GB", is_supplier=True)
WAREHOUSE = DemoLocation("Northway Logistics", "Dock Road 18", "LS9 0PS", "Leeds", "GB", is_supplier=True)
SHENZHEN_HUB = DemoLocation("Harbor Goods, Shenzhen", "南山大道 88", "518052", "深圳市", "CN")
OSLO_COUNTER = DemoLocation("Harbor Goods Oslo", "Sjøgata 2", "0150", "Oslo", "NO")

LOCATION_NAMES = ((COUNTER.name, "Harbor Goods shop"), (OSLO_COUNTER.name, "Harbor Goods Oslo"))
"""The locations' names for customers."""

PICKUP_HOURS = (
    ("en", "Monday to Saturday, 10:00 to 18:00"),
    ("sv", "Måndag till lördag, 10.00\N{EN DASH}18.00"),
    ("nb", "Mandag til lørdag, 10.00\N{EN DASH}18.00"),
    ("da", "Mandag til lørdag, kl. 10.00\N{EN DASH}18.00"),
    ("nl", "Maandag tot en met zaterdag, 10.00\N{EN DASH}18.00 uur"),
    ("de", "Montag bis Samstag, 10\N{EN DASH}18 Uhr"),
    ("fr", "Du lundi au samedi, de 10 h à 18 h"),
    ("pl", "Od poniedziałku do soboty, 10:00\N{EN DASH}18:00"),
    ("fi", "Maanantaista lauantaihin klo 10\N{EN DASH}18"),
    ("zh-Hans", "周一至周六 10:00\N{EN DASH}18:00"),
)
"""The opening hours under the counters of Harbor Goods, by language."""

LOCATIONS: Sequence[Node] = [
    {
        "id": gid("Location", number),
        "name": place.name,
        "isActive": True,
        "fulfillsOnlineOrders": place is not OSLO_COUNTER,
    }
    for number, place in enumerate((ROTTERDAM, COUNTER, SHENZHEN_HUB, OSLO_COUNTER), 1)
]
"""Those of the shop's own, as its admin has them set up."""

SERVICES: Sequence[Node] = [
    {
        "id": gid("FulfillmentService", 1),
        "handle": "manual",
        "serviceName": "Manual",
        "type": "MANUAL",
        "trackingSupport": False,
    },
    *(
        {
            "id": gid("FulfillmentService", number),
            "handle": place.name.lower().replace(" ", "-"),
            "serviceName": place.name,
            "type": "THIRD_PARTY",
            "trackingSupport": place is WAREHOUSE,
        }
        for number, place in enumerate((WAREHOUSE, POTTERY), 2)
    ),
]
"""The fulfillment services that the shop has, of which the first is the shop itself."""
