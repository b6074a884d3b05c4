"""Customers in Norway, Sweden, Denmark and Finland, with the carriers of their countries."""

from tracking.demo.building import Bought, Parcel, Sale, Scan, Track, Waiting
from tracking.demo.building.destinations import BERGEN, COPENHAGEN, HELSINKI, MALMO, OSLO, STOCKHOLM
from tracking.demo.orders.delivery_presets import arrived, left
from tracking.demo.orders.locations import OSLO_COUNTER, ROTTERDAM
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, CHAIR, LAMP, MUG, POSTER

NL = "Netherlands"

SALES = (
    Sale(
        name="#1200",
        slug="norwegian-bring",
        situation="A Norwegian order, on its way with Bring",
        email="solveig@example.com",
        place=OSLO,
        placed="-6 19:40",
        lines=(Bought(BLANKET), Bought(MUG, 2)),
        shipping="Pakke levert hjem",
        parcels=(
            Parcel(
                sent="-4 15:10",
                status="IN_TRANSIT",
                site=ROTTERDAM,
                tracks=(Track("Bring", "370772492086828892"),),
                expected="+1 17:00",
                scans=(
                    *left(-4, "Rotterdam", NL),
                    Scan("-1 23:15", "IN_TRANSIT", "Göteborg", "Sweden", "+1 17:00"),
                ),
            ),
        ),
    ),
    Sale(
        name="#1201",
        slug="norwegian-post-office",
        situation="A Norwegian order, waiting at the post counter",
        email="torunn@example.com",
        place=BERGEN,
        placed="-8 08:25",
        lines=(Bought(LAMP),),
        shipping="Pakke til hentested",
        parcels=(
            Parcel(
                sent="-6 15:10",
                status="READY_FOR_PICKUP",
                method="PICKUP_POINT",
                site=ROTTERDAM,
                tracks=(Track("Posten", "RB962459578NO", "https://sporing.posten.no/sporing/RB146881975NO"),),
                scans=(*left(-6, "Rotterdam", NL), Scan("-1 12:40", "READY_FOR_PICKUP", "Bergen", "Norway")),
            ),
        ),
    ),
    Sale(
        name="#1202",
        slug="norwegian-pickup",
        situation="A Norwegian order, ready at the shop in Oslo",
        email="vidar@example.com",
        place=OSLO,
        placed="-2 13:05",
        lines=(Bought(CHAIR),),
        shipping="Hent i butikk",
        parcels=(Parcel(sent="-1 11:00", status="READY_FOR_PICKUP", method="PICK_UP", site=OSLO_COUNTER),),
    ),
    Sale(
        name="#1203",
        slug="swedish-postnord",
        situation="A Swedish order, out for delivery with PostNord",
        email="astrid@example.com",
        place=MALMO,
        placed="-5 17:55",
        lines=(Bought(CANDLE, 3),),
        shipping="Hemleverans",
        parcels=(
            Parcel(
                sent="-4 15:10",
                status="OUT_FOR_DELIVERY",
                site=ROTTERDAM,
                tracks=(Track("PostNord SE", "00373574143337761741"),),
                expected="+0 21:00",
                scans=(
                    *left(-4, "Rotterdam", NL),
                    Scan("-1 20:05", "IN_TRANSIT", "Malmö", "Sweden", "+0 21:00"),
                    Scan("0 07:20", "OUT_FOR_DELIVERY", "Malmö", "Sweden", "+0 21:00"),
                ),
            ),
        ),
    ),
    Sale(
        name="#1204",
        slug="swedish-older-than-usual",
        situation="A Swedish order, paid and not sent for nine days",
        email="bjorn@example.com",
        place=STOCKHOLM,
        placed="-9 09:35",
        lines=(Bought(CHAIR, 2),),
        shipping="Hemleverans",
        waiting=(Waiting(site=ROTTERDAM),),
    ),
    Sale(
        name="#1205",
        slug="danish-postnord",
        situation="A Danish order, delivered by PostNord",
        email="mette@example.com",
        place=COPENHAGEN,
        placed="-7 14:28",
        lines=(Bought(BOOK), Bought(POSTER)),
        shipping="Til døren",
        parcels=(
            Parcel(
                sent="-5 15:10",
                status="DELIVERED",
                site=ROTTERDAM,
                tracks=(Track("PostNord DK", "00373509319254499203"),),
                scans=(*left(-5, "Rotterdam", NL), *arrived(-2, "København", "Denmark")),
            ),
        ),
    ),
    Sale(
        name="#1206",
        slug="finnish-posti",
        situation="A Finnish order, on its way with Posti",
        email="aino@example.com",
        place=HELSINKI,
        placed="-7 21:42",
        lines=(Bought(BAG),),
        shipping="Postipaketti",
        parcels=(
            Parcel(
                sent="-5 15:10",
                status="IN_TRANSIT",
                site=ROTTERDAM,
                tracks=(Track("Posti", "RF579868289FI"),),
                scans=(*left(-5, "Rotterdam", NL), Scan("-1 13:00", "IN_TRANSIT", "Vantaa", "Finland")),
            ),
        ),
    ),
)
