"""How an order is paid, by the name of its payment gateway: one row per kind, the first that matches wins.

Gateways of providers have Shopify's or the provider's name; the shop gives any name to those whose payments it records
by hand. Names are compared without case, accents and punctuation. A name of fewer than six letters has to be a whole
word, a longer one may be a part of one, as in "Banküberweisung".
https://help.shopify.com/en/manual/payments/additional-payment-methods/manual-payments
https://help.shopify.com/en/manual/payments/third-party-providers
https://help.shopify.com/en/manual/payments/shopify-payments/local-payment-methods
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tracking.carriers.words import spaced
from tracking.order.model import Order, Transaction


class GatewayKind(StrEnum):
    """How the money of a gateway moves."""

    CARD = "card"
    WALLET = "wallet"  # moves the money at once, without a card of the customer's that the shop knows of
    INVOICE_LATER = "invoice_later"
    ON_DELIVERY = "on_delivery"
    IN_SHOP = "in_shop"
    TRANSFER = "transfer"
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Gateway:
    """A row: ``by_hand`` means that the shop records these payments itself; ``names`` are separated by commas."""

    kind: GatewayKind
    by_hand: bool
    names: str

    @property
    def keywords(self) -> tuple[str, ...]:
        """The names as they are compared."""
        return tuple(spaced(name) for name in self.names.split(","))


_BY_HAND, _BY_PROVIDER = True, False

GATEWAYS = (
    Gateway(
        GatewayKind.GIFT_CARD,
        _BY_PROVIDER,
        "gift card, giftcard, Geschenkkarte, presentkort, gavekort, carte cadeau, lahjakortti, karta podarunkowa",
    ),
    Gateway(
        GatewayKind.STORE_CREDIT,
        _BY_PROVIDER,
        "store credit, shop credit",
    ),
    Gateway(
        GatewayKind.ON_DELIVERY,
        _BY_HAND,
        "cash on delivery, COD, C.O.D., on delivery, upon delivery, at the door, Nachnahme, bei Lieferung, "
        "bei Zustellung, postförskott, efterkrav, oppkrav, vid leverans, ved levering, contrassegno, alla "
        "consegna, contre-remboursement, à la livraison, contra reembolso, contrarreembolso, na entrega, "
        "rembours, bij levering, aan de deur, pobranie, pobraniem, przy odbiorze, przy dostawie, "
        "postiennakko, jälkivaatimus, dobírka, utánvét, ramburs, 货到付款, 貨到付款, 代金引換, 代引",
    ),
    Gateway(
        GatewayKind.IN_SHOP,
        _BY_HAND,
        "in store, in shop, in the shop, in person, at the counter, pickup, pick up, on collection, click "
        "collect, cash, im Laden, im Geschäft, Abholung, Barzahlung, i butik, i butikk, i butiken, kontant, "
        "hämtning, afhentning, henting, en magasin, en boutique, au retrait, espèces, in de winkel, afhalen, "
        "contant, in negozio, al ritiro, contanti, en tienda, recogida, efectivo, w sklepie, odbiór osobisty, "
        "gotówka, gotówką, myymälässä, noudettaessa, käteinen, 到店, 门店, 自提",
    ),
    Gateway(
        GatewayKind.INVOICE_LATER,
        _BY_PROVIDER,
        "Klarna, Afterpay, Clearpay, Riverty, Billie, Ratepay, Qliro, Walley, Svea, Sezzle, Affirm, Scalapay, "
        "Laybuy, Zip, in3, Alma, Oney, PayPo, Twisto, Resurs, Mondu, Shop Pay Installments",
    ),
    Gateway(
        GatewayKind.WALLET,
        _BY_PROVIDER,
        "PayPal, Amazon Pay, Apple Pay, Google Pay, iDEAL, Bancontact, Swish, Vipps, MobilePay, BLIK, "
        "Przelewy24, P24, PayU, Dotpay, Tpay, Alipay, 支付宝, WeChat, 微信, Sofort, giropay, Trustly, TWINT, EPS, "
        "Satispay, Bizum, Multibanco, Pix, Paytrail, Mollie, Adyen, Coinbase, BitPay, Venmo",
    ),
    Gateway(
        GatewayKind.CARD,
        _BY_PROVIDER,
        "Shopify Payments, Shop Pay, card, credit card, debit card, Kreditkarte, kort, bankkort, kreditkort, "
        "carte bancaire, carte bleue, carta di credito, tarjeta, karta, kortti, creditcard, 信用卡, 银行卡, Stripe, "
        "Authorize.net, Braintree, Worldpay, CyberSource, Checkout.com, Nets, Bambora, Quickpay, bogus, Visa, "
        "Mastercard",
    ),
    Gateway(
        GatewayKind.TRANSFER,
        _BY_HAND,
        "bank transfer, bank deposit, wire transfer, direct deposit, money order, cheque, check, BACS, EFT, "
        "SEPA, prepayment, in advance, Überweisung, Ueberweisung, Vorkasse, Vorauskasse, överföring, "
        "overføring, overførsel, förskott, forskudd, förhandsbetalning, bankgiro, plusgiro, virement, "
        "overboeking, overschrijving, vooruitbetaling, bonifico, transferencia, przelew, przedpłata, "
        "tilisiirto, pankkisiirto, ennakkomaksu, 银行转账, 转账, 汇款, 銀行振込",
    ),
    Gateway(
        GatewayKind.INVOICE_LATER,
        _BY_HAND,
        "invoice, on account, purchase order, net 15, net 30, net 60, pay later, Rechnung, faktura, facture, "
        "factuur, fattura, factura, lasku, laskulla, 账单, 月结, 請求書",
    ),
)
_OTHER = Gateway(GatewayKind.OTHER, _BY_PROVIDER, "")

# Letters that Unicode does not decompose into a letter and an accent.
_WHOLE_WORD = 6  # shorter keywords in Latin letters are whole words only

# The kinds whose refunds no bank delays.
_WITHOUT_BANK = frozenset({GatewayKind.GIFT_CARD, GatewayKind.STORE_CREDIT, GatewayKind.IN_SHOP})
_ALREADY_PAID = frozenset({GatewayKind.GIFT_CARD, GatewayKind.STORE_CREDIT})


@lru_cache(maxsize=256)
def gateway_of(name: str) -> Gateway:
    """The row of a gateway's name, else one of kind OTHER."""
    words = f" {spaced(name)} "
    matches = (row for row in GATEWAYS if any(_holds(words, keyword) for keyword in row.keywords))
    return next(matches, _OTHER)


def _holds(words: str, keyword: str) -> bool:
    is_whole_word = keyword.isascii() and len(keyword) < _WHOLE_WORD
    return (f" {keyword} " if is_whole_word else keyword) in words


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """The gateways of an order's open payment; ``by_hand``: the shop records one of these payments itself."""

    kinds: frozenset[GatewayKind]
    by_hand: bool

    @property
    def is_card(self) -> bool:
        """Whether nothing but cards paid what no gift card or credit did."""
        return self.kinds - _ALREADY_PAID == {GatewayKind.CARD}


_UNDER_WAY = frozenset({"PENDING", "AWAITING_RESPONSE"})
_PAYING = frozenset({"SALE", "AUTHORIZATION", "EMV_AUTHORIZATION", "CAPTURE"})


def open_payments(order: Order) -> tuple[Transaction, ...]:
    """The transactions of the customer's payment that are under way, and that none of the same gateway has ended since.

    Shopify lists the oldest first, and may leave a transaction pending that a later one completes.
    """
    payments = [each for each in order.transactions if each.kind in _PAYING]
    newest = {each.gateway: each for each in payments}
    return tuple(each for each in payments if each.status in _UNDER_WAY and newest[each.gateway].status in _UNDER_WAY)


def payment_means(order: Order) -> PaymentMeans:
    """The gateways of the transactions that are under way, else all of the order's."""
    under_way = open_payments(order)
    rows = [gateway_of(name) for name in _names(under_way) or order.gateways]
    by_hand = any(row.by_hand for row in rows) or any(each.is_manual for each in under_way)
    return PaymentMeans(frozenset(row.kind for row in rows), by_hand)


def is_processing(order: Order) -> bool:
    """Whether a provider is working on the payment."""
    return any(
        not each.is_manual and not (each.gateway and gateway_of(each.gateway).by_hand) for each in open_payments(order)
    )


def goes_through_a_bank(transactions: Iterable[Transaction], order: Order) -> bool:
    """Whether a refund reaches the customer by way of a bank; without transactions, by the order's gateways."""
    kinds = {gateway_of(name).kind for name in _names(transactions) or order.gateways}
    return not kinds or not kinds <= _WITHOUT_BANK


def only_kind(transactions: Iterable[Transaction], order: Order) -> GatewayKind | None:
    """The kind of all of these transactions, None where there are several; without any, of the order's gateways."""
    kinds = {gateway_of(name).kind for name in _names(transactions) or order.gateways}
    return next(iter(kinds)) if len(kinds) == 1 else None


def _names(transactions: Iterable[Transaction]) -> tuple[str, ...]:
    return tuple(each.gateway for each in transactions if each.gateway)
