from dataclasses import fields
from pathlib import Path

import pytest

from tests.settings.conftest import SHOP, mistake
from tracking.settings import DEMO_SECRET_KEY, Settings, SettingsError
from tracking.settings.quiet_hours import QuietHours
from tracking.settings.settings import read_value
from tracking.settings.shopify_mails import MAILS

# The table of the public contract.
NAMES = """
SHOPIFY_SHOP SHOPIFY_ACCESS_TOKEN SHOPIFY_CLIENT_ID SHOPIFY_CLIENT_SECRET SHOPIFY_API_URL SHOPIFY_API_VERSION
SHOPIFY_CLIENT_SECRET_FALLBACKS SHOPIFY_WEBHOOK_SECRET SECRET_KEY SECRET_KEY_FALLBACKS LINK_DAYS LINK_KEY
LINK_KEY_FALLBACKS PUBLIC_URL EMBED_ORIGINS REDIS_URL TRUSTED_PROXIES BRAND_NAME BRAND_COLOR BRAND_LOGO_URL
SUPPORT_EMAIL SUPPORT_URL REVIEW_URL BRAND_DIR HANDLING_DAYS STALLED_DAYS RETENTION_HOURS CARRIERS_FILE LANGUAGES
DEFAULT_LANGUAGE METRICS_TOKEN PREVIEW_KEY HOST PORT LOST_DAYS LOST_POLICY WAIT_POLICY SHOPIFY_MAILS
DOWNLOADS LOCATION_NAMES FOOTER_LINKS PICKUP_HOURS DATABASE_URL KEEP_DAYS WORKER
SMTP_URL MAIL_FROM MAIL_FOOTER NOTICES NOTICES_FROM NOTICES_WAIT NOTICES_PAUSE NOTICES_PER_HOUR QUIET_HOURS
FEEDBACK_DAYS CHOICES TEXT_URL TEXT_TO_PHONE_ORDERS ALERT_URLS DIGEST_AT STAFF_EMAILS EXPORT_TOKEN SHOPIFY_WRITES
"""


def test_every_public_setting_has_its_row() -> None:
    assert sorted(row.name.upper() for row in fields(Settings)) == sorted(NAMES.split())


def test_no_settings_mean_the_demo_store() -> None:
    settings = Settings.from_environ({})
    assert settings.is_demo
    assert settings.secret_key == DEMO_SECRET_KEY
    assert (settings.link_days, settings.handling_days, settings.stalled_days) == (30, None, 7)
    assert (settings.retention_hours, settings.host, settings.port) == (24, "127.0.0.1", 5000)
    assert (settings.shopify_api_version, settings.default_language) == ("2026-10", "en")
    assert (settings.lost_days, settings.lost_policy, settings.wait_policy, settings.pickup_hours) == (None, (), (), ())
    assert settings.shopify_mails == MAILS
    assert (settings.smtp_url, settings.mail_from, settings.notices, settings.notices_from) == (None, None, (), None)
    assert (settings.notices_wait, settings.notices_pause, settings.notices_per_hour) == (600, 12, 500)
    assert (settings.quiet_hours, settings.feedback_days) == (QuietHours(21, 8), 7)
    assert (settings.text_url, settings.alert_urls, settings.digest_at) == (None, (), 8)
    assert settings.text_to_phone_orders == "off"


def test_repr_of_settings_contains_no_secret() -> None:
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
        "DATABASE_URL": "postgresql://whereabouts:canary-12@host/name",
        "SMTP_URL": "smtp://canary-13:canary-14@host",
        "MAIL_FROM": "orders@example.com",
        "PUBLIC_URL": "https://track.example.com",
        "TEXT_URL": "twilio://canary-15:canary-16@1/{phone}",
        "EXPORT_TOKEN": "canary-19-and-long-enough-for-a-token",
        "ALERT_URLS": "slack://canary-17/b/c ntfy://canary-18",
    }
    settings = Settings.from_environ({**SHOP, **secrets})
    assert "canary" not in f"{settings!r} {settings.smtp_url!r} {settings.smtp_url and settings.smtp_url.place}"


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_environ({"SHOPIFY_SHOP": "", "PORT": "  "}) == Settings.from_environ({})


def test_secret_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n", encoding="utf-8")
    assert Settings.from_environ({"SECRET_KEY_FILE": str(tmp_path / "key")}).secret_key == "from a file"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert mistake(LINK_KEY_FILE=str(tmp_path / "none")).startswith("LINK_KEY_FILE must name a text file")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xff")
    assert mistake(LINK_KEY_FILE=str(tmp_path / "bytes")).startswith("LINK_KEY_FILE must name a text file")


def test_a_setting_and_its_file_exclude_each_other() -> None:
    assert mistake(LINK_KEY="a", LINK_KEY_FILE="/b").startswith("LINK_KEY and LINK_KEY_FILE are both set")


def test_folders_and_files_of_the_merchant_are_found(tmp_path: Path) -> None:
    (tmp_path / "carriers.toml").touch()
    environ = {"BRAND_DIR": str(tmp_path), "CARRIERS_FILE": str(tmp_path / "carriers.toml")}
    settings = Settings.from_environ(environ)
    assert (settings.brand_dir, settings.carriers_file) == (tmp_path, tmp_path / "carriers.toml")


def test_subset_ignores_other_settings() -> None:
    environ = {"SHOPIFY_SHOP": "acme", "LINK_DAYS": "soon", "PORT": ""}
    assert Settings.from_environ_subset(environ, ("SHOPIFY_SHOP", "PORT")) == Settings(
        shopify_shop="acme.myshopify.com"
    )


def test_single_value_is_parsed() -> None:
    assert read_value("LINK_DAYS", "7") == 7
    with pytest.raises(SettingsError, match=r"^LINK_DAYS must be a whole number from 1 to 3650\.$"):
        read_value("LINK_DAYS", "soon")
