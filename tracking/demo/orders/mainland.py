"""Customers in the Netherlands, Poland, Germany and France, with the carriers of their countries."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoReturn, DemoScan, DemoTracking, UnsentGroup
from tracking.demo.building.destinations import AMSTERDAM, GDANSK, HAMBURG, LYON, UTRECHT, WARSAW
from tracking.demo.orders.delivery_presets import arrived, collected
from tracking.demo.orders.locations import ROTTERDAM
from tracking.demo.orders.products import BLANKET, BOOK, CANDLE, LAMP, MUG, PLANT, SHIRT, SOAP

NL = "Netherlands"
COLLECTED = collected(-3, "Rotterdam", NL)

ORDERS = (
    DemoOrder(
        name="#1210",
        slug="dutch-postnl",
        situation="A Dutch order, delivered by PostNL",
        email="sanne@example.com",
        destination=AMSTERDAM,
        placed_at="-5 20:10",
        lines=(DemoLine(PLANT, 2), DemoLine(SOAP)),
        shipping_method="Thuisbezorgd",
        parcels=(
            DemoParcel(
                sent_at="-4 15:10",
                status="DELIVERED",
                location=ROTTERDAM,
                trackings=(DemoTracking("PostNL", "3SHRBR718002390"),),
                scans=(*collected(-4, "Rotterdam", NL), *arrived(-1, "Amsterdam", NL)),
            ),
        ),
    ),
    DemoOrder(
        name="#1211",
        slug="dutch-dpd",
        situation="A Dutch order: DPD came and nobody was home",
        email="daan@example.com",
        destination=UTRECHT,
        placed_at="-5 10:45",
        lines=(DemoLine(LAMP),),
        shipping_method="Thuisbezorgd",
        parcels=(
            DemoParcel(
                sent_at="-3 15:10",
                status="ATTEMPTED_DELIVERY",
                location=ROTTERDAM,
                trackings=(DemoTracking("DPD", "05304104234685"),),
                scans=(
                    *COLLECTED,
                    DemoScan("-1 08:10", "OUT_FOR_DELIVERY", "Utrecht", NL),
                    DemoScan("-1 15:55", "ATTEMPTED_DELIVERY", "Utrecht", NL),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1212",
        slug="polish-inpost",
        situation="A Polish order, ready in an InPost locker",
        email="agnieszka@example.com",
        destination=WARSAW,
        placed_at="-5 18:20",
        lines=(DemoLine(MUG, 5),),
        shipping_method="Paczkomat InPost",
        parcels=(
            DemoParcel(
                sent_at="-3 15:10",
                status="READY_FOR_PICKUP",
                method="PICKUP_POINT",
                location=ROTTERDAM,
                trackings=(DemoTracking("Inpost", "657628331258153549306668"),),
                scans=(*COLLECTED, DemoScan("-1 11:15", "READY_FOR_PICKUP", "Warszawa", "Poland")),
            ),
        ),
    ),
    DemoOrder(
        name="#1213",
        slug="polish-post",
        situation="A Polish order with 22 items, delayed at Poczta Polska",
        email="zbigniew@example.com",
        destination=GDANSK,
        placed_at="-9 07:50",
        lines=(DemoLine(CANDLE, 22),),
        shipping_method="Poczta Polska",
        parcels=(
            DemoParcel(
                sent_at="-6 15:10",
                status="DELAYED",
                location=ROTTERDAM,
                trackings=(DemoTracking("Poczta Polska", "00359007183417047188"),),
                scans=(*collected(-6, "Rotterdam", NL), DemoScan("-1 10:05", "DELAYED", "Łódź", "Poland", "+2 18:00")),
            ),
        ),
    ),
    DemoOrder(
        name="#1214",
        slug="german-dhl",
        situation="A German order, on its way with DHL",
        email="juergen@example.com",
        destination=HAMBURG,
        placed_at="-4 21:30",
        lines=(DemoLine(BLANKET),),
        shipping_method="DHL Paket",
        parcels=(
            DemoParcel(
                sent_at="-3 15:10",
                status="IN_TRANSIT",
                location=ROTTERDAM,
                trackings=(DemoTracking("DHL", "00340434020776426569"),),
                scans=(*COLLECTED, DemoScan("-1 04:50", "IN_TRANSIT", "Bremen", "Germany", "+1 18:00")),
            ),
        ),
    ),
    DemoOrder(
        name="#1215",
        slug="french-colissimo",
        situation="A French order, delivered, with a return asked for",
        email="elodie@example.com",
        destination=LYON,
        placed_at="-13 12:00",
        lines=(DemoLine(SHIRT),),
        shipping_method="Colissimo",
        parcels=(
            DemoParcel(
                sent_at="-11 15:10",
                status="DELIVERED",
                location=ROTTERDAM,
                trackings=(DemoTracking("Colissimo", "LX334018785FR"),),
                scans=(*collected(-11, "Rotterdam", NL), *arrived(-8, "Lyon", "France")),
            ),
        ),
        returns=(DemoReturn(requested_at="-1 17:10", units={"shirt": 1}, status="REQUESTED"),),
    ),
    DemoOrder(
        name="#1216",
        slug="dutch-pending",
        situation="A Dutch order whose bank transfer is awaited",
        email="femke@example.com",
        destination=UTRECHT,
        placed_at="-1 22:05",
        lines=(DemoLine(BOOK, 2),),
        shipping_method="Thuisbezorgd",
        financial_status="PENDING",
        unpaid_share=1,
        unsent=(UnsentGroup(location=ROTTERDAM),),
    ),
)
