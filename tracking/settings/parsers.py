"""Parses the value of one setting: each function reads one type, or raises ValueError with the correction.

The messages continue a sentence that begins with the setting's name. They never repeat the value: it may be a secret.
"""

import os
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from babel import Locale, UnknownLocaleError

T = TypeVar("T")

ORDER = "{order}"
"""Stands in an address for the order number."""


def pattern(expression: str, error_message: str) -> Callable[[str], str]:
    """Parses text that matches a regular expression."""
    compiled = re.compile(expression)

    def read(value: str) -> str:
        if not compiled.fullmatch(value):
            raise ValueError(error_message)
        return value

    return read


def integer(lowest: int, highest: int) -> Callable[[str], int]:
    """Parses an integer within bounds."""

    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not lowest <= int(value) <= highest:
            raise ValueError(f"must be a whole number from {lowest} to {highest}")
        return int(value)

    return read


def day(value: str) -> date:
    """A day as ``2026-12-01``, and in none of the other forms of ISO 8601."""
    try:
        return date.fromisoformat(pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "")(value))
    except ValueError:
        raise ValueError("must be a day such as 2026-12-01") from None


def list_of(read_one: Callable[[str], T], separator: str | None = ",") -> Callable[[str], tuple[T, ...]]:
    """Parses a list separated by commas, or by white space if ``separator`` is None."""

    def read(value: str) -> tuple[T, ...]:
        parts = (part.strip() for part in value.split(separator))
        return tuple(read_one(part) for part in parts if part)

    return read


def product_names(value: str) -> tuple[str, ...]:
    """Titles or SKUs, separated by commas, or by semicolons, so that a title may hold a comma."""
    names = list_of(_product_name, ";" if ";" in value else ",")(value)
    if not names:
        raise ValueError("must name products by their titles or SKUs, such as Knitting pattern*, GUIDE-1")
    return names


def write_product_names(names: tuple[str, ...]) -> str:
    """The text that is read as these names."""
    has_comma = any("," in name for name in names)
    return " ".join(f"{name};" for name in names) if has_comma else ", ".join(names)


def location_names(value: str) -> tuple[tuple[str, str], ...]:
    """The names of locations in Shopify, each with its name for customers: ``WH-2=Lund; Depot=Malmö``."""
    pairs = list_of(_location_name, ";")(value)
    names = {internal.casefold() for internal, _ in pairs}
    if not pairs or len(names) < len(pairs):
        raise ValueError("must name each location once, such as WH-2=Lund; Depot=Malmö")
    return pairs


def _product_name(name: str) -> str:
    if "*" in name[:-1] and name.endswith("*"):
        raise ValueError("may have * only at the end of a name, such as Knitting pattern*")
    return _is_text(name, "must name products by titles or SKUs of at most 255 characters")


def _location_name(pair: str) -> tuple[str, str]:
    internal, separator, public = (part.strip() for part in pair.rpartition("="))
    if not (internal and separator and public):
        raise ValueError("must give each location in Shopify its name for customers, such as WH-2=Lund; Depot=Malmö")
    sentence = "must name locations by at most 255 characters"
    return _is_text(internal, sentence), _is_text(public, sentence)


def _is_text(value: str, error_message: str) -> str:
    """A name with more to it than separators."""
    if value != "*" and all(unicodedata.category(character)[0] in _NO_NAME for character in value):
        raise ValueError(error_message)
    return pattern(r"[^\x00-\x1f]{1,255}", error_message)(value)


# Unicode categories of punctuation, separators and control characters, of which alone no name consists.
_NO_NAME = "PZC"


api_version = pattern(r"20[0-9]{2}-(01|04|07|10)|unstable", "must be a version of the Admin API such as 2026-10")
# A value of a header must not break it.
token = pattern(r"[\x21-\x7e]+", "must be plain characters without spaces")
secret = pattern(r"\S(.*\S)?", "must be one line")
long_secret = pattern(
    r"[\x21-\x7e]{32,}", "must be at least 32 plain characters without spaces, so that nobody guesses it"
)
color = pattern(r"#[0-9A-Fa-f]{6}", "must be a color such as #0a7c5c")
label = pattern(r"[^\x00-\x1f<>]{1,60}", "must be at most 60 characters on one line, without < and >")
email = pattern(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+", "must be an email address such as help@example.com")


def host(value: str) -> str:
    """An IP address, with or without the brackets of IPv6, or a host name as the resolver takes it."""
    try:
        return str(ip_address(value.removeprefix("[").removesuffix("]")))
    except ValueError:
        if not _HOST_NAME.fullmatch(value):
            raise ValueError("must be a host name or an address such as 127.0.0.1") from None
    return value


def shop(value: str) -> str:
    """The shop's name under myshopify.com, from the name alone, the full domain, or a URL of the shop or its admin.

    Shopify refuses every other host for the Admin API: https://shopify.dev/docs/api/admin-graphql
    """
    found = _SHOP.fullmatch(value.lower())
    if not found:
        raise ValueError("must look like example.myshopify.com")
    return f"{found['host'] or found['admin'] or found['alone']}.myshopify.com"


def https_url(value: str) -> str:
    """An https:// URL for browsers."""
    if not _is_address(value, schemes=("https",)):
        raise ValueError("must be an address that begins with https://")
    return value


def support_url(value: str) -> str:
    """The https:// URL of a help page, with ``{order}`` where the order number belongs."""
    try:
        https_url(value.replace(ORDER, ""))
    except ValueError:
        raise ValueError(
            f"must be an address that begins with https://, with {ORDER} where the order number belongs"
        ) from None
    if ORDER in urlsplit(value).netloc:
        raise ValueError(f"must have {ORDER} behind the host, such as https://example.com/contact?order={ORDER}")
    return value


def logo(value: str) -> str:
    """An https:// URL, or a picture of BRAND_DIR/static/img: ``logo.svg`` and ``static/img/logo.svg`` are the same."""
    if re.fullmatch(r"([A-Za-z0-9][\w.-]*/)*[A-Za-z0-9][\w.-]*", value):
        below = value.removeprefix("static/")  # as the file is named from BRAND_DIR
        return below if below.startswith("img/") else f"img/{below}"
    try:
        return https_url(value)
    except ValueError:
        advice = "must be an address that begins with https://, or a picture in BRAND_DIR/static/img such as logo.svg"
        raise ValueError(advice) from None


def site_url(value: str) -> str:
    """The site's own URL without a slash at the end; plain http only for this machine."""
    if not _is_address(value):
        raise ValueError("must be an address such as https://track.example.com, without a question mark")
    if _is_unencrypted(value, _is_loopback):
        raise ValueError("must begin with https:// (http:// only on this very machine, as in http://localhost:5000)")
    if re.search(r"(^|\.)(myshopify|shopify)\.com$", (urlsplit(value).hostname or "").lower()):
        raise ValueError("must be the address of this site, such as https://track.example.com, and not of the shop")
    return value.rstrip("/")


def api_url(value: str) -> str:
    """The URL of the Admin API; plain http, which exposes the token, only inside a private network."""
    if not _is_address(value):
        raise ValueError("must be an address such as https://shop.example.com, without a question mark")
    if _is_unencrypted(value, _is_private):
        raise ValueError("must begin with https:// (http:// only inside your own network)")
    return value.rstrip("/")


def origin(value: str) -> str:
    """Scheme, host and port of a site as browsers write it: the value goes into a security header."""
    if not _is_address(value) or urlsplit(value).path.strip("/"):
        raise ValueError("must name origins such as https://shop.example.com, separated by spaces")
    if _is_unencrypted(value, _is_loopback):
        raise ValueError("must name origins that begin with https:// (http:// only on this very machine)")
    parts = urlsplit(value)
    return f"{parts.scheme}://{parts.netloc}".lower().removesuffix(_USUAL_PORTS[parts.scheme])


def redis_url(value: str) -> str:
    """The URL of a Redis server, with its password if it has one."""
    if not re.fullmatch(r"rediss?://[^\s/]+(/[0-9]*)?", value) or _split(value) is None:
        raise ValueError("must be an address such as redis://localhost:6379/0 or rediss://:password@host:6379/0")
    return value


def language(value: str) -> str:
    """A language code as its catalogue is named: ``sv``, ``pt_BR``, ``nb`` (also for ``no``), ``zh_Hans``."""
    try:
        code = str(Locale.parse(value.replace("-", "_")))
    except (ValueError, UnknownLocaleError):
        raise ValueError("must name languages by their codes, such as en, nb or zh_Hans") from None
    return _CATALOGUES.get(code, code)


def folder(value: str) -> Path:
    """The path of an existing folder."""
    if not os.path.isdir(value):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        raise ValueError("must name a folder that exists")
    try:
        os.listdir(value)  # noqa: PTH208 - Path takes away what stands at the end of the next one
        os.stat(f"{value}/.")  # noqa: PTH116 - raises where names can be read and no more
    except OSError:
        raise ValueError("must name a folder that the user who runs the site may read") from None
    return Path(value)


def file(value: str) -> Path:
    """The path of an existing file."""
    if not os.path.isfile(value):  # noqa: PTH113 - likewise
        raise ValueError("must name a file that exists")
    return Path(value)


_CATALOGUES = {"no": "nb", "no_NO": "nb", "zh": "zh_Hans"}  # languages that have two written forms

_HOST_NAME = re.compile(r"[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*\.?")

_HANDLE = "[a-z0-9][a-z0-9-]*"
_SHOP = re.compile(
    r"(?P<alone>[a-z0-9][a-z0-9-]+)"
    rf"|(https?://)?((?P<host>{_HANDLE})\.myshopify\.com|admin\.shopify\.com/store/(?P<admin>{_HANDLE}))([/?#]\S*)?"
)
_USUAL_PORTS = {"https": ":443", "http": ":80"}


def _is_address(value: str, schemes: tuple[str, ...] = ("https", "http")) -> bool:
    parts = _split(value)
    return (
        parts is not None
        and parts.scheme in schemes
        and bool(re.fullmatch(r"([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?", parts.netloc))
        and bool(re.fullmatch(r"[A-Za-z0-9\-._~/%=&+,:@!$]*", parts.path + parts.query + parts.fragment))
        and (schemes == ("https",) or not (parts.query or parts.fragment))
    )


def _split(value: str) -> SplitResult | None:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:  # a broken IPv6 address, or an invalid port
        return None
    return parts


def _is_unencrypted(value: str, is_allowed: Callable[[str], bool]) -> bool:
    parts = urlsplit(value)
    return parts.scheme == "http" and not is_allowed(parts.hostname or "")


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _is_private(name: str) -> bool:
    try:
        return ip_address(name).is_private
    except ValueError:
        return "." not in name  # a host of the same container network
