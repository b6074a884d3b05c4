"""The site's own files: stylesheets, scripts, pictures and fonts, read once and kept in memory.

The address of a file carries a fingerprint of its content, so a browser may keep it for ever. Only what stands
in the folder at the start is ever served, so no address can reach outside it. Of a merchant's folder that is what
media_types.py lists, and no script.
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

from tracking.settings import SettingsError
from tracking.theming.brand_color import BrandColor
from tracking.theming.brand_dir import read_folder
from tracking.theming.embed_css import scope_css, themed_css
from tracking.theming.embed_theme import SCHEMES, EmbedTheme
from tracking.web.media_types import FONTS, SERVED, ending

FOREVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"

# What the bundles are made of, in this order; a pattern stands for its files by name.
_STYLESHEET = ("css/tokens.css", "css/base.css", "css/components/*.css")
_SCRIPT = ("js/*.js",)
_BUNDLED = {"css", "js"}
# What comes after our stylesheet inside of a shop's theme.
_THEME = ("css/proxy.css",)
_LOOK = re.compile(rf"looks/(?P<color>own|[0-9a-f]{{6}})-(?P<scheme>own|{'|'.join(SCHEMES)})/(?P<path>.+)")
_LOOKS_KEPT = 32
# Already compressed: a second time makes them larger.
_COMPRESSED = {"image/png", "image/jpeg", "image/webp", "image/avif", "image/gif", "font/woff2", "font/woff"}
# What a stylesheet names; a scheme, a fragment or a path from the root is left as it is.
_NAMED = re.compile(
    r"url\(\s*(?P<quote>[\"']?)(?![a-z][a-z0-9+.-]*:|[/#])(?P<path>[^\"')?#]+)[^\"')]*(?P=quote)\s*\)", re.IGNORECASE
)
_FROM_HERE = 'url("./'
_STRINGS = re.compile(r"""(/\*.*?\*/)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|url\([^"')]*\))""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent. ``zipped`` is None where compression does not help; ``fingerprint`` serves as ETag."""

    body: bytes
    zipped: bytes | None
    content_type: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Served:
    """An asset with the Cache-Control that its address deserves."""

    asset: Asset
    cache_control: str


class Assets:
    """The files of a folder.

    ``accent`` is the merchant's color; ``overrides`` a folder with a merchant's own files, whose stylesheets come
    after ours and whose pictures replace those of the same name.
    """

    def __init__(
        self, folder: Path, accent: BrandColor, *, prefix: str = "/static/", overrides: Path | None = None
    ) -> None:
        self._prefix = prefix
        own = _served(overrides) if overrides else {}
        self._own = frozenset(own)
        pictures = {name: _asset(name, body) for name, body in {**_pictures(folder), **own}.items()}
        bundles = {name: _asset(name, body) for name, body in _bundles(folder, overrides, accent, pictures).items()}
        self._files = pictures | bundles
        self._names = {_marked(name, asset): name for name, asset in self._files.items()}

    def url(self, name: str) -> str:
        """The address of ``site.css``, ``site.js``, ``proxy.css`` or a file by its path. Raises KeyError."""
        return self._prefix + quote(_marked(name, self._files[name]))

    def is_own(self, name: str) -> bool:
        """Whether the merchant's folder has such a file, and it is served."""
        return name in self._own

    @property
    def has_fonts(self) -> bool:
        """Whether pages may load fonts from here."""
        return any(ending(name) in FONTS for name in self._own)

    def stylesheet(self, look: EmbedTheme) -> str:
        """The address of ``site.css`` in another look."""
        marked = _marked("site.css", self._files["site.css"])
        if look == EmbedTheme():
            return self._prefix + marked
        return f"{self._prefix}looks/{look.color or 'own'}-{look.scheme or 'own'}/{marked}"

    def serve(self, path: str) -> Served | None:
        """What stands at a path below the prefix, with a fingerprint or without; None where nothing does."""
        if (asked := _LOOK.fullmatch(path)) and self._names.get(asked["path"]) == "site.css":
            return Served(_in_look(self._files["site.css"].body, asked["color"], asked["scheme"]), FOREVER)
        if path in self._names:
            return Served(self._files[self._names[path]], FOREVER)
        if path in self._files:
            return Served(self._files[path], FOR_AN_HOUR)
        return None


def _pictures(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in _BUNDLED
    }


def _served(overrides: Path) -> dict[str, bytes]:
    """The merchant's files, but for the styles that become a part of ours."""
    found = read_folder(overrides, within=overrides.parent).files
    return {
        name: _bytes(name, path) for name, path in found.items() if ending(name) in SERVED and not _is_bundled(name)
    }


def _bundles(
    folder: Path, overrides: Path | None, accent: BrandColor, pictures: Mapping[str, "Asset"]
) -> dict[str, bytes]:
    styles = [*_read(folder, _STYLESHEET), accent.css()]
    found = read_folder(overrides, within=overrides.parent).files if overrides else {}
    styles += [_with_addresses(_text(name, found[name]), name, pictures) for name in found if _is_bundled(name)]
    scripts = [f"{{\n{script}}}\n" for script in _read(folder, _SCRIPT)]
    site = _squeezed("".join(styles))
    return {
        "site.css": site.encode(),
        "proxy.css": (scope_css(site) + _squeezed("".join(_read(folder, _THEME)))).encode(),
        "site.js": "".join(scripts).encode(),
    }


def _is_bundled(name: str) -> bool:
    return name.startswith("css/") and ending(name) == ".css"


def _with_addresses(css: str, name: str, pictures: Mapping[str, "Asset"]) -> str:
    """A stylesheet whose pictures and fonts are found from where it is served: beside them, not in a folder."""

    def address(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(found["path"].strip())))
        if target not in pictures:
            return found[0]
        return f'{_FROM_HERE}{quote(_marked(target, pictures[target]))}")'

    return _NAMED.sub(address, css)


def _bytes(name: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise SettingsError(f"BRAND_DIR: static/{name} cannot be read.") from None


def _text(name: str, path: Path) -> str:
    try:
        return _bytes(name, path).decode("utf-8-sig")
    except ValueError:
        raise SettingsError(f"BRAND_DIR: static/{name} must be a text file in UTF-8.") from None


def _read(folder: Path, patterns: Iterable[str]) -> list[str]:
    return [path.read_text("utf-8") for pattern in patterns for path in sorted(folder.glob(pattern))]


@lru_cache(maxsize=_LOOKS_KEPT)
def _in_look(css: bytes, color: str, scheme: str) -> Asset:
    look = EmbedTheme(color if color != "own" else None, scheme if scheme != "own" else None)
    up = css.decode().replace(_FROM_HERE, _FROM_HERE.replace("./", "../../"))
    return _asset("site.css", themed_css(up, look).encode())


def _squeezed(css: str) -> str:
    """A stylesheet without its comments and the space between its parts; strings stay as they are."""
    strings: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        if found[1]:
            return ""
        strings.append(found[2])
        return f"\0{len(strings) - 1}\0"

    bare = re.sub(r"\s+", " ", _STRINGS.sub(put_aside, css))
    bare = re.sub(r" ?([{};,>]) ?|(?<=:) ", r"\1", bare).replace(";}", "}").strip()
    return re.sub("\0(\\d+)\0", lambda found: strings[int(found[1])], bare)


def _asset(name: str, body: bytes) -> Asset:
    kind = SERVED.get(ending(name)) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    content_type = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    # No time of making, or every start would send another file under the same address.
    zipped = None if kind in _COMPRESSED else gzip.compress(body, mtime=0)
    return Asset(body, zipped, content_type, hashlib.sha256(body).hexdigest()[:12])


def _marked(name: str, asset: Asset) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{asset.fingerprint}{path.suffix}"))
