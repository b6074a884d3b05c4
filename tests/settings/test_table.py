from dataclasses import fields

from tests.settings.conftest import SHOP
from tracking.settings import DEMO_SECRET_KEY, Settings

# The table of the public contract.
NAMES = """
SHOPIFY_SHOP SHOPIFY_ACCESS_TOKEN SHOPIFY_CLIENT_ID SHOPIFY_CLIENT_SECRET SHOPIFY_API_URL SHOPIFY_API_VERSION
SHOPIFY_CLIENT_SECRET_FALLBACKS SHOPIFY_WEBHOOK_SECRET SECRET_KEY SECRET_KEY_FALLBACKS LINK_DAYS LINK_KEY
LINK_KEY_FALLBACKS PUBLIC_URL EMBED_ORIGINS REDIS_URL TRUSTED_PROXIES BRAND_NAME BRAND_COLOR BRAND_LOGO_URL
SUPPORT_EMAIL SUPPORT_URL REVIEW_URL BRAND_DIR HANDLING_DAYS STALLED_DAYS RETENTION_HOURS CARRIERS_FILE LANGUAGES
DEFAULT_LANGUAGE METRICS_TOKEN PREVIEW_KEY HOST PORT
"""


def test_every_public_setting_has_its_row() -> None:
    assert sorted(row.name.upper() for row in fields(Settings)) == sorted(NAMES.split())


def test_nothing_set_means_the_demo_store() -> None:
    settings = Settings.from_environ({})
    assert settings.is_demo
    assert settings.secret_key == DEMO_SECRET_KEY
    assert (settings.link_days, settings.handling_days, settings.stalled_days) == (30, 3, 7)
    assert (settings.retention_hours, settings.host, settings.port) == (24, "127.0.0.1", 5000)
    assert (settings.shopify_api_version, settings.default_language) == ("2026-10", "en")


def test_no_secret_stands_in_the_text_of_the_settings() -> None:
    secrets = {
        "SHOPIFY_ACCESS_TOKEN": "canary-1",
        "SHOPIFY_CLIENT_SECRET": "canary-2",
        "SHOPIFY_CLIENT_SECRET_FALLBACKS": "canary-3",
        "SHOPIFY_WEBHOOK_SECRET": "canary-4",
        "SECRET_KEY": "canary-5",
        "SECRET_KEY_FALLBACKS": "canary-6",
        "LINK_KEY": "canary-7",
        "LINK_KEY_FALLBACKS": "canary-8",
        "METRICS_TOKEN": "canary-9",
        "PREVIEW_KEY": "canary-10",
        "REDIS_URL": "redis://:canary-11@host",
    }
    assert "canary" not in repr(Settings.from_environ({**SHOP, **secrets}))
