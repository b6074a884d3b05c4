import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from justhtml import JustHTML

from tests.letter_rules import check_letter_html
from tests.notices.letters import LETTERHEAD, LINKS, languages, letter_of, news, news_of, status_of, write
from tests.web.brand_dir import write_brand_dir
from tracking.notices.codes import NoticeCode
from tracking.notices.letter import Letter

CODES = (NoticeCode.DELAYED, NoticeCode.RETURN_NEWS, NoticeCode.BACK_ON_TRACK, NoticeCode.CANCELLED)
_SPACES = re.compile(r"\s+")


def shown(html: str) -> str:
    """The text of the letter that a reader sees, on one line."""
    page = JustHTML(html, sanitize=False)
    for node in (*page.query("head"), *page.query(".preheader")):
        if node.parent:
            node.parent.remove_child(node)
    return _SPACES.sub(" ", page.to_text())


def lines_of(letter: Letter) -> Iterator[str]:
    """The lines of the text that are words: neither links nor rules."""
    for line in letter.text.splitlines():
        if line not in {"", "---"} and "https://" not in line:
            yield line


def links_of(letter: Letter) -> set[str]:
    return {(link.attrs or {}).get("href") or "" for link in JustHTML(letter.html, sanitize=False).query("a")}


@pytest.mark.no_cover
def test_text_and_html_say_the_same_of_every_order(demo_slugs: list[str]) -> None:
    for slug, code in zip(demo_slugs, cycle(CODES), strict=False):
        letter = letter_of(slug, code)
        check_letter_html(letter.html)
        page = shown(letter.html)
        for line in lines_of(letter):
            title = re.sub(r"^[\d,.]+ \u00d7 ", "", line)  # whose quantity stands behind it in the HTML
            parts = title.split(", ") if title != line else [title]
            assert [part for part in parts if _SPACES.sub(" ", part) not in page] == [], (slug, code, line)


@pytest.mark.parametrize("code", NoticeCode)
def test_every_code_has_a_letter(code: NoticeCode) -> None:
    letter = letter_of("in-transit", code)
    check_letter_html(letter.html)
    assert letter.codes == (code,)
    assert letter.subject.endswith(" · #1001")
    assert LINKS.order in letter.text
    assert LINKS.stop in letter.text


@pytest.mark.parametrize("language", sorted(languages().offered))
def test_letters_are_in_ten_languages(language: str) -> None:
    letter = letter_of("estimate-changed", NoticeCode.NEW_DATE, locale=language)
    check_letter_html(letter.html)
    assert letter.language == language
    assert f'<html lang="{language}"' in letter.html
    assert ("New delivery date" in letter.subject) == (language == "en")
    assert ("Stop these emails" in letter.text) == (language == "en")


@pytest.mark.parametrize(("locale", "language"), [("sv-SE", "sv"), ("xx", "en"), (None, "en"), ("zh-CN", "zh-Hans")])
def test_language_is_the_customers_else_the_default(locale: str | None, language: str) -> None:
    assert letter_of("in-transit", NoticeCode.SENT, locale=locale).language == language


def test_its_links_are_those_that_were_given_and_the_shops() -> None:
    assert links_of(letter_of("in-transit", NoticeCode.SENT)) == {
        LINKS.order,
        LINKS.stop,
        "mailto:hello@example.com?subject=%231001",
        "mailto:hello@example.com",
        "https://example.com/imprint",
    }


def test_letter_has_one_button_that_leads_to_the_order() -> None:
    page = JustHTML(letter_of("attempted-delivery", NoticeCode.YOU_CAN_HELP).html, sanitize=False)
    (button,) = page.query(".button a")
    assert (button.attrs or {})["href"] == LINKS.order
    assert button.to_text() == "See your order"


def test_no_picture_but_the_logo_is_in_it() -> None:
    status = status_of("in-transit")
    assert "<img" not in write(status, [news(NoticeCode.SENT)]).html
    branded = replace(LETTERHEAD, logo_url="https://cdn.example.com/logo.png")
    letter = write(status, [news(NoticeCode.SENT)], letterhead=branded)
    check_letter_html(letter.html)
    assert re.findall(r'<img[^>]*src="([^"]*)"', letter.html) == ["https://cdn.example.com/logo.png"]
    assert 'alt="Harbor Goods"' in letter.html


def test_its_color_is_the_merchants() -> None:
    letter = write(status_of("in-transit"), [news(NoticeCode.SENT)], letterhead=replace(LETTERHEAD, color="#ffd400"))
    assert 'bgcolor="#ffd400"' in letter.html
    assert "color:#000000" in letter.html, "and the words on it can be read"


def test_codes_stand_once_each_in_the_order_of_the_news() -> None:
    told = [news(NoticeCode.DELAYED), news(NoticeCode.NEW_DATE), news(NoticeCode.DELAYED)]
    assert write(status_of("in-transit"), told).codes == (NoticeCode.DELAYED, NoticeCode.NEW_DATE)


def test_without_an_address_the_name_of_the_shop_stands_at_the_end() -> None:
    letter = write(
        status_of("in-transit"), [news(NoticeCode.SENT)], letterhead=replace(LETTERHEAD, footer=None, footer_links=())
    )
    assert letter.text.rstrip().endswith("Harbor Goods")
    assert "Harbor Goods Ltd" not in letter.text


def test_a_shop_that_cannot_be_reached_offers_no_contact() -> None:
    mute = replace(LETTERHEAD, support_email=None, support_url=None)
    letter = write(status_of("in-transit"), [news(NoticeCode.SENT)], letterhead=mute)
    assert "Any questions?" not in letter.text + letter.html


def test_the_help_page_of_the_shop_comes_before_its_mailbox() -> None:
    helped = replace(LETTERHEAD, support_url="https://example.com/help?order={order}")
    letter = write(status_of("in-transit"), [news(NoticeCode.SENT)], letterhead=helped)
    assert "https://example.com/help?order=%231001" in links_of(letter)
    assert "https://example.com/help?order=%231001\n" in letter.text
    assert "hello@example.com\n" in letter.text


def test_the_largest_order_has_a_letter_that_no_mail_program_cuts_off() -> None:
    status = status_of("large")
    told = [news(NoticeCode.DELAYED, parcel.id) for parcel in status.parcels]
    check_letter_html(write(status, told).html)
    check_letter_html(write(status, [news(NoticeCode.CANCELLED)]).html)


HOSTILE = (
    'A"b\r\nBcc: eve@example.com',
    "<script>alert(1)</script>",
    "=?utf-8?q?=0D=0ABcc:_eve@example.com?=",
    "{{ 7 * 7 }} {% raw %}",
    "🏴‍☠️ " + "é" * 500,
    "\u202e\u05ea\u05e4\u2066 \ud800 \x00 \x0b",
    "\u2028https://evil.example\u2028",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_an_order_stay_words(words: str) -> None:
    status = status_of("in-transit")
    (parcel,) = status.parcels
    items = tuple(replace(item, title=words, variant=words) for item in parcel.items)
    hostile = replace(status, order=words, parcels=(replace(parcel, items=items),))
    letter = write(hostile, [news_of(hostile, NoticeCode.NEW_DATE), news_of(hostile, NoticeCode.SENT)])
    check_letter_html(letter.html)
    assert len(letter.subject) < 200
    assert letter.subject.splitlines() == [letter.subject]
    assert links_of(letter) >= {LINKS.order, LINKS.stop}
    assert "49" not in letter.subject
    assert not [line for line in letter.text.splitlines() if line.startswith(("Bcc", "https://evil"))]
    letter.text.encode()
    letter.html.encode()


def test_the_merchants_template_comes_first(tmp_path: Path) -> None:
    write_brand_dir(tmp_path, {"templates/letters/letter.txt": "Moin! {{ letter.headline }}\n{{ order_url }}"})
    letter = write(status_of("stalled"), [news(NoticeCode.DELAYED)], brand_dir=tmp_path)
    assert letter.text == f"Moin! No news of your parcel\n{LINKS.order}\n"
    check_letter_html(letter.html)
