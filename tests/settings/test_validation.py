from pathlib import Path

import pytest

from tests.sampling import each_row
from tests.settings.conftest import SHOP, mistake
from tracking.settings import DEMO_SECRET_KEY, Settings, SettingsError


def test_a_shop_with_a_token_and_a_key_of_its_own_starts() -> None:
    settings = Settings.from_environ(SHOP)
    assert not settings.is_demo
    assert settings.shopify_shop == "acme.myshopify.com"


def test_a_shop_with_client_credentials_starts() -> None:
    environ = {
        "SHOPIFY_SHOP": "acme.myshopify.com",
        "SHOPIFY_CLIENT_ID": "id",
        "SHOPIFY_CLIENT_SECRET": "secret",
        "SECRET_KEY": "own",
    }
    assert Settings.from_environ(environ).shopify_client_secret == "secret"


def test_client_secret_is_allowed_beside_a_static_token() -> None:
    assert Settings.from_environ({**SHOP, "SHOPIFY_CLIENT_SECRET": "s"}).shopify_client_secret == "s"


@each_row(
    ("environ", "named"),
    [
        ({"SHOPIFY_ACCESS_TOKEN": "t"}, "SHOPIFY_ACCESS_TOKEN is set but SHOPIFY_SHOP is not"),
        ({"SHOPIFY_CLIENT_ID": "t"}, "SHOPIFY_CLIENT_ID is set but SHOPIFY_SHOP is not"),
        ({"SHOPIFY_CLIENT_SECRET": "t"}, "SHOPIFY_CLIENT_SECRET is set but SHOPIFY_SHOP is not"),
        ({"SHOPIFY_API_URL": "https://x.example.com"}, "SHOPIFY_API_URL is set but SHOPIFY_SHOP is not"),
        ({"SHOPIFY_SHOP": "a.myshopify.com", "SECRET_KEY": "own"}, "SHOPIFY_SHOP is set without a key"),
        ({"SHOPIFY_SHOP": "a.myshopify.com", "SHOPIFY_CLIENT_ID": "i"}, "SHOPIFY_CLIENT_SECRET is missing"),
        ({"SHOPIFY_SHOP": "a.myshopify.com", "SHOPIFY_CLIENT_SECRET": "i"}, "SHOPIFY_SHOP is set without a key"),
        ({**SHOP, "SHOPIFY_CLIENT_ID": "i"}, "SHOPIFY_ACCESS_TOKEN and SHOPIFY_CLIENT_ID are both set"),
        ({**SHOP, "SECRET_KEY": ""}, "SECRET_KEY must be your own"),
        ({**SHOP, "SECRET_KEY": DEMO_SECRET_KEY}, "SECRET_KEY must be your own"),
        ({**SHOP, "SECRET_KEY_FALLBACKS": DEMO_SECRET_KEY}, "SECRET_KEY_FALLBACKS must not hold the demo's key"),
        ({**SHOP, "TEXT_URL": "json://h/{phone}"}, "TEXT_URL is set but PUBLIC_URL"),
        ({"TEXT_TO_PHONE_ORDERS": "on"}, "TEXT_TO_PHONE_ORDERS is on but TEXT_URL is not"),
        ({"SMTP_URL": "smtp://localhost"}, "SMTP_URL is set but MAIL_FROM is not"),
        ({**SHOP, "SMTP_URL": "smtp://localhost", "MAIL_FROM": "a@example.com"}, "SMTP_URL is set but PUBLIC_URL"),
        ({"LANGUAGES": "sv,de"}, "DEFAULT_LANGUAGE must be one of LANGUAGES"),
    ],
)  # fmt: skip
def test_partly_configured_shop_is_rejected(environ: dict[str, str], named: str) -> None:
    sentence = mistake(**environ)
    assert sentence.startswith(named)
    assert sentence.endswith(".")


def test_logo_file_requires_brand_dir(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^BRAND_LOGO_URL names a file, and BRAND_DIR is not set: "):
        Settings.from_environ({"BRAND_LOGO_URL": "logo.svg"})
    settings = Settings.from_environ({"BRAND_LOGO_URL": "logo.svg", "BRAND_DIR": str(tmp_path)})
    assert settings.brand_logo_url == "img/logo.svg"


@pytest.mark.parametrize(("languages", "default"), [("no,sv", "nb"), ("en,sv-SE", "sv"), ("en,sv", "sv-FI")])
def test_the_default_language_may_be_spelled_another_way(languages: str, default: str) -> None:
    assert Settings.from_environ({"LANGUAGES": languages, "DEFAULT_LANGUAGE": default}).languages


def test_parcel_is_stalled_before_it_counts_as_lost() -> None:
    assert mistake(LOST_DAYS="6").startswith("LOST_DAYS must not be less than STALLED_DAYS, which is 7:")
    assert Settings.from_environ({"LOST_DAYS": "5", "STALLED_DAYS": "5"}).lost_days == 5
    assert mistake(LOST_DAYS="0") == "LOST_DAYS must be a whole number from 1 to 365."
