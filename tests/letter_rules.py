"""The rules for the HTML of every letter: what mail programs understand, and what they must not be asked to do."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from justhtml import JustHTML
from justhtml.dom import Element

MAX_BYTES = 30_000
# Of them, Outlook, Gmail or Yahoo understand some at most: https://www.caniemail.com
_NOT_UNDERSTOOD = re.compile(
    r"(?<![\w-])(?:position|float|gap|grid[\w-]*|flex[\w-]*|transform|animation[\w-]*|background-image"
    r"|inset[\w-]*|margin-inline[\w-]*|padding-inline[\w-]*|margin-block[\w-]*|padding-block[\w-]*)\s*:"
    r"|(?:display\s*:\s*(?:flex|grid|inline-flex))|var\(|calc\(|clamp\(|url\(|@import|\brem\b|expression\("
)
_FORBIDDEN = ("script", "form", "input", "button", "link", "iframe", "object", "embed", "video", "audio", "base", "svg")
_LINKS = ("https", "http", "mailto")
_MEDIA = re.compile(r"@media (?:\((?:max-width: 480px|prefers-color-scheme: dark)\)|(?:not )?all) \{")


def check_letter_html(html: str, *, is_preview: bool = False) -> None:
    """Hold the HTML of a letter to the rules; links of the preview are paths."""
    assert len(html.encode()) <= MAX_BYTES, "Gmail cuts a long letter off"
    page = JustHTML(html, sanitize=False, collect_errors=True)
    assert not page.errors, f"HTML that mail programs must guess at: {page.errors}"
    elements = [element for element in page.query("*") if isinstance(element, Element)]
    assert [element.name for element in elements if element.name in _FORBIDDEN] == []
    assert not [name for element in elements for name in _of(element) if name.startswith("on")], "nothing runs"
    (root,) = page.query("html")
    assert isinstance(root, Element)
    assert {"lang", "dir"} <= set(_of(root)), "screen readers know its language and direction"
    assert len(page.query("h1")) == 1, "a letter has one headline"
    _check_styles(elements, is_preview=is_preview)
    _check_pictures(elements)
    _check_links(elements, is_preview=is_preview)
    for table in page.query("table"):
        assert isinstance(table, Element)
        assert _of(table).get("role") == "presentation", "screen readers do not count the cells of a layout"


def _check_styles(elements: list[Element], *, is_preview: bool) -> None:
    for element in elements:
        style = _of(element).get("style", "")
        assert not _NOT_UNDERSTOOD.search(style), f"mail programs do not understand {style}"
    kept = "".join(element.to_text() for element in elements if element.name == "style")
    assert not _NOT_UNDERSTOOD.search(kept), "nor in a style element"
    assert is_preview or "prefers-color-scheme: dark" in kept, "it is dark in the dark"
    outside = _MEDIA.sub("", re.sub(r"\{[^{}]*\}", "", kept))
    assert "@" not in outside, "a style element has only what cannot stand in the elements"
    assert not [element.name for element in elements if element.name in {"td", "p", "h1"} and not _has_style(element)]


def _has_style(element: Element) -> bool:
    return bool(_of(element).get("style"))


def _check_pictures(elements: list[Element]) -> None:
    for element in elements:
        if element.name == "img":
            attributes = _of(element)
            assert attributes.get("alt"), "the logo has the name of the shop where pictures are off"
            assert attributes.get("src", "").startswith("https://"), "over https"
            assert attributes.get("height") not in {None, "0", "1"}, "no tracking pixel"


def _check_links(elements: list[Element], *, is_preview: bool) -> None:
    for link in _links(elements):
        is_path = is_preview and link.startswith(("/preview/", "/merchant/"))
        assert is_path or urlsplit(link).scheme in _LINKS, f"a link that no mail program opens: {link}"


def _links(elements: list[Element]) -> Iterator[str]:
    yield from (_of(element).get("href", "") for element in elements if element.name == "a")


def _of(element: Element) -> dict[str, str]:
    return {name: value or "" for name, value in (element.attrs or {}).items()}
