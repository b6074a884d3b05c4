"""The site's own files: stylesheets, scripts and pictures, read once and kept in memory.

The address of a file carries a fingerprint of its content, so a browser may keep it for ever. Only what stands
in the folder at the start is ever served, so no address can reach outside it.
"""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from tracking.web.accent import Accent
from tracking.web.look import SCHEMES, Look
from tracking.web.restyle import inside, restyled

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
_COMPRESSED = {"image/png", "image/jpeg", "image/webp", "image/avif", "font/woff2"}


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
        self, folder: Path, accent: Accent, *, prefix: str = "/static/", overrides: Path | None = None
    ) -> None:
        self._prefix = prefix
        folders = [folder] if overrides is None else [folder, overrides]
        self._files = {name: _asset(name, body) for name, body in _contents(folders, accent).items()}
        self._names = {_marked(name, asset): name for name, asset in self._files.items()}

    def url(self, name: str) -> str:
        """The address of ``site.css``, ``site.js``, ``proxy.css`` or a file by its path. Raises KeyError."""
        return self._prefix + _marked(name, self._files[name])

    def stylesheet(self, look: Look) -> str:
        """The address of ``site.css`` in another look."""
        marked = _marked("site.css", self._files["site.css"])
        if look == Look():
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


def _contents(folders: list[Path], accent: Accent) -> dict[str, bytes]:
    pictures = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in _BUNDLED
    }
    styles = [*_read(folders[0], _STYLESHEET), accent.css()]
    for overrides in folders[1:]:
        styles += _read(overrides, ("css/**/*.css",))
    scripts = [f"{{\n{script}}}\n" for folder in folders for script in _read(folder, _SCRIPT)]
    site = _squeezed("".join(styles))
    return {
        "site.css": site.encode(),
        "proxy.css": (inside(site) + _squeezed("".join(_read(folders[0], _THEME)))).encode(),
        "site.js": "".join(scripts).encode(),
        **pictures,
    }


def _read(folder: Path, patterns: Iterable[str]) -> list[str]:
    return [path.read_text("utf-8") for pattern in patterns for path in sorted(folder.glob(pattern))]


@lru_cache(maxsize=_LOOKS_KEPT)
def _in_look(css: bytes, color: str, scheme: str) -> Asset:
    look = Look(color if color != "own" else None, scheme if scheme != "own" else None)
    return _asset("site.css", restyled(css.decode(), look).encode())


def _squeezed(css: str) -> str:
    """A stylesheet without its comments and the space between its parts. Strings that hold such things would suffer."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    bare = re.sub(r"\s+", " ", bare)
    return re.sub(r" ?([{};,>]) ?|(?<=:) ", r"\1", bare).replace(";}", "}").strip()


def _asset(name: str, body: bytes) -> Asset:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    content_type = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    # No time of making, or every start would send another file under the same address.
    zipped = None if kind in _COMPRESSED else gzip.compress(body, mtime=0)
    return Asset(body, zipped, content_type, hashlib.sha256(body).hexdigest()[:12])


def _marked(name: str, asset: Asset) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{asset.fingerprint}{path.suffix}"))
