"""Customers in the Netherlands, Poland, Germany and France, with the carriers of their countries."""

from tracking.demo.building import Back, Bought, Parcel, Sale, Scan, Track, Waiting
from tracking.demo.building.destinations import AMSTERDAM, GDANSK, HAMBURG, LYON, UTRECHT, WARSAW
from tracking.demo.orders.delivery_presets import arrived, left
from tracking.demo.orders.locations import ROTTERDAM
from tracking.demo.orders.products import BLANKET, BOOK, CANDLE, LAMP, MUG, PLANT, SHIRT, SOAP

NL = "Netherlands"
LEFT = left(-3, "Rotterdam", NL)

SALES = (
    Sale(
        name="#1210",
        slug="dutch-postnl",
        situation="A Dutch order, delivered by PostNL",
        email="sanne@example.com",
        place=AMSTERDAM,
        placed="-5 20:10",
        lines=(Bought(PLANT, 2), Bought(SOAP)),
        shipping="Thuisbezorgd",
        parcels=(
            Parcel(
                sent="-4 15:10",
                status="DELIVERED",
                site=ROTTERDAM,
                tracks=(Track("PostNL", "3SHRBR718002390"),),
                scans=(*left(-4, "Rotterdam", NL), *arrived(-1, "Amsterdam", NL)),
            ),
        ),
    ),
    Sale(
        name="#1211",
        slug="dutch-dpd",
        situation="A Dutch order: DPD came and nobody was home",
        email="daan@example.com",
        place=UTRECHT,
        placed="-5 10:45",
        lines=(Bought(LAMP),),
        shipping="Thuisbezorgd",
        parcels=(
            Parcel(
                sent="-3 15:10",
                status="ATTEMPTED_DELIVERY",
                site=ROTTERDAM,
                tracks=(Track("DPD", "05304104234685"),),
                scans=(
                    *LEFT,
                    Scan("-1 08:10", "OUT_FOR_DELIVERY", "Utrecht", NL),
                    Scan("-1 15:55", "ATTEMPTED_DELIVERY", "Utrecht", NL),
                ),
            ),
        ),
    ),
    Sale(
        name="#1212",
        slug="polish-inpost",
        situation="A Polish order, ready in an InPost locker",
        email="agnieszka@example.com",
        place=WARSAW,
        placed="-5 18:20",
        lines=(Bought(MUG, 5),),
        shipping="Paczkomat InPost",
        parcels=(
            Parcel(
                sent="-3 15:10",
                status="READY_FOR_PICKUP",
                method="PICKUP_POINT",
                site=ROTTERDAM,
                tracks=(Track("Inpost", "657628331258153549306668"),),
                scans=(*LEFT, Scan("-1 11:15", "READY_FOR_PICKUP", "Warszawa", "Poland")),
            ),
        ),
    ),
    Sale(
        name="#1213",
        slug="polish-post",
        situation="A Polish order with 22 items, delayed at Poczta Polska",
        email="zbigniew@example.com",
        place=GDANSK,
        placed="-9 07:50",
        lines=(Bought(CANDLE, 22),),
        shipping="Poczta Polska",
        parcels=(
            Parcel(
                sent="-6 15:10",
                status="DELAYED",
                site=ROTTERDAM,
                tracks=(Track("Poczta Polska", "00359007183417047188"),),
                scans=(*left(-6, "Rotterdam", NL), Scan("-1 10:05", "DELAYED", "Łódź", "Poland", "+2 18:00")),
            ),
        ),
    ),
    Sale(
        name="#1214",
        slug="german-dhl",
        situation="A German order, on its way with DHL",
        email="juergen@example.com",
        place=HAMBURG,
        placed="-4 21:30",
        lines=(Bought(BLANKET),),
        shipping="DHL Paket",
        parcels=(
            Parcel(
                sent="-3 15:10",
                status="IN_TRANSIT",
                site=ROTTERDAM,
                tracks=(Track("DHL", "00340434020776426569"),),
                scans=(*LEFT, Scan("-1 04:50", "IN_TRANSIT", "Bremen", "Germany", "+1 18:00")),
            ),
        ),
    ),
    Sale(
        name="#1215",
        slug="french-colissimo",
        situation="A French order, delivered, with a return asked for",
        email="elodie@example.com",
        place=LYON,
        placed="-13 12:00",
        lines=(Bought(SHIRT),),
        shipping="Colissimo",
        parcels=(
            Parcel(
                sent="-11 15:10",
                status="DELIVERED",
                site=ROTTERDAM,
                tracks=(Track("Colissimo", "LX334018785FR"),),
                scans=(*left(-11, "Rotterdam", NL), *arrived(-8, "Lyon", "France")),
            ),
        ),
        returns=(Back(asked="-1 17:10", units={"shirt": 1}, status="REQUESTED"),),
    ),
    Sale(
        name="#1216",
        slug="dutch-pending",
        situation="A Dutch order whose bank transfer is awaited",
        email="femke@example.com",
        place=UTRECHT,
        placed="-1 22:05",
        lines=(Bought(BOOK, 2),),
        shipping="Thuisbezorgd",
        payment="PENDING",
        unpaid=1,
        waiting=(Waiting(site=ROTTERDAM),),
    ),
)
