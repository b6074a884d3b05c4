"""The words that people copy along with an order number, by language."""

from collections.abc import Mapping

# The ten languages of the site, and those of which one word is known to stand before the number.
# https://help.shopify.com/en/manual/fulfillment/setup/notifications
WORDS: Mapping[str, str] = {
    "any": "no nr num n° n.o n id ref po",
    "en": "your my the order orders purchase confirmation number reference code is for",
    "da": "din min ordre ordren ordrenr ordrenummer ordrebekræftelse bestilling bestillingsnummer bekræftelse"
    " bekræftelsesnummer købsnummer nummer er",
    "de": "ihre deine meine bestellung bestell bestellnr bestellnummer bestellbestätigung auftrag auftragsnr"
    " auftragsnummer bestätigung bestätigungsnummer nummer lautet ist",
    "fi": "tilaus tilauksesi tilauksen tilausnro tilausnumero tilausvahvistus vahvistus vahvistusnumero numero nro on",
    "fr": "votre ma la commande numéro numero confirmation référence réf de du est",
    "nb": "din min ordre ordren ordrenr ordrenummer ordrebekreftelse bestilling bestillingsnummer bekreftelse"
    " bekreftelsesnummer nummer er",
    "nl": "uw je mijn bestelling bestelnr bestelnummer order ordernr ordernummer bevestiging"
    " bevestigingsnummer nummer is",
    "pl": "twoje moje zamówienie zamówienia zamowienie zamowienia numer potwierdzenie potwierdzenia to jest",
    "sv": "din min order ordernr ordernummer orderbekräftelse beställning beställningsnr beställningsnummer bekräftelse"
    " bekräftelsenummer nummer är",
    "zh_Hans": "您的 我的 订单 订单号 订单号码 订单编号 单号 编号 号码 确认号 确认码 确认编号 是 为 第 号",
    "zh_Hant": "訂單 訂單號 訂單號碼 訂單編號 編號",
    "ja": "ご注文 注文 注文番号 ご注文番号 確認番号 番号",
    "ko": "주문 주문번호 번호",
    "es, it, pt": "su tu pedido orden ordine número numero confirmación conferma confirmação",
    "cs, hu, ro, tr": "objednávka objednávky číslo rendelés rendelésszám comanda sipariş",
    # Before a parcel's number, in those languages.
    "parcels": "track trace tracking parcel package shipment pakke pakkenummer sporing sporingsnummer paket paketnummer"
    " sendung sendungsnummer seuranta seurantakoodi lähetys lähetystunnus suivi colis pakket zending przesyłka"
    " przesyłki paczka paczki kolli kollinummer försändelse spårning spårningsnummer 运单 快递 包裹 物流 跟踪",
    "el, ru, uk, ar": "παραγγελία αριθμός заказ номер замовлення طلب رقم",
}
