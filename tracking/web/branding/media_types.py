"""The media types of the merchant's files that are served, by suffix."""

from collections.abc import Mapping
from pathlib import PurePosixPath

PICTURES: Mapping[str, str] = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
STYLES: Mapping[str, str] = {".css": "text/css"}
FONTS: Mapping[str, str] = {
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
SERVED: Mapping[str, str] = {**PICTURES, **STYLES, **FONTS}


def suffix(name: str) -> str:
    """Returns the last suffix of a name in lower case: ``.svg``."""
    return PurePosixPath(name).suffix.lower()
