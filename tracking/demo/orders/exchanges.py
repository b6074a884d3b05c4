"""Returns for which the customer gets something else."""

from tracking.demo.building import Back, Bought, Exchanged, Sale, Waiting
from tracking.demo.building.destinations import BRIGHTON, LEEDS, YORK
from tracking.demo.orders.delivery_presets import delivered, on_its_way, royal_mail
from tracking.demo.orders.products import SHIRT, SHIRT_L

BOTH = (Bought(SHIRT), Bought(SHIRT_L))
FIRST, SECOND = {"shirt": 1}, {"shirt-l": 1}

SALES = (
    Sale(
        name="#1145",
        slug="exchange",
        situation="An exchange: the larger shirt comes when the first one is sent back",
        email="ursa@example.com",
        place=LEEDS,
        placed="-15 12:31",
        lines=BOTH,
        is_edited=True,
        parcels=(delivered(royal_mail("JV625276025GB"), -10, "Leeds", units=FIRST),),
        waiting=(Waiting(status="ON_HOLD", holds=("AWAITING_RETURN_ITEMS",), units=SECOND),),
        returns=(Back(asked="-3 18:00", approved="-2 09:15", units=FIRST, exchanges=(Exchanged(SHIRT_L),)),),
    ),
    Sale(
        name="#1146",
        slug="exchange-on-its-way",
        situation="An exchange: the first shirt came back, the larger one is on its way",
        email="vlad@example.com",
        place=BRIGHTON,
        placed="-20 08:49",
        lines=BOTH,
        is_edited=True,
        parcels=(
            delivered(royal_mail("JV895559806GB"), -15, "Brighton", units=FIRST),
            on_its_way(royal_mail("JV711471058GB"), -2, "Brighton", units=SECOND),
        ),
        returns=(
            Back(
                asked="-9 18:00",
                approved="-8 09:15",
                closed="-3 11:00",
                status="CLOSED",
                units=FIRST,
                exchanges=(Exchanged(SHIRT_L),),
                tracks=(royal_mail("JV974650762GB"),),
                dispositions=(("RESTOCKED", 1, "-3 11:00"),),
                reverse="CLOSED",
            ),
        ),
    ),
    Sale(
        name="#1147",
        slug="exchange-requested",
        situation="An exchange was asked for",
        email="wim@example.com",
        place=YORK,
        placed="-12 17:02",
        lines=(Bought(SHIRT),),
        parcels=(delivered(royal_mail("JV291703435GB"), -7, "York"),),
        returns=(Back(asked="-1 12:00", status="REQUESTED", units=FIRST, exchanges=(Exchanged(SHIRT_L),)),),
    ),
)
