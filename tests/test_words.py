"""Every string goes through gettext: the site in a language that exists only here, and nothing left in English."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import pytest
from babel import Locale
from babel.dates import get_timezone, get_timezone_name
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from tests.demo_orders import paths
from tests.languages import around_placeholders, write_language

if TYPE_CHECKING:
    from tracking.services import Services

# Babel must know the language, and nobody may offer it: days and countries are Esperanto, sentences have accents.
PSEUDO = "eo"
BRAND = "Harbor Goods"
ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "âƀçðêƒĝĥîĵķļɱñôþɋŕšţûṽŵẋýžÂƁÇÐÊƑĜĤÎĴĶĻṀÑÔÞɊŔŠŢÛṼŴẊÝŽ"
)
ASCII_WORD = re.compile(r"[A-Za-z]{2,}")
# What is data and says so in its markup: names, places, numbers (bdi), moments (time), the demo's own list (form); and
# what is for the merchant alone, in English.
DATA = ("bdi", "time", "form .example-situation", '.preview[lang="en"]', '.preview-steps[lang="en"]', "script", "style")


def accented(message: str) -> str:
    return around_placeholders(message, lambda words: words.translate(ACCENTS))


@pytest.fixture(scope="module")
def pseudo_translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_language(tmp_path_factory.mktemp("translations"), PSEUDO, lambda words: words.translate(ACCENTS))


@pytest.fixture
def pseudo_app(make_app: Callable[..., Flask], pseudo_translations: Path) -> Flask:
    return make_app(pseudo_translations)


def english(html: str, known: set[str]) -> set[str]:
    """Words in plain letters that are neither data nor names."""
    page = JustHTML(html, sanitize=False)
    for selector in DATA:
        for node in page.query(selector):
            if node.parent:
                node.parent.remove_child(node)
    spoken = [page.to_text(), *_attributes(page)]
    words = {word for text in spoken for word in ASCII_WORD.findall(text)}
    return words - known


def _attributes(page: JustHTML) -> Iterator[str]:
    for node in page.query("*"):
        attributes = node.attrs or {}
        for name in ("aria-label", "title", "placeholder", "data-copied"):
            yield attributes.get(name) or ""


@cache
def names(brand: str) -> set[str]:
    """Names that no language translates, and Babel's own words."""
    locale = Locale.parse(PSEUDO)
    said = [
        brand,
        "hello@example.com",
        "English Esperanto esperanto la de",  # and the words of its dates
        *locale.territories.values(),
        *locale.months["format"]["wide"].values(),
        *locale.months["format"]["abbreviated"].values(),
        *locale.days["format"]["wide"].values(),
        *locale.days["format"]["abbreviated"].values(),
        *locale.currency_symbols.values(),
        *(get_timezone_name(get_timezone(zone), locale=locale) for zone in available_timezones()),
    ]
    words = {word for text in said for word in ASCII_WORD.findall(str(text))}
    return words | {word.capitalize() for word in words}  # as a line begins


_DATA_KEYS = {"name", "number", "title", "variant", "place", "location", "order", "currency"}


def of_order(shown: dict[str, object]) -> set[str]:
    """The words of an order that are data: what the shop and the carriers call things."""

    def strings(value: object, key: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from strings(inner, name)
        elif isinstance(value, list):
            for inner in value:
                yield from strings(inner, key)
        elif isinstance(value, str) and key in _DATA_KEYS:
            yield value

    return {word for text in strings(shown) for word in ASCII_WORD.findall(text)}


def test_no_order_page_holds_a_string_that_was_not_marked(pseudo_app: Flask, demo_slugs: list[str]) -> None:
    client, addresses = pseudo_app.test_client(), paths(pseudo_app)
    found: dict[str, set[str]] = {}
    for slug in demo_slugs:
        path = f"{addresses[slug]}?lang={PSEUDO}"
        known = names(BRAND) | of_order(client.get(path, headers={"Accept": "application/json"}).get_json())
        found[slug] = english(client.get(path).text, known)
    assert {slug: words for slug, words in found.items() if words} == {}


def test_the_json_says_everything_in_the_language_of_the_page(pseudo_app: Flask) -> None:
    services: Services = pseudo_app.extensions["whereabouts"]
    path = f"/order/{services.links.sign(services.orders.find('1001', 'ada@example.com'))}?lang={PSEUDO}"
    shown = pseudo_app.test_client().get(path, headers={"Accept": "application/json"}).get_json()
    assert shown["language"] == PSEUDO
    assert shown["headline"]["title"] == accented("Your parcel is on its way")
    assert shown["payment"]["text"] == accented("Paid")


def _post(client: FlaskClient, **form: str) -> str:
    return client.post(f"/?lang={PSEUDO}", data=form).text


def test_no_other_page_holds_a_string_that_was_not_marked(pseudo_app: Flask) -> None:
    client = pseudo_app.test_client()
    pages = {
        "form": client.get(f"/?lang={PSEUDO}").text,
        "errors": _post(client, order="", email="nobody"),
        "hostile": _post(client, order='"*"', email=""),
        "not found": _post(client, order="1001", email="nobody@example.com"),
        "forged": client.get(f"/order/forged?lang={PSEUDO}").text,
        "nowhere": client.get(f"/nowhere?lang={PSEUDO}").text,
        "widget": client.get(f"/widget?lang={PSEUDO}").text,
        "proxy": client.get(f"/proxy?lang={PSEUDO}").text,
        "preview": client.get(f"/preview?lang={PSEUDO}").text,
        "embed check": client.get(f"/embed-check?url=shop.example.com&lang={PSEUDO}").text,
        "no address": client.get(f"/embed-check?url=?&lang={PSEUDO}").text,
        "too much": client.post(f"/?lang={PSEUDO}", data={"order": "1" * 20_000}).text,
    }
    known = names(BRAND)
    assert {name: english(html, known) for name, html in pages.items() if english(html, known)} == {}
