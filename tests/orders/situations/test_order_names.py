# ruff: noqa: RUF001 - characters that look alike are the subject
"""A shop's own order names may hold anything: each name that its format makes is found."""

from itertools import product

import pytest

from tests.fakes import Shopify
from tests.orders.conftest import Instance
from tests.sampling import spread
from tracking.orders import BadInput, NotFound

FORMATS = [
    ("B&W-", ""),
    ("O'N", ""),
    ("O’N", ""),
    ("SE*", ""),
    ("*", "*"),
    ("(EU) ", ""),
    ("", "!"),
    ('"', ""),
    ('"Q"', '"'),
    ("\\", ""),
    ("\\\\", "\\"),
    (":", ""),
    ("id:", ":"),
    ("NOT ", ""),
    ("A OR ", ""),
    ("-", ""),
    ("📦", ""),
    ("❤️ ", "🇸🇪"),
    ("1️⃣-", ""),
    ("10", "20"),
    ("7", "7"),
    ("2026-", "/7"),
    ("N–", ""),
    ("№ ", ""),
    ("Order #", ""),
    ("NO-", ""),
    ("<b>", "</b>"),
    ("{{", "}}"),
    ("$%=", "?"),
    ("订单", "号"),
    ("طلب ", ""),
    ("ÅÄÖ.", ""),
    ("ß", ""),
    ("İ", ""),
    ("\u200eLTR", ""),
    ("HG00", ""),
    ("[x] ", " (y)"),
    ("a_b ", ","),
    ("#", "."),
]
MADE_ANEW = ["{0}1014A{1}", "{0}1014{1}A", "{0}1014-EXC{1}", "{0}1014{1}-EXC", "{0}1014/2{1}"]


_OTHERS = 30  # up to #1014 and beyond it


def rename(shopify: Shopify, name: str, prefix: str, suffix: str) -> str:
    """The demo's shop with this format, and its first order under this name, beside look-alikes."""
    shop = {**shopify.store.shop, "orderNumberFormatPrefix": prefix, "orderNumberFormatSuffix": suffix}
    order = shopify.order("#1001")
    others = [each for each in shopify.store.orders if each is not order][:_OTHERS]
    shopify.change(orders=[{**order, "name": name.strip()}, *others], shop=shop)
    return str(order["id"]).rpartition("/")[2]


@pytest.mark.parametrize(("prefix", "suffix"), spread(3, FORMATS))
def test_order_is_found_by_its_name_and_by_its_digits(
    instance: Instance, shopify: Shopify, prefix: str, suffix: str
) -> None:
    order_id = rename(shopify, f"{prefix}7410{suffix}", prefix, suffix)
    for typed in (f"{prefix}7410{suffix}", f" {prefix}7410{suffix} ".upper(), "7410", f"7410{suffix}", f"{prefix}7410"):
        assert instance.service.find(typed, "ada@example.com") == order_id, typed
    with pytest.raises(NotFound):
        instance.service.find("7410", "eve@example.com")


@pytest.mark.parametrize(
    ("prefix", "suffix", "name"), spread(7, ((*each, name) for each, name in product(FORMATS, MADE_ANEW)))
)
def test_name_of_an_order_made_anew_is_found(
    instance: Instance, shopify: Shopify, prefix: str, suffix: str, name: str
) -> None:
    order_id = rename(shopify, name.format(prefix, suffix), prefix, suffix)
    for typed in (name.format(prefix, suffix), name.format(prefix, suffix).lower(), name.format("", "")):
        assert instance.service.find(typed, "ada@example.com") == order_id, typed


@pytest.mark.parametrize(
    ("typed", "prefix", "suffix"),
    [
        ("eu 7410", "(EU) ", ""),
        ("(EU)7410", "(EU) ", ""),
        ("bw7410", "B&W-", ""),
        ("B & W - 7410", "B&W-", ""),
        ("on 7410", "O'N", ""),
        ("Order B&W-7410", "B&W-", ""),
        ("Order: “B&W–7410”.", "B&W-", ""),
        ("7410 y", "[x] ", " (y)"),
    ],
)
def test_format_is_found_without_its_marks(
    instance: Instance, shopify: Shopify, typed: str, prefix: str, suffix: str
) -> None:
    order_id = rename(shopify, f"{prefix}7410{suffix}", prefix, suffix)
    assert instance.service.find(typed, "ada@example.com") == order_id


@pytest.mark.parametrize(
    "typed", ['7410" OR name:*', "B&W-7410) OR (name:*", "7410 OR status:any*", "B&W-B&W-7410", "*", "B&W-*", "74*10"]
)
def test_search_syntax_beside_the_format_is_rejected(instance: Instance, shopify: Shopify, typed: str) -> None:
    rename(shopify, "B&W-7410*", "B&W-", "*")
    with pytest.raises(BadInput) as caught:
        instance.service.find(typed, "ada@example.com")
    assert list(caught.value.fields) == ["order"]
    assert not shopify.calls["Search"]


def test_name_that_looks_like_a_confirmation_number_is_found_beside_one(instance: Instance, shopify: Shopify) -> None:
    named_id = rename(shopify, "HG0007410", "HG", "")
    other = {**shopify.order("#1002"), "confirmationNumber": "HG0007410"}
    shopify.change(orders=[order for order in shopify.store.orders if order["name"] != "#1002"] + [other])
    assert instance.service.find("HG0007410", "ada@example.com") == named_id
    assert instance.service.find("0007410", "ada@example.com") == named_id
    assert instance.service.find("HG0007410", str(other["email"])) == str(other["id"]).rpartition("/")[2]
    with pytest.raises(NotFound):
        instance.service.find("HG0007410", "eve@example.com")


@pytest.mark.parametrize(
    ("typed", "prefix", "searches"),
    [
        ("#7410", "#", 1),
        ("7410", "#", 1),
        ("Order #7410", "#", 1),
        ("XPAV284CT", "#", 1),
        ("B&W-7410", "B&W-", 2),
        ("7410", "B&W-", 2),
        ("10100120", "10", 2),
        ("Confirmation NO35PKUN0UJ", "NO", 2),
    ],
)
def test_lookup_makes_at_most_two_searches(
    instance: Instance, shopify: Shopify, typed: str, prefix: str, searches: int
) -> None:
    rename(shopify, f"{prefix}9999", prefix, "")
    with pytest.raises(NotFound):
        instance.service.find(typed, "eve@example.com")
    assert shopify.calls == {"Shop": 1, "Search": searches}
