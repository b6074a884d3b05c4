"""Lists every check of the site and its shop, each with the setting that it depends on."""

from collections.abc import Mapping
from functools import partial

from tracking.doctor import (
    answers,
    brand,
    channels,
    contact_access,
    database,
    downloads,
    footer_links,
    fulfillment_services,
    languages,
    locations,
    mail_domain,
    mail_server,
    order_search,
    overview,
    own_texts,
    public_url,
    redis_server,
    settings_concerns,
    shop,
    shopify_mails,
    signing_keys,
    stop_keys,
    webhook_delivery,
    widget_frames,
    worker,
)
from tracking.doctor.finding import Check

# In the order in which things are set up, each with the setting that it depends on.
_CHECKS: Mapping[Check, str] = {
    settings_concerns.check: ".env",
    shop.check: "SHOPIFY_SHOP",
    contact_access.check: "SHOPIFY_SHOP",
    order_search.check: "SHOPIFY_SHOP",
    downloads.check: "SHOPIFY_SHOP",
    webhook_delivery.check: "SHOPIFY_SHOP",
    fulfillment_services.check: "SHOPIFY_SHOP",
    locations.check: "SHOPIFY_SHOP",
    redis_server.check: "REDIS_URL",
    database.check: "DATABASE_URL",
    worker.check: "WORKER",
    signing_keys.check: "SECRET_KEY",
    stop_keys.check: "SECRET_KEY_FALLBACKS",
    public_url.check: "PUBLIC_URL",
    widget_frames.check: "EMBED_ORIGINS",
    brand.check: "BRAND_DIR",
    footer_links.check: "FOOTER_LINKS",
    languages.check: "LANGUAGES",
    own_texts.check: "LOST_POLICY",
    mail_server.check: "SMTP_URL",
    mail_domain.check: "MAIL_FROM",
    channels.check_texts: "TEXT_URL",
    channels.check_alerts: "ALERT_URLS",
    shopify_mails.check: "SHOPIFY_MAILS",
    answers.check: "CHOICES",
    overview.check: "STAFF_EMAILS",
}

_LOCAL = frozenset(
    {
        settings_concerns.check,
        worker.check,
        signing_keys.check,
        stop_keys.check,
        widget_frames.check,
        footer_links.check,
        shopify_mails.check,
        answers.check,
        overview.check,
    }
)


def checks(dkim_selector: str | None) -> dict[Check, str]:
    """The checks in their order, each with the setting that it depends on."""
    return {
        partial(mail_domain.check, selector=dkim_selector) if check is mail_domain.check else check: setting
        for check, setting in _CHECKS.items()
    }


def is_local(check: Check) -> bool:
    """Whether the check queries nothing outside of this process but the database, and reads little of that."""
    return check in _LOCAL
