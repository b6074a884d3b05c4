"""Compresses HTML pages with gzip, which begin alike: up to the end of the stylesheet that stands in each of them."""

import gzip
import zlib
from functools import lru_cache
from typing import NamedTuple

_GZIP = 31  # the window of 15 bits, and gzip's header and checksum: https://docs.python.org/3/library/zlib.html
_STYLE_END = b"</style>"
_TITLE = b"<title"  # a merchant's layout may have it before the style: it names the order, and nothing of that stays
_MAX_BEGINNINGS = 16  # of a quarter of a megabyte each: languages, levels, and themes of frames


class _Beginning(NamedTuple):
    """A compressor that has read the beginning of a page, and what it has written of it until then."""

    compressor: "zlib._Compress"
    written: bytes


def gzipped(page: bytes, level: int) -> bytes:
    """The page in gzip, without a time; what pages begin with alike is compressed once for all of them."""
    length = page.find(_STYLE_END) + len(_STYLE_END)
    start = page[:length]
    if length < len(_STYLE_END) or _TITLE in start:
        return gzip.compress(page, level, mtime=0)
    beginning = beginning_of(start, level)
    compressor = beginning.compressor.copy()
    return beginning.written + compressor.compress(page[length:]) + compressor.flush()


@lru_cache(maxsize=_MAX_BEGINNINGS)
def beginning_of(page: bytes, level: int) -> _Beginning:
    """Compressed once."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, _GZIP)
    return _Beginning(compressor, compressor.compress(page))
