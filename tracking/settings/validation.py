"""Validates settings that require or exclude each other: a partly configured shop never starts."""

from typing import TYPE_CHECKING

from babel import Locale

if TYPE_CHECKING:
    from tracking.settings.settings import Settings

DEMO_SECRET_KEY = "the demo store has nothing to hide"  # noqa: S105 - public on purpose; a real shop is refused with it

_NEEDS_SHOP = (
    "shopify_access_token",
    "shopify_client_id",
    "shopify_client_secret",
    "shopify_client_secret_fallbacks",
    "shopify_webhook_secret",
    "shopify_api_url",
)


class SettingsError(Exception):
    """One sentence that names the setting and its correction."""


def check_together(settings: "Settings") -> None:
    """Raise SettingsError with one sentence for the first contradiction."""
    if settings.is_demo:
        _check_no_shop_settings(settings)
    else:
        _check_credentials(settings)
        _check_own_key(settings)
    _check_languages(settings)
    _check_logo(settings)
    _check_lost_days(settings)
    _check_mail(settings)
    _check_texts(settings)


def _check_no_shop_settings(settings: "Settings") -> None:
    for name in _NEEDS_SHOP:
        if getattr(settings, name):
            raise SettingsError(
                f"{name.upper()} is set but SHOPIFY_SHOP is not: set SHOPIFY_SHOP to your shop, such as"
                " example.myshopify.com, or unset both to see the demo store."
            )


def _check_credentials(settings: "Settings") -> None:
    if settings.shopify_access_token and settings.shopify_client_id:
        raise SettingsError("SHOPIFY_ACCESS_TOKEN and SHOPIFY_CLIENT_ID are both set: remove one of them.")
    if settings.shopify_access_token:
        return
    if settings.shopify_client_id and not settings.shopify_client_secret:
        raise SettingsError("SHOPIFY_CLIENT_SECRET is missing: it belongs to SHOPIFY_CLIENT_ID.")
    if not settings.shopify_client_id:
        raise SettingsError(
            "SHOPIFY_SHOP is set without a key to it: set SHOPIFY_ACCESS_TOKEN, or SHOPIFY_CLIENT_ID and"
            " SHOPIFY_CLIENT_SECRET."
        )


def _check_own_key(settings: "Settings") -> None:
    if DEMO_SECRET_KEY in settings.secret_key_fallbacks:
        raise SettingsError("SECRET_KEY_FALLBACKS must not hold the demo's key, which everybody knows: remove it.")
    if settings.secret_key == DEMO_SECRET_KEY:
        raise SettingsError(
            "SECRET_KEY must be your own where a shop is configured: set it to what"
            " `python3 -c 'import secrets; print(secrets.token_urlsafe(32))'` prints."
        )


def _check_languages(settings: "Settings") -> None:
    # A regional code falls back to its language where only that one is translated.
    families = {Locale.parse(code).language for code in settings.languages}
    if settings.languages and Locale.parse(settings.default_language).language not in families:
        raise SettingsError(f"DEFAULT_LANGUAGE must be one of LANGUAGES, and {settings.default_language} is not.")


def _check_logo(settings: "Settings") -> None:
    logo = settings.brand_logo_url
    if logo and not logo.startswith("https://") and settings.brand_dir is None:
        raise SettingsError(
            f"BRAND_LOGO_URL names a file, and BRAND_DIR is not set: put the file there as static/{logo}."
        )


def _check_lost_days(settings: "Settings") -> None:
    if settings.lost_days is not None and settings.lost_days < settings.stalled_days:
        raise SettingsError(
            f"LOST_DAYS must not be less than STALLED_DAYS, which is {settings.stalled_days}: a parcel is stalled"
            " before it counts as lost."
        )


def _check_mail(settings: "Settings") -> None:
    if settings.smtp_url is None:
        return
    if settings.mail_from is None:
        raise SettingsError(
            "SMTP_URL is set but MAIL_FROM is not: set MAIL_FROM to the sender of your letters, such as"
            " Harbor Goods <orders@example.com>."
        )
    if settings.public_url is None and not settings.is_demo:
        raise SettingsError(
            "SMTP_URL is set but PUBLIC_URL is not: set PUBLIC_URL to the address at which customers open this site,"
            " which every letter leads to."
        )


def _check_texts(settings: "Settings") -> None:
    if settings.text_to_phone_orders == "on" and settings.text_url is None:
        raise SettingsError(
            "TEXT_TO_PHONE_ORDERS is on but TEXT_URL is not set: set TEXT_URL to your service for text messages."
        )
    if settings.text_url and settings.public_url is None and not settings.is_demo:
        raise SettingsError(
            "TEXT_URL is set but PUBLIC_URL is not: set PUBLIC_URL to the address at which customers open this site,"
            " which every text leads to."
        )
