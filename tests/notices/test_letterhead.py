from dataclasses import replace

import pytest

from tracking.notices.letterhead import Letterhead

SHOP = Letterhead(name="Tea & More", support_email="help@example.com")


@pytest.mark.parametrize(
    ("logo", "shown"),
    [
        ("https://cdn.example.com/logo.png", True),
        ("https://cdn.example.com/logo.svg?v=2", False),
        ("http://cdn.example.com/logo.png", False),
        (None, False),
    ],
)
def test_logo_is_shown_where_mail_programs_can(logo: str | None, *, shown: bool) -> None:
    assert replace(SHOP, logo_url=logo).picture_url == (logo if shown else None)


@pytest.mark.parametrize(
    ("support_url", "contact"),
    [
        (None, "mailto:help@example.com?subject=%23%0D%0Aa%26body%3Db"),
        ("https://example.com/help", "https://example.com/help"),
        ("https://example.com/help?order={order}", "https://example.com/help?order=%23%0D%0Aa%26body%3Db"),
    ],
)
def test_contact_has_the_order_encoded(support_url: str | None, contact: str) -> None:
    assert replace(SHOP, support_url=support_url).contact_url("#\r\na&body=b") == contact


def test_shop_without_an_address_has_no_contact() -> None:
    assert replace(SHOP, support_email=None).contact_url("#1") is None


def test_colors_are_legible() -> None:
    assert replace(SHOP, color="#ffd400").colors.on == "#000000"
