"""Compresses HTML pages with gzip, which begin alike: up to the end of the stylesheet that stands in each of them."""

import gzip
import re
import zlib
from functools import lru_cache
from typing import NamedTuple

_GZIP = 31  # the window of 15 bits, and gzip's header and checksum: https://docs.python.org/3/library/zlib.html
_MAX_BEGINNINGS = 32  # of a quarter of a megabyte each: languages, two levels, and themes of frames
# As our layout begins, and nothing else: a merchant's own may name the order there, of which nothing is to stay.
_BEFORE_STYLE = re.compile(
    rb"""\s*<!DOCTYPE\ html>\s*<html\ lang="[\w-]+"\ dir="\w+">\s*<head>\s*
    <meta\ charset="utf-8"\ />\s*
    <meta\ name="viewport"\ content="width=device-width,\ initial-scale=1"\ />\s*
    <meta\ name="color-scheme"\ content="[a-z ]+"\ />\s*
    <style>""",
    re.VERBOSE,
)
_STYLE_END = b"</style>"


class _Beginning(NamedTuple):
    """A compressor that has read the beginning of a page, and what it has written of it until then."""

    compressor: "zlib._Compress"
    written: bytes


def gzipped(page: bytes, level: int) -> bytes:
    """The page in gzip, without a time; what pages begin with alike is compressed once for all of them."""
    style = _BEFORE_STYLE.match(page)
    end = page.find(_STYLE_END, style.end()) if style else -1
    if end < 0:
        return gzip.compress(page, level, mtime=0)
    beginning = beginning_of(page[:end], level)
    compressor = beginning.compressor.copy()
    return beginning.written + compressor.compress(page[end:]) + compressor.flush()


@lru_cache(maxsize=_MAX_BEGINNINGS)
def beginning_of(page: bytes, level: int) -> _Beginning:
    """Compressed once."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, _GZIP)
    return _Beginning(compressor, compressor.compress(page))
