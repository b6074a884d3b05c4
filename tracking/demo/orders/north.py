"""Customers in Norway, Sweden, Denmark and Finland, with the carriers of their countries."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoScan, DemoTracking, UnsentGroup
from tracking.demo.building.destinations import BERGEN, COPENHAGEN, HELSINKI, MALMO, OSLO, STOCKHOLM
from tracking.demo.orders.delivery_presets import arrived, collected
from tracking.demo.orders.locations import OSLO_COUNTER, ROTTERDAM
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, CHAIR, LAMP, MUG, POSTER

NL = "Netherlands"

ORDERS = (
    DemoOrder(
        name="#1200",
        slug="norwegian-bring",
        situation="A Norwegian order, on its way with Bring",
        email="solveig@example.com",
        destination=OSLO,
        placed_at="-6 19:40",
        lines=(DemoLine(BLANKET), DemoLine(MUG, 2)),
        shipping_method="Pakke levert hjem",
        parcels=(
            DemoParcel(
                sent_at="-4 15:10",
                status="IN_TRANSIT",
                location=ROTTERDAM,
                trackings=(DemoTracking("Bring", "370772492086828892"),),
                estimated_at="+1 17:00",
                scans=(
                    *collected(-4, "Rotterdam", NL),
                    DemoScan("-1 23:15", "IN_TRANSIT", "Göteborg", "Sweden", "+1 17:00"),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1201",
        slug="norwegian-post-office",
        situation="A Norwegian order, waiting at the post counter",
        email="torunn@example.com",
        destination=BERGEN,
        placed_at="-8 08:25",
        lines=(DemoLine(LAMP),),
        shipping_method="Pakke til hentested",
        parcels=(
            DemoParcel(
                sent_at="-6 15:10",
                status="READY_FOR_PICKUP",
                method="PICKUP_POINT",
                location=ROTTERDAM,
                trackings=(DemoTracking("Posten", "RB962459578NO", "https://sporing.posten.no/sporing/RB146881975NO"),),
                scans=(*collected(-6, "Rotterdam", NL), DemoScan("-1 12:40", "READY_FOR_PICKUP", "Bergen", "Norway")),
            ),
        ),
    ),
    DemoOrder(
        name="#1202",
        slug="norwegian-pickup",
        situation="A Norwegian order, ready at the shop in Oslo",
        email="vidar@example.com",
        destination=OSLO,
        placed_at="-2 13:05",
        lines=(DemoLine(CHAIR),),
        shipping_method="Hent i butikk",
        parcels=(DemoParcel(sent_at="-1 11:00", status="READY_FOR_PICKUP", method="PICK_UP", location=OSLO_COUNTER),),
    ),
    DemoOrder(
        name="#1203",
        slug="swedish-postnord",
        situation="A Swedish order, out for delivery with PostNord",
        email="astrid@example.com",
        destination=MALMO,
        placed_at="-5 17:55",
        lines=(DemoLine(CANDLE, 3),),
        shipping_method="Hemleverans",
        parcels=(
            DemoParcel(
                sent_at="-4 15:10",
                status="OUT_FOR_DELIVERY",
                location=ROTTERDAM,
                trackings=(DemoTracking("PostNord SE", "00373574143337761741"),),
                estimated_at="+0 21:00",
                scans=(
                    *collected(-4, "Rotterdam", NL),
                    DemoScan("-1 20:05", "IN_TRANSIT", "Malmö", "Sweden", "+0 21:00"),
                    DemoScan("0 07:20", "OUT_FOR_DELIVERY", "Malmö", "Sweden", "+0 21:00"),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1204",
        slug="swedish-older-than-usual",
        situation="A Swedish order, paid and not sent for nine days",
        email="bjorn@example.com",
        destination=STOCKHOLM,
        placed_at="-9 09:35",
        lines=(DemoLine(CHAIR, 2),),
        shipping_method="Hemleverans",
        unsent=(UnsentGroup(location=ROTTERDAM),),
    ),
    DemoOrder(
        name="#1205",
        slug="danish-postnord",
        situation="A Danish order, delivered by PostNord",
        email="mette@example.com",
        destination=COPENHAGEN,
        placed_at="-7 14:28",
        lines=(DemoLine(BOOK), DemoLine(POSTER)),
        shipping_method="Til døren",
        parcels=(
            DemoParcel(
                sent_at="-5 15:10",
                status="DELIVERED",
                location=ROTTERDAM,
                trackings=(DemoTracking("PostNord DK", "00373509319254499203"),),
                scans=(*collected(-5, "Rotterdam", NL), *arrived(-2, "København", "Denmark")),
            ),
        ),
    ),
    DemoOrder(
        name="#1206",
        slug="finnish-posti",
        situation="A Finnish order, on its way with Posti",
        email="aino@example.com",
        destination=HELSINKI,
        placed_at="-7 21:42",
        lines=(DemoLine(BAG),),
        shipping_method="Postipaketti",
        parcels=(
            DemoParcel(
                sent_at="-5 15:10",
                status="IN_TRANSIT",
                location=ROTTERDAM,
                trackings=(DemoTracking("Posti", "RF579868289FI"),),
                scans=(*collected(-5, "Rotterdam", NL), DemoScan("-1 13:00", "IN_TRANSIT", "Vantaa", "Finland")),
            ),
        ),
    ),
)
