import re
from pathlib import Path

import pytest

from tests.notices.text.texts import LINK, LOCALES, TOLD, text_of
from tests.sampling import each_row
from tracking.notices.codes import NoticeCode
from tracking.notices.text.alphabet import Alphabet, size_of

DOCS = Path(__file__).parents[3] / "docs/notices.md"
LONG_SHOP = "The Very Old Harbor Goods and Sundries Company"


def counted(locale: str) -> tuple[str, int, int]:
    sizes = [text_of(code, locale).size for code in TOLD]
    (alphabet,) = {size.alphabet for size in sizes}
    return alphabet, min(size.units for size in sizes), max(size.units for size in sizes)


@each_row("locale", LOCALES)
def test_each_text_is_one_message_with_its_link(locale: str) -> None:
    for code in TOLD:
        message = text_of(code, locale)
        assert message.size.fits, message
        assert message.size == size_of(message.words)
        assert message.words.endswith(LINK)
        assert message.size.alphabet is (Alphabet.UCS_2 if locale == "zh-Hans" else Alphabet.GSM_7), message


def test_the_table_in_the_documents_is_what_is_counted() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (GSM-7|UCS-2) \| (\d+) to (\d+) of (\d+) \|", DOCS.read_text(), re.MULTILINE)
    assert rows == [
        (locale, alphabet, str(least), str(most), "70" if alphabet == Alphabet.UCS_2 else "160")
        for locale in LOCALES
        for alphabet, least, most in [counted(locale)]
    ]


def test_text_names_the_shop_the_news_the_order_and_how_to_stop() -> None:
    assert text_of(NoticeCode.OUT_FOR_DELIVERY, "en").words == (
        f"Harbor Goods: Out for delivery - Arrives Sunday 22 November, #1002\nSee or stop: {LINK}"
    )
    assert text_of(NoticeCode.BACK_ON_TRACK, "en").words == (
        f"Harbor Goods: Your order is moving again. Arrives Monday 23 November, #1001\nSee or stop: {LINK}"
    )
    assert text_of(NoticeCode.NEW_DATE, "zh-Hans").words.startswith("新的送达日期\uff1a11月25日")


@each_row("locale", LOCALES)
def test_link_stays_whole_where_words_do_not_fit(locale: str) -> None:
    long_link = f"https://orders.{'x' * 30}.example.com/l/AAAAAAAAAAAAAAAAAAAA"
    for code in TOLD:
        message = text_of(code, locale, shop=LONG_SHOP, link=long_link)
        assert message.words.endswith(long_link)
        assert message.size.fits or message.words == long_link


def test_words_of_an_order_cannot_break_a_text() -> None:
    shop = "Evil\r\nhttps://evil.example.com"
    words = text_of(NoticeCode.DELIVERED, "en", shop=shop).words
    assert words.count("\n") == 1


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.audit
def test_every_order_of_the_demo_gives_one_message(locale: str, demo_slugs: list[str]) -> None:
    for slug in demo_slugs:
        for code in TOLD:
            message = text_of(code, locale, slug)
            assert message.size.fits, (slug, code, message)
