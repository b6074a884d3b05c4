"""Returns with an exchange."""

from tracking.demo.building import DemoExchange, DemoLine, DemoOrder, DemoReturn, UnsentGroup
from tracking.demo.building.destinations import BRIGHTON, LEEDS, YORK
from tracking.demo.orders.delivery_presets import delivered, in_transit, royal_mail
from tracking.demo.orders.products import SHIRT, SHIRT_L

BOTH = (DemoLine(SHIRT), DemoLine(SHIRT_L))
FIRST, SECOND = {"shirt": 1}, {"shirt-l": 1}

ORDERS = (
    DemoOrder(
        name="#1145",
        slug="exchange",
        situation="An exchange: the larger shirt comes when the first one is sent back",
        email="ursa@example.com",
        destination=LEEDS,
        placed_at="-15 12:31",
        lines=BOTH,
        is_edited=True,
        parcels=(delivered(royal_mail("JV625276025GB"), -10, "Leeds", units=FIRST),),
        unsent=(UnsentGroup(status="ON_HOLD", holds=("AWAITING_RETURN_ITEMS",), units=SECOND),),
        returns=(
            DemoReturn(
                requested_at="-3 18:00", approved_at="-2 09:15", units=FIRST, exchanges=(DemoExchange(SHIRT_L),)
            ),
        ),
    ),
    DemoOrder(
        name="#1146",
        slug="exchange-on-its-way",
        situation="An exchange: the first shirt came back, the larger one is on its way",
        email="vlad@example.com",
        destination=BRIGHTON,
        placed_at="-20 08:49",
        lines=BOTH,
        is_edited=True,
        parcels=(
            delivered(royal_mail("JV895559806GB"), -15, "Brighton", units=FIRST),
            in_transit(royal_mail("JV711471058GB"), -2, "Brighton", units=SECOND),
        ),
        returns=(
            DemoReturn(
                requested_at="-9 18:00",
                approved_at="-8 09:15",
                closed_at="-3 11:00",
                status="CLOSED",
                units=FIRST,
                exchanges=(DemoExchange(SHIRT_L),),
                trackings=(royal_mail("JV974650762GB"),),
                dispositions=(("RESTOCKED", 1, "-3 11:00"),),
                reverse_status="CLOSED",
            ),
        ),
    ),
    DemoOrder(
        name="#1147",
        slug="exchange-requested",
        situation="An exchange was asked for",
        email="wim@example.com",
        destination=YORK,
        placed_at="-12 17:02",
        lines=(DemoLine(SHIRT),),
        parcels=(delivered(royal_mail("JV291703435GB"), -7, "York"),),
        returns=(
            DemoReturn(requested_at="-1 12:00", status="REQUESTED", units=FIRST, exchanges=(DemoExchange(SHIRT_L),)),
        ),
    ),
)
