"""A small sample of pages that together hold every kind of element in every kind of place."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from tests.sampling import cover

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
# What a kind of element does not depend on: where a link leads, what a picture shows, what a form sends; nor on
# attributes for scripts and rules of style, data-*, which no reader is told.
_CONTENT = frozenset({"id", "href", "src", "alt", "value", "datetime", "for", "content", "style"})

Shape = tuple[str, ...]


def sample(pages: Mapping[str, str]) -> list[str]:
    """The names of pages that together have every shape."""
    return cover({name: set(shapes_of(html)) for name, html in pages.items()})


def shapes_of(html: str) -> Iterator[Shape]:
    """Each element with its parents: tag, classes and the names of its attributes, not their values."""
    parser = _Shapes()
    parser.feed(html)
    return iter(parser.shapes)


class _Shapes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.shapes: set[Shape] = set()
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        names = sorted(name for name in values.keys() - _CONTENT - {"class", "role"} if not name.startswith("data-"))
        element = " ".join([tag, values.get("class") or "", values.get("role") or "", *names])
        self.shapes.add((*(parent for _, parent in self._open[-2:]), element))
        if tag not in _VOID:
            self._open.append((tag, element))

    def handle_endtag(self, tag: str) -> None:
        while tag not in _VOID and self._open:
            if self._open.pop()[0] == tag:
                return
