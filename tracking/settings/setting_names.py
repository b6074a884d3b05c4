"""Which names are settings, and which setting a misspelled one means."""

from dataclasses import fields
from difflib import get_close_matches

from tracking.settings.settings import Settings

_FILE = "_FILE"
SETTINGS = tuple(row.name.upper() for row in fields(Settings))
_KNOWN = frozenset(SETTINGS) | {f"{name}{_FILE}" for name in SETTINGS}

# Shopify's own older names, and what other apps call them.
_ALSO_CALLED = {
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

# Variables of systems and tools that look like ours, or may stand in a file that Docker Compose reads as well.
_OF_OTHERS = frozenset({"HOME", "HOSTNAME", "HOSTTYPE", "LANG", "LANGUAGE", "PATH", "TZ", "USER"})
_OTHERS_BEGIN = (
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
    "XDG_",
)
SHORTEST = 6  # letters: what is shorter is near to too much
_LIKENESS = 0.85  # of 1: one letter more, less or exchanged, in a name of seven


def is_known(name: str) -> bool:
    """Whether it names a setting, or the file in which its value stands."""
    return name in _KNOWN


def is_of_others(name: str) -> bool:
    """Whether another program reads it."""
    return name in _OF_OTHERS or name.startswith(_OTHERS_BEGIN)


def setting(name: str) -> str:
    """The setting that the name, or the name with ``_FILE`` behind it, stands for; any other name for itself."""
    return name if name in SETTINGS or name not in _KNOWN else name.removesuffix(_FILE)


def meant(name: str) -> str | None:
    """The setting that somebody meant who wrote this; None where none is near."""
    plain = name.upper().replace("-", "_")
    if plain in _KNOWN:
        return plain
    if plain in _ALSO_CALLED:
        return _ALSO_CALLED[plain]
    if len(plain) < SHORTEST:
        return None
    near = get_close_matches(plain, _KNOWN, n=1, cutoff=_LIKENESS)
    return near[0] if near else None
