"""Recognizes the names of settings, and suggests the right one for a misspelled name."""

from dataclasses import fields
from difflib import get_close_matches

from tracking.settings.settings import Settings

_FILE = "_FILE"
SETTINGS = tuple(row.name.upper() for row in fields(Settings))
_KNOWN = frozenset(SETTINGS) | {f"{name}{_FILE}" for name in SETTINGS}

# Shopify's own older names, names of other apps, and names that lack a word.
_ALIASES = {
    "BRAND_FOLDER": "BRAND_DIR",
    "BRAND_LOGO": "BRAND_LOGO_URL",
    "BRAND_LOGO_FILE": "BRAND_LOGO_URL",
    "LOGO_URL": "BRAND_LOGO_URL",
    "SHOPIFY_API_KEY": "SHOPIFY_CLIENT_ID",
    "SHOPIFY_API_SECRET": "SHOPIFY_CLIENT_SECRET",
    "SHOPIFY_API_SECRET_KEY": "SHOPIFY_CLIENT_SECRET",
    "SHOPIFY_APP_URL": "PUBLIC_URL",
    "SHOPIFY_DOMAIN": "SHOPIFY_SHOP",
    "SHOPIFY_SHOP_DOMAIN": "SHOPIFY_SHOP",
    "SHOPIFY_STORE": "SHOPIFY_SHOP",
    "SHOPIFY_TOKEN": "SHOPIFY_ACCESS_TOKEN",
    "SHOPIFY_ADMIN_TOKEN": "SHOPIFY_ACCESS_TOKEN",
}

# Variables of systems and tools with similar names, or in a file that Docker Compose reads as well.
_FOREIGN_NAMES = frozenset({"HOME", "HOSTNAME", "HOSTTYPE", "LANG", "LANGUAGE", "PATH", "TZ", "USER"})
_FOREIGN_PREFIXES = (
    "CADDY_",
    "COMPOSE_",
    "DOCKER_",
    "FLASK_",
    "GUNICORN_",
    "LC_",
    "PG",
    "POSTGRES_",
    "PYTHON",
    "WEB_CONCURRENCY",
    "WHEREABOUTS_",  # compose.yaml's
    "XDG_",
)
MIN_LENGTH = 6  # letters: shorter names resemble too many others
_MIN_SIMILARITY = 0.85  # between 0 and 1: one letter added, missing or exchanged in a name of seven


def is_known(name: str) -> bool:
    """Whether the name is a setting, or a setting with ``_FILE`` behind it."""
    return name in _KNOWN


def is_foreign(name: str) -> bool:
    """Whether the variable belongs to another program."""
    return name in _FOREIGN_NAMES or name.startswith(_FOREIGN_PREFIXES)


def setting_of(name: str) -> str:
    """The setting for a name or for ``NAME_FILE``; any other name is returned unchanged."""
    return name if name in SETTINGS or name not in _KNOWN else name.removesuffix(_FILE)


def closest_setting(name: str) -> str | None:
    """The setting for a misspelled or foreign name of it; None if no setting is close enough."""
    normalized = name.upper().replace("-", "_")
    if normalized in _KNOWN:
        return normalized
    if normalized in _ALIASES:
        return _ALIASES[normalized]
    if len(normalized) < MIN_LENGTH:
        return None
    matches = get_close_matches(normalized, _KNOWN, n=1, cutoff=_MIN_SIMILARITY)
    return matches[0] if matches else None
