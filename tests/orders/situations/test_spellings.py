# ruff: noqa: RUF001 - characters that look alike are the subject
"""Spellings of a number or an address as people paste them: each finds the order, and no other contact does."""

import pytest

from tests.fakes import Shopify, harbor_goods
from tests.orders.conftest import Instance
from tracking.orders import NotFound
from tracking.orders.errors import BadInput

NUMBERS = [
    # Words before it, in the site's languages
    "Order #7410",
    "Order no. 7410",
    "Order No.: 7410",
    "Your order number is #7410",
    "order7410",
    "Order confirmation #7410",
    "Nr. 7410",
    "№7410",
    "№ 7410",
    "N° 7410",
    "n.º 7410",
    "Bestellung 7410",
    "Bestellnummer: 7410",
    "Bestell-Nr. #7410",
    "Auftragsnummer 7410",
    "Ordre nr. 7410",
    "Ordrenummer 7410",
    "Bestilling #7410",
    "Tilaus 7410",
    "Tilausnumero: 7410",
    "Commande n° 7410",
    "N° de commande : 7410",
    "Numéro de commande 7410",
    "Bestelling #7410",
    "Bestelnummer 7410",
    "zamówienie nr 7410",
    "Numer zamówienia: 7410",
    "Beställning 7410",
    "Ordernummer: #7410",
    "订单7410",
    "订单号：7410",
    "您的订单 #7410",
    "注文番号 7410",
    "ご注文番号：７４１０",
    # The subjects of Shopify's emails, and other sentences
    "Order #7410 confirmed",
    "Re: Order #7410 confirmed",
    "[Harbor Goods] Order #7410 confirmed.",
    "A shipment from order #7410 is on the way",
    "A shipment from order #7410 has been delivered",
    "Bestellung #7410 wurde bestätigt",
    "Commande #7410 confirmée",
    "Tilaus 7410 vahvistettu",
    "订单 #7410 已确认",
    "Order #7410, placed 20 November",
    "Thank you for your order (#7410)!",
    "my order number is 7410 please help",
    "Confirmation #XPAV284CT of your order",
    # Brackets around it
    "(7410)",
    "[#7410]",
    "Order (#7410)",
    "<7410>",
    # Quotes, marks, invisible and direction characters, digits of other scripts
    "“#7410”",
    "«7410»",
    "'7410'",
    "#7410.",
    "7410,",
    "\u200e#7410\u200f",
    "\u2066#7410\u2069",
    "74\u00ad10",
    "\ufeff7410",
    "7\u200b410",
    "#\ufe0f7410",
    "\u00a0# 7410\u3000",
    "７４１０",
    "٧٤١٠",
    "۷۴۱۰",
    "७४१०",
    "𝟕𝟒𝟏𝟎",
    # The confirmation number
    "XPAV284CT",
    "xpav284ct",
    "#XPAV284CT",
    "Confirmation #XPAV284CT",
    "Confirmation number: XPAV284CT",
    "Bestätigungsnummer XPAV284CT",
    "Numéro de confirmation : XPAV284CT",
    "确认号：ＸＰＡＶ２８４ＣＴ",
    "XPAV\u200b284CT",
]

ADDRESS = "jan-o'neil@bücher.example"
ADDRESSES = [
    "jan-o'neil@bücher.example",
    "Jan-O'Neil@BÜCHER.example",
    "jan-o’neil@bücher.example",
    "jan-oʼneil@bücher.example",
    "jan–o'neil@bücher.example",
    "jan\u2011o'neil@bücher.example",
    "jan\u2212o`neil@bücher.example",
    "jan-o'neil@xn--bcher-kva.example",
    "JAN-O'NEIL@XN--BCHER-KVA.EXAMPLE",
    "jan-o'neil@bu\u0308cher.example",
    "jan-o'neil@bücher。example",
    "jan-o'neil@bücher.example.",
    "jan-o'neil@bücher.example,",
    "mailto:jan-o'neil@bücher.example",
    "mailto:jan-o%27neil@xn--bcher-kva.example?subject=Order",
    "Jan O'Neil <jan-o'neil@bücher.example>",
    "\"O'Neil, Jan\" <jan-o'neil@bücher.example>;",
    "<jan-o'neil@bücher.example>",
    "“jan-o'neil@bücher.example”",
    "E-mail: jan-o'neil@bücher.example",
    "\u200ejan-o'neil@bücher.example\u202c",
    "jan-o'neil\u200b@bücher.example",
    "ｊａｎ-o'neil＠bücher.example",
    " jan-o'neil@bücher.example\n",
]

PHONE = "+46701234567"
PHONES = [
    "+46701234567",
    "+46 70-123 45 67",
    "070–123 45 67",
    "070\u2011123\u202f45\u202f67",
    "0046 70 123 45 67",
    "+46 (0)70 123 45 67",
    "tel:+46-70-123-45-67",
    "tel:+46701234567;ext=",
    "Tel. 070 123 45 67",
    "Phone: 070-123 45 67",
    "Mobil: 070-123 45 67.",
    "电话：070 123 45 67",
    "\u202d+46701234567\u202c",
    "٠٧٠١٢٣٤٥٦٧",
    "０７０－１２３４５６７",
    '"070-123 45 67",',
]


def shop_with(shopify: Shopify, **own: object) -> str:
    order = {
        **harbor_goods().orders[0],
        "name": "#7410",
        "confirmationNumber": "XPAV284CT",
        "email": "ada@example.com",
        **own,
    }
    shopify.change(orders=[order])
    return shopify.id_of("#7410")


def found(instance: Instance, number: str, contact: str) -> str | type[Exception]:
    """The order that is found, or how it is not."""
    try:
        return instance.service.find(number, contact)
    except (NotFound, BadInput) as error:
        return type(error)


def test_number_finds_the_order_with_its_contact_alone(instance: Instance, shopify: Shopify) -> None:
    order_id = shop_with(shopify)
    assert {typed: found(instance, typed, "ada@example.com") for typed in NUMBERS} == dict.fromkeys(NUMBERS, order_id)
    assert {typed: found(instance, typed, "eve@example.com") for typed in NUMBERS} == dict.fromkeys(NUMBERS, NotFound)
    shopify.delete("#7410")
    assert {typed: found(instance, typed, "ada@example.com") for typed in NUMBERS} == dict.fromkeys(NUMBERS, NotFound)


@pytest.mark.parametrize("typed", ["7411", "#74100", "Order 741", "XPAV284CU", "XPAV284C", "Bestellung 17410", "٧٤١١"])
def test_other_number_does_not_find_the_order(instance: Instance, shopify: Shopify, typed: str) -> None:
    shop_with(shopify)
    with pytest.raises(NotFound):
        instance.service.find(typed, "ada@example.com")


@pytest.mark.parametrize("typed", ["7411 7410", "#7411 or #7410 please", "orders 7411 7410 please", "#7410 B"])
def test_sentence_names_one_order_alone(instance: Instance, shopify: Shopify, typed: str) -> None:
    shop_with(shopify)
    with pytest.raises((NotFound, BadInput)):
        instance.service.find(typed, "ada@example.com")


def test_people_with_similar_domains_are_not_one(instance: Instance, shopify: Shopify) -> None:
    order_id = shop_with(shopify, email="ada@straße.example")
    for own in ("ada@straße.example", "ADA@STRAẞE.EXAMPLE", "ada@xn--strae-oqa.example"):
        assert instance.service.find("7410", own) == order_id
    with pytest.raises(NotFound):
        instance.service.find("7410", "ada@strasse.example")


@pytest.mark.parametrize("own", [ADDRESS, "jan-o'neil@xn--bcher-kva.example", "JAN\u2010O’NEIL@Bücher.example"])
def test_address_finds_its_order_alone(instance: Instance, shopify: Shopify, own: str) -> None:
    order_id = shop_with(shopify, email=own)
    assert {typed: found(instance, "7410", typed) for typed in ADDRESSES} == dict.fromkeys(ADDRESSES, order_id)
    shop_with(shopify, email=own.replace("neil", "neal").replace("NEIL", "NEAL"))
    assert {typed: found(instance, "7410", typed) for typed in ADDRESSES} == dict.fromkeys(ADDRESSES, NotFound)


@pytest.mark.parametrize("own", [PHONE, "\u202a+46 70–123 45 67\u202c"])
def test_phone_number_finds_its_order_alone(instance: Instance, shopify: Shopify, own: str) -> None:
    order_id = shop_with(shopify, email=None, phone=own)
    assert {typed: found(instance, "7410", typed) for typed in PHONES} == dict.fromkeys(PHONES, order_id)
    shop_with(shopify, email=None, phone="+46701234568")
    assert {typed: found(instance, "7410", typed) for typed in PHONES} == dict.fromkeys(PHONES, NotFound)
