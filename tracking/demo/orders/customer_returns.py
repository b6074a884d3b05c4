"""Returns at every step of the process."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoRefund, DemoReturn, DemoTracking
from tracking.demo.building.destinations import BATH, BRIGHTON, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import delivered, royal_mail
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CHAIR, LAMP, MUG, POSTER, SHIRT

LABEL = "https://cdn.shopify.com/s/files/1/0001/return-label.pdf"


def _came(number: str, city: str) -> tuple[DemoParcel, ...]:
    return (delivered(royal_mail(number), -12, city),)


ORDERS = (
    DemoOrder(
        name="#1130",
        slug="return-requested",
        situation="A return was asked for",
        email="ilse@example.com",
        destination=LONDON,
        placed_at="-17 12:11",
        lines=(DemoLine(SHIRT), DemoLine(BAG)),
        parcels=_came("JV685995284GB", "London"),
        returns=(DemoReturn(requested_at="-1 19:30", units={"shirt": 1}, status="REQUESTED"),),
    ),
    DemoOrder(
        name="#1131",
        slug="return-approved",
        situation="A return was approved; the label is ready to print",
        featured=10,
        email="jana@example.com",
        destination=YORK,
        placed_at="-17 09:48",
        lines=(DemoLine(LAMP),),
        parcels=_came("JV907866664GB", "York"),
        returns=(DemoReturn(requested_at="-3 10:15", approved_at="-2 09:40", units={"lamp": 1}, label_url=LABEL),),
    ),
    DemoOrder(
        name="#1132",
        slug="return-on-its-way",
        situation="A return is on its way back to the shop",
        email="koen@example.com",
        destination=LEEDS,
        placed_at="-17 16:22",
        lines=(DemoLine(BLANKET), DemoLine(MUG, 2)),
        parcels=_came("JV176031371GB", "Leeds"),
        returns=(
            DemoReturn(
                requested_at="-6 10:15",
                approved_at="-5 09:40",
                units={"blanket": 1},
                trackings=(royal_mail("JV215901094GB"),),
            ),
        ),
    ),
    DemoOrder(
        name="#1133",
        slug="return-received",
        situation="A return has arrived at the shop and waits to be looked at",
        email="lars@example.com",
        destination=BATH,
        placed_at="-17 18:06",
        lines=(DemoLine(CHAIR),),
        parcels=_came("JV281590138GB", "Bath"),
        returns=(
            DemoReturn(
                requested_at="-9 10:15",
                approved_at="-8 09:40",
                units={"chair": 1},
                trackings=(DemoTracking("UPS", "1ZZYL5H32614014193"),),
                reverse_status="CLOSED",
            ),
        ),
    ),
    DemoOrder(
        name="#1134",
        slug="return-inspected",
        situation="A return was looked at; the money comes next",
        email="mads@example.com",
        destination=BRIGHTON,
        placed_at="-17 11:54",
        lines=(DemoLine(SHIRT, 2),),
        parcels=_came("JV526018166GB", "Brighton"),
        returns=(
            DemoReturn(
                requested_at="-9 10:15",
                approved_at="-8 09:40",
                units={"shirt": 1},
                trackings=(royal_mail("JV908301672GB"),),
                dispositions=(("RESTOCKED", 1, "-1 15:20"),),
                reverse_status="CLOSED",
            ),
        ),
        return_status="INSPECTION_COMPLETE",
    ),
    DemoOrder(
        name="#1135",
        slug="return-refunded",
        situation="A return came back and the money was sent",
        email="nora@example.com",
        destination=LONDON,
        placed_at="-20 13:13",
        lines=(DemoLine(LAMP), DemoLine(POSTER)),
        financial_status="PARTIALLY_REFUNDED",
        parcels=_came("JV131860926GB", "London"),
        returns=(
            DemoReturn(
                requested_at="-9 10:15",
                approved_at="-8 09:40",
                closed_at="-2 12:00",
                status="CLOSED",
                units={"lamp": 1},
                refunded_units=1,
                trackings=(royal_mail("JV390996046GB"),),
                dispositions=(("RESTOCKED", 1, "-2 11:45"),),
                reverse_status="CLOSED",
            ),
        ),
        refunds=(DemoRefund(at="-2 12:00", units={"lamp": 1}, return_index=0),),
    ),
    DemoOrder(
        name="#1136",
        slug="return-declined-final-sale",
        situation="A return was declined: a final sale",
        email="odin@example.com",
        destination=YORK,
        placed_at="-17 20:19",
        lines=(DemoLine(POSTER),),
        parcels=_came("JV082462829GB", "York"),
        returns=(
            DemoReturn(requested_at="-4 10:15", status="DECLINED", decline_reason="FINAL_SALE", units={"poster": 1}),
        ),
    ),
    DemoOrder(
        name="#1137",
        slug="return-declined-period-ended",
        situation="A return was declined: asked for too late",
        email="pola@example.com",
        destination=LEEDS,
        placed_at="-80 20:19",
        lines=(DemoLine(BAG),),
        parcels=(delivered(royal_mail("JV948219948GB"), -75, "Leeds"),),
        returns=(
            DemoReturn(
                requested_at="-4 10:15", status="DECLINED", decline_reason="RETURN_PERIOD_ENDED", units={"bag": 1}
            ),
        ),
    ),
    DemoOrder(
        name="#1138",
        slug="return-declined-other",
        situation="A return was declined for another reason",
        email="rune@example.com",
        destination=BATH,
        placed_at="-17 07:58",
        lines=(DemoLine(BOOK),),
        parcels=_came("JV369935638GB", "Bath"),
        returns=(DemoReturn(requested_at="-4 10:15", status="DECLINED", decline_reason="OTHER", units={"book": 1}),),
    ),
    DemoOrder(
        name="#1139",
        slug="return-called-off",
        situation="A return was called off by the customer",
        email="siri@example.com",
        destination=BRIGHTON,
        placed_at="-17 10:29",
        lines=(DemoLine(MUG, 4),),
        parcels=_came("JV786579760GB", "Brighton"),
        returns=(
            DemoReturn(
                requested_at="-6 10:15",
                approved_at="-5 09:40",
                status="CANCELED",
                reverse_status="CANCELED",
                units={"mug": 2},
            ),
        ),
    ),
    DemoOrder(
        name="#1140",
        slug="return-failed",
        situation="A return never arrived at the shop",
        email="tilda@example.com",
        destination=LONDON,
        placed_at="-40 14:47",
        lines=(DemoLine(BLANKET),),
        parcels=(delivered(royal_mail("JV432319499GB"), -35, "London"),),
        returns=(
            DemoReturn(
                requested_at="-30 10:15",
                approved_at="-29 09:40",
                units={"blanket": 1},
                trackings=(royal_mail("JV757491195GB"),),
                reverse_status="CANCELED",
            ),
        ),
        return_status="RETURN_FAILED",
    ),
    DemoOrder(
        name="#1141",
        slug="return-to-be-processed",
        situation="A return was unpacked at the shop and needs a closer look",
        email="urd@example.com",
        destination=YORK,
        placed_at="-17 15:09",
        lines=(DemoLine(LAMP, 2),),
        parcels=_came("JV079244041GB", "York"),
        returns=(
            DemoReturn(
                requested_at="-8 10:15",
                approved_at="-7 09:40",
                units={"lamp": 2},
                trackings=(royal_mail("JV685995307GB"),),
                dispositions=(("PROCESSING_REQUIRED", 1, "-1 10:30"), ("NOT_RESTOCKED", 1, "-1 10:32")),
            ),
        ),
    ),
)
