"""Words around tracking numbers, in the languages of the carriers' names.

Each row is a language; words are compared in folded form (``words.key``): without capitals, accents and punctuation.
"""

from collections.abc import Mapping

from tracking.carriers.words import key

# Words in front of a number that are no part of it.
_LABELS = {
    "en": "tracking track trace number numbers no nr num id code ref awb waybill consignment shipment parcel package "
    "pkg trk label barcode mail post express your is the of with via for",
    "de": "sendungsnummer sendungsnr sendung sendungsverfolgung paketnummer paket trackingnummer nummer ihr ihre "
    "zu mit",
    "nl": "tracktrace trackandtrace tracktracecode zendingsnummer zending pakketnummer pakket barcode uw met",
    "sv": "kollinummer kolli kollinr kollid sandningsnummer sparningsnummer spara forsandelse forsandelseid paketnr",
    "nb, da": "sporing sporingsnummer sporingsnr pakke pakkenr pakkenummer forsendelse forsendelsesnummer "
    "sendingsnummer",
    "fi": "seurantakoodi seurantatunnus seuranta lahetystunnus lahetys lahetysnumero paketti",
    "fr": "suivi numero n colis envoi de du le la votre",
    "es, pt, it": "guia envio seguimiento rastreo rastreio codigo codice spedizione tracciamento tracciatura numero di "
    "do",
    "pl": "numer nr przesylki przesylka paczki paczka sledzenia list przewozowy",
    "cs": "cislo zasilky zasilka balik",
    "ru, uk": "трек номер отправления отслеживания трекномер посылка накладная",
    "zh": "单号 快递单号 运单号 运单号码 物流单号 追踪号 追踪号码 追蹤號碼 快递 快遞單號 货运单号 跟踪号",
    "ja": "追跡番号 送り状番号 お問い合わせ番号 伝票番号 荷物番号",
    "ko": "운송장번호 송장번호 운송장",
}

# Words that say that there is no tracking number, whatever else stands beside them, a date, a box, a phone number.
_NOTES = {
    "en": "pickup pick collected collect collection hand handed delivered delivery courier driver letter stamp stamps "
    "untracked without none pending call phone box boxes room date sent shipped dropped store instore local tba tbd "
    "order orders invoice",
    "de": "abholung selbstabholung selbstabholer abgeholt persoenlich personlich ubergeben bote brief ohne keine "
    "lieferung bestellung rechnung",
    "nl": "afhalen ophalen opgehaald afgehaald brief zonder geen bezorgd bezorging bestelling factuur",
    "sv": "avhamtning hamtas hamtat upphamtning brev utan ingen sparning bud leverans levererad order faktura",
    "nb, da": "hentes hentet avhentes afhentes afhentning henting brev uten uden ingen bud levering leveret levert "
    "ordre faktura",
    "fi": "nouto noudetaan noudettu kirje ilman toimitus toimitettu tilaus lasku",
    "fr": "retrait enlevement lettre sans aucun livraison livre remis coursier commande facture",
    "es, pt, it": "recogida recoge retirada retiro ritiro lettera carta sin sem senza entrega consegna consegnato "
    "pedido ordine factura fattura",
    "pl": "odbior odebrano osobisty bez brak dostawa kurier zamowienie faktura",
    "cs": "odber osobni dopis bez",
    "ru, uk": "самовывоз курьер письмо без нет доставка самовивіз",
    "zh": "自提 无单号 无 平邮 自取 送货 订单",
    "ja": "店頭受取 手渡し なし 普通郵便",
    "ko": "직접수령 없음 픽업",
}

# Words between two numbers; a single letter counts between two whole numbers only, as every word here does.
_AND = {
    "germanic": "and und en och og plus",
    "others": "ja et e y i oraz и та и a",
}


def _folded(table: Mapping[str, str]) -> frozenset[str]:
    return frozenset(key(word) for words in table.values() for word in words.split())


LABELS = _folded(_LABELS)
NOTES = _folded(_NOTES)
AND_WORDS = tuple(dict.fromkeys(word for words in _AND.values() for word in words.split()))
