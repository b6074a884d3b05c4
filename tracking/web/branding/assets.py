"""The site's static files: stylesheets, scripts, pictures and fonts, read once and held in memory.

The address of a file has a fingerprint of its content, so a browser may cache it without a limit. Only files that
were in the folder at the start are served, so no path can reach outside of it. Of a merchant's folder, only the types
of media_types.py are served, and no script.
"""

import gzip
import hashlib
import mimetypes
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from markupsafe import Markup

from tracking.security.content_hash import content_hash
from tracking.settings import SettingsError
from tracking.theming.brand_color import BrandColor
from tracking.theming.brand_dir import read_folder
from tracking.theming.embed_css import scope_css, themed_css
from tracking.theming.embed_theme import SCHEMES, EmbedTheme
from tracking.web.branding.media_types import FONTS, SERVED, suffix

IMMUTABLE = "public, max-age=31536000, immutable"
ONE_HOUR = "public, max-age=3600"

# The files of the bundles, in this order; a pattern matches its files by name.
_STYLESHEET = ("css/tokens.css", "css/base.css", "css/components/*.css")
_SCRIPT = ("js/*.js",)
# The merchant's overview has its own, so that no customer's page carries a byte of it.
_SHARED_COMPONENTS = ("icon", "button", "field", "fold", "notice", "lookup", "message")
_OVERVIEW_STYLESHEET = (
    "css/tokens.css",
    "css/base.css",
    *(f"css/components/{name}.css" for name in _SHARED_COMPONENTS),
    "css/merchant/*.css",
)
_OVERVIEW_SCRIPT = ("js/merchant/*.js",)
_BUNDLED = {"css", "js"}
# Follows our stylesheet inside of a shop's theme.
_THEME = ("css/proxy.css",)
_THEMED_PATH = re.compile(rf"looks/(?P<color>own|[0-9a-f]{{6}})-(?P<scheme>own|{'|'.join(SCHEMES)})/(?P<path>.+)")
_MAX_THEMED = 32
# Of our own files, so that each is minified and compressed once, however many apps a process makes.
_MAX_FILES = 64
# In bytes: of a page that is compressed, half of it.
_MAX_ICON = 512
# Of an SVG in an attribute; spaces, too, which browsers take.
_SAFE_IN_URL = " /:=,()"
# Already compressed: gzip would make them larger.
_COMPRESSED = {"image/png", "image/jpeg", "image/webp", "image/avif", "image/gif", "font/woff2", "font/woff"}
# The relative addresses in a stylesheet: no scheme, no fragment and no path from the root.
_CSS_URL = re.compile(
    r"url\(\s*(?P<quote>[\"']?)(?![a-z][a-z0-9+.-]*:|[/#])(?P<path>[^\"')?#]+)[^\"')]*(?P=quote)\s*\)", re.IGNORECASE
)
_RELATIVE_URL = 'url("./'
# In bytes: ours is half of it. A larger one, such as that of a whole theme, is better fetched once.
_MAX_INLINE = 32 * 1024
_COMMENTS_AND_STRINGS = re.compile(
    r"""(/\*.*?\*/)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|url\([^"')]*\))""", re.DOTALL
)
# As a page is read, too: a stylesheet that stands in one is allowed by the hash of what is left after that.
_LINE_ENDS = re.compile(r"\r\n?|\f")
# The parts that a script keeps, and those that can go: comments, indentation and the space around punctuation. That
# around "+" and "-" stays, which may meet their like; so does that around "/", which tells a division from a regular
# expression.
_SCRIPT_PART = re.compile(
    r"""(?P<kept>"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|/(?![/ ])(?:[^/\\\n]|\\.)+/)|//.*\n?|^[ \t]+"""
    r"""|\s*(?P<symbol>[{}()\[\],;:?=<>*&|!])\s*""",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent. ``zipped`` is None where compression does not help; ``fingerprint`` is the ETag."""

    body: bytes
    gzipped: bytes | None
    content_type: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class InlineStyle:
    """A stylesheet that stands in the page, which takes no request then; ``source`` allows it, and no other."""

    css: Markup
    source: str


@dataclass(frozen=True, slots=True)
class ServedAsset:
    """An asset with the Cache-Control of its address."""

    asset: Asset
    cache_control: str


class Assets:
    """The files of a folder.

    ``color`` is the merchant's; ``texts`` replaces literals of scripts; ``overrides`` is the merchant's
    folder, whose stylesheets follow ours and whose pictures replace those of the same name.
    """

    def __init__(
        self,
        folder: Path,
        color: BrandColor,
        *,
        prefix: str = "/static/",
        overrides: Path | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        self._prefix = prefix
        own = _override_files(overrides) if overrides else {}
        self._own = frozenset(own)
        pictures = {name: _asset(name, body) for name, body in {**_pictures(folder, texts or {}), **own}.items()}
        bundles = {name: _asset(name, body) for name, body in _bundles(folder, overrides, color, pictures).items()}
        self._files = pictures | bundles
        fingerprinted = {name: _fingerprinted(name, asset) for name, asset in self._files.items()}
        self._names = {path: name for name, path in fingerprinted.items()}
        self._urls = {name: prefix + quote(path) for name, path in fingerprinted.items()}
        self._icons = {name: _data_url(asset) for name, asset in self._files.items() if _is_icon(name, asset)}

    def url(self, name: str) -> str:
        """Returns the address of a bundle, such as ``site.css`` or ``merchant.js``, or of a file by its path.

        Raises KeyError.
        """
        return self._urls[name]

    def icon(self, name: str) -> str:
        """Returns a small SVG itself, as a data URL: the page's icon takes no request then. Else as ``url``.

        Raises KeyError.
        """
        return self._icons.get(name) or self._urls[name]

    def is_own(self, name: str) -> bool:
        """Whether the file is served from the merchant's folder."""
        return name in self._own

    @property
    def has_fonts(self) -> bool:
        """Whether the merchant's folder has fonts."""
        return any(suffix(name) in FONTS for name in self._own)

    def stylesheet(self, theme: EmbedTheme) -> str:
        """Returns the address of ``site.css`` in a theme."""
        url = self._urls["site.css"]
        if theme == EmbedTheme():
            return url
        return f"{self._prefix}looks/{theme.color or 'own'}-{theme.scheme or 'own'}/{url.removeprefix(self._prefix)}"

    def inline_style(self, theme: EmbedTheme) -> InlineStyle | None:
        """Returns ``site.css`` in a theme to stand in a page; None where it is too large to be sent with each one."""
        body = self._files["site.css"].body
        is_inline = len(body) <= _MAX_INLINE and b"</" not in body
        return _inline_style(body, self._prefix, theme) if is_inline else None

    def serve(self, path: str) -> ServedAsset | None:
        """Returns the file of a path below the prefix, with or without a fingerprint; None where there is none."""
        if (themed := _THEMED_PATH.fullmatch(path)) and self._names.get(themed["path"]) == "site.css":
            return ServedAsset(_themed(self._files["site.css"].body, themed["color"], themed["scheme"]), IMMUTABLE)
        if path in self._names:
            return ServedAsset(self._files[self._names[path]], IMMUTABLE)
        if path in self._files:
            return ServedAsset(self._files[path], ONE_HOUR)
        return None


def _pictures(folder: Path, texts: Mapping[str, str]) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): (
            _script(path.read_text("utf-8"), texts) if path.suffix == ".js" else path.read_bytes()
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in _BUNDLED
    }


def _script(script: str, texts: Mapping[str, str]) -> bytes:
    for ours, theirs in texts.items():
        script = script.replace(ours, theirs)
    return minify_script(script).encode()


def _override_files(overrides: Path) -> dict[str, bytes]:
    """Returns the merchant's files without the stylesheets, which become a part of ours."""
    found = read_folder(overrides, within=overrides.parent).files
    return {
        name: _bytes(name, path) for name, path in found.items() if suffix(name) in SERVED and not _is_stylesheet(name)
    }


def _bundles(
    folder: Path, overrides: Path | None, color: BrandColor, pictures: Mapping[str, "Asset"]
) -> dict[str, bytes]:
    styles = [*_read(folder, _STYLESHEET), color.css()]
    found = read_folder(overrides, within=overrides.parent).files if overrides else {}
    styles += [_with_urls(_text(name, found[name]), name, pictures) for name in found if _is_stylesheet(name)]
    site = minify("".join(styles))
    return {
        "site.css": site.encode(),
        "proxy.css": (_scoped(site) + minify("".join(_read(folder, _THEME)))).encode(),
        "site.js": _joined(_read(folder, _SCRIPT)),
        "merchant.css": minify("".join([*_read(folder, _OVERVIEW_STYLESHEET), color.css()])).encode(),
        "merchant.js": _joined(_read(folder, _OVERVIEW_SCRIPT)),
    }


def _joined(scripts: Iterable[str]) -> bytes:
    """Returns one script; each part of it has a scope of its own."""
    return "".join(f"{{\n{minify_script(script)}}}\n" for script in scripts).encode()


@lru_cache(maxsize=_MAX_FILES)
def _scoped(css: str) -> str:
    return scope_css(css)


def _is_stylesheet(name: str) -> bool:
    return name.startswith("css/") and suffix(name) == ".css"


def _with_urls(css: str, name: str, pictures: Mapping[str, "Asset"]) -> str:
    """Rewrites the addresses in a stylesheet: it is served from the folder above its own."""

    def url(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(found["path"].strip())))
        if target not in pictures:
            return found[0]
        return f'{_RELATIVE_URL}{quote(_fingerprinted(target, pictures[target]))}")'

    return _CSS_URL.sub(url, css)


def _bytes(name: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise SettingsError(f"BRAND_DIR: static/{name} cannot be read.") from None


def _text(name: str, path: Path) -> str:
    """Returns a stylesheet, preprocessed: https://www.w3.org/TR/css-syntax-3/#input-preprocessing ."""
    try:
        text = _bytes(name, path).decode("utf-8-sig")
    except ValueError:
        raise SettingsError(f"BRAND_DIR: static/{name} must be a text file in UTF-8.") from None
    return _LINE_ENDS.sub("\n", text).replace("\0", "\ufffd")


def _read(folder: Path, patterns: Iterable[str]) -> list[str]:
    return [path.read_text("utf-8") for pattern in patterns for path in sorted(folder.glob(pattern))]


@lru_cache(maxsize=_MAX_THEMED)
def _inline_style(css: bytes, prefix: str, theme: EmbedTheme) -> InlineStyle:
    themed = css.decode() if theme == EmbedTheme() else themed_css(css.decode(), theme)
    in_page = themed.replace(_RELATIVE_URL, f'url("{prefix}')
    return InlineStyle(Markup(in_page), f"'{content_hash(in_page)}'")  # noqa: S704 - of our own files and the merchant's


@lru_cache(maxsize=_MAX_THEMED)
def _themed(css: bytes, color: str, scheme: str) -> Asset:
    theme = EmbedTheme(color if color != "own" else None, scheme if scheme != "own" else None)
    css_above = css.decode().replace(_RELATIVE_URL, _RELATIVE_URL.replace("./", "../../"))
    return _asset("site.css", themed_css(css_above, theme).encode())


@lru_cache(maxsize=_MAX_FILES)
def minify(css: str) -> str:
    """Removes the comments and the white space of a stylesheet, and leaves strings as they are."""
    strings: list[str] = []

    def replace(found: re.Match[str]) -> str:
        if found[1]:
            return ""
        strings.append(found[2])
        return f"\0{len(strings) - 1}\0"

    bare = re.sub(r"\s+", " ", _COMMENTS_AND_STRINGS.sub(replace, css))
    bare = re.sub(r" ?([{};,>]) ?|(?<=:) ", r"\1", bare).replace(";}", "}").strip()
    return re.sub("\0(\\d+)\0", lambda found: strings[int(found[1])], bare)


@lru_cache(maxsize=_MAX_FILES)
def minify_script(script: str) -> str:
    """Removes the comments of a script, and space that means nothing.

    Statements must end in a semicolon, and regular expressions escape their slashes.
    """
    return _SCRIPT_PART.sub(lambda found: found["kept"] or found["symbol"] or "", script)


def _is_icon(name: str, asset: Asset) -> bool:
    return suffix(name) == ".svg" and len(asset.body) <= _MAX_ICON


def _data_url(asset: Asset) -> str:
    return f"data:image/svg+xml,{quote(asset.body.strip(), safe=_SAFE_IN_URL)}"


@lru_cache(maxsize=_MAX_FILES)
def _asset(name: str, body: bytes) -> Asset:
    media_type = SERVED.get(suffix(name)) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    content_type = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    # Without mtime, every start would send different bytes for the same address.
    gzipped = None if media_type in _COMPRESSED else gzip.compress(body, mtime=0)
    return Asset(body, gzipped, content_type, hashlib.sha256(body).hexdigest()[:12])


def _fingerprinted(name: str, asset: Asset) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{asset.fingerprint}{path.suffix}"))
