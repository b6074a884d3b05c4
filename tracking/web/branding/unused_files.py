"""Finds files of BRAND_DIR that nothing uses, and suggests a place for each."""

import os
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from jinja2 import Environment

from tracking.theming.brand_dir import BrandFiles
from tracking.web.branding.media_types import FONTS, PICTURES, SERVED, suffix
from tracking.web.branding.templates import TemplateSources, parse, references
from tracking.web.branding.texts import localized, spellings

_FOLDERS = ("static", "templates")
_PLACES = {
    **dict.fromkeys(PICTURES, "pictures belong in static/img/"),
    **dict.fromkeys(FONTS, "fonts belong in static/fonts/"),
    ".css": "styles belong in static/css/",
    ".html": "templates belong in templates/",
}
_PLACES_OF_FOLDERS = {"css": "static/css/", "img": "static/img/", "fonts": "static/fonts/", "brand": "templates/brand/"}


def unused_entries(folder: Path) -> Iterator[str]:
    """Yields a sentence for each entry beside ``static`` and ``templates``."""
    for entry in sorted(folder.iterdir()):
        if entry.name in _FOLDERS or entry.name.startswith("."):
            continue
        if os.path.isdir(entry):  # noqa: PTH112 - Path.is_dir raises where it may not look
            matches = get_close_matches(entry.name, _FOLDERS, 1)
            place = _PLACES_OF_FOLDERS.get(entry.name) or (f"{matches[0]}/" if matches else None)
            yield _sentence(f"{entry.name}/", f"did you mean {place}?" if place else None)
        else:
            yield _sentence(entry.name, _PLACES.get(suffix(entry.name)))


def unused_templates(
    folder: BrandFiles,
    sources: TemplateSources,
    environment: Environment,
    ours: Collection[str],
    languages: Iterable[str],
) -> Iterator[str]:
    """Yields a sentence for each template that neither overrides one of ours nor is referenced by a used one."""
    yield from (f"templates/{name} {why}" for name, why in folder.refused.items())
    offered = {code for language in languages for code in spellings(language)}
    used, is_sure = _used(sources, environment, ours, offered)
    for name in sorted(folder.files.keys() - used):
        text = localized(name)
        if text and f"brand/{text[0]}.html" in ours:
            yield _sentence(f"templates/{name}", f"the site speaks no language {text[1]!r}")
        elif is_sure or not name.endswith(".html"):
            matches = get_close_matches(name, sorted(ours), 1)
            yield _sentence(f"templates/{name}", f"did you mean templates/{matches[0]}?" if matches else None)


def unused_static_files(folder: BrandFiles, sources: TemplateSources) -> Iterator[str]:
    """Yields a sentence for each file that is not served, and for each stylesheet that no page loads."""
    yield from (f"static/{name} {why}" for name, why in folder.refused.items())
    written = "\n".join(source for source, _ in sources.sources.values())
    for name in sorted(folder.files):
        if suffix(name) not in SERVED:
            yield f"static/{name} is not served: only {_listed(SERVED)} are"
        elif suffix(name) == ".css" and not name.startswith("css/") and name not in written:
            yield _sentence(f"static/{name}", _PLACES[".css"])


def _used(
    sources: TemplateSources, environment: Environment, ours: Collection[str], offered: Collection[str]
) -> tuple[set[str], bool]:
    """Returns the templates that are used, and whether every reference could be resolved."""
    own = set(sources.list_templates())
    waiting = [name for name in own if name in ours or _is_offered_text(name, ours, offered)]
    used: set[str] = set()
    is_sure = True
    while waiting:
        name = waiting.pop()
        if name in used:
            continue
        used.add(name)
        for reference in references(parse(name, environment)):
            is_sure = is_sure and (bool(reference.names) or reference.is_chosen_by_us)
            waiting += [each for each in reference.names if each in own]
    return used, is_sure


def _is_offered_text(name: str, ours: Collection[str], offered: Collection[str]) -> bool:
    text = localized(name)
    return text is not None and f"brand/{text[0]}.html" in ours and text[1] in offered


def _sentence(path: str, hint: str | None) -> str:
    return f"nothing uses {path}: {hint}" if hint else f"nothing uses {path}"


def _listed(endings: Iterable[str]) -> str:
    return ", ".join(sorted(endings))
