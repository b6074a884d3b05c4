"""Files of BRAND_DIR that nothing uses, each with where it may belong."""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from jinja2 import Environment

from tracking.theming.brand_dir import BrandFiles
from tracking.web.brand_templates import Sources, parsed, references
from tracking.web.brand_texts import localized, spellings
from tracking.web.media_types import FONTS, PICTURES, SERVED, ending

_FOLDERS = ("static", "templates")
_PLACES = {
    **dict.fromkeys(PICTURES, "pictures belong in static/img/"),
    **dict.fromkeys(FONTS, "fonts belong in static/fonts/"),
    ".css": "styles belong in static/css/",
    ".html": "templates belong in templates/",
}
_PLACES_OF_FOLDERS = {"css": "static/css/", "img": "static/img/", "fonts": "static/fonts/", "brand": "templates/brand/"}


def beside(folder: Path) -> Iterator[str]:
    """What stands beside ``static`` and ``templates``."""
    for entry in sorted(folder.iterdir()):
        if entry.name in _FOLDERS or entry.name.startswith("."):
            continue
        if entry.is_dir():
            near = get_close_matches(entry.name, _FOLDERS, 1)
            place = _PLACES_OF_FOLDERS.get(entry.name) or (f"{near[0]}/" if near else None)
            yield _sentence(f"{entry.name}/", f"did you mean {place}?" if place else None)
        else:
            yield _sentence(entry.name, _PLACES.get(ending(entry.name)))


def of_templates(
    folder: BrandFiles, sources: Sources, environment: Environment, ours: Collection[str], languages: Iterable[str]
) -> Iterator[str]:
    """Templates whose name is none of ours, and that no template names that is used."""
    yield from (f"templates/{name} {why}" for name, why in folder.refused.items())
    spoken = {code for language in languages for code in spellings(language)}
    used, is_sure = _used(sources, environment, ours, spoken)
    for name in sorted(folder.files.keys() - used):
        text = localized(name)
        if text and f"brand/{text[0]}.html" in ours:
            yield _sentence(f"templates/{name}", f"the site speaks no language {text[1]!r}")
        elif is_sure or not name.endswith(".html"):
            near = get_close_matches(name, sorted(ours), 1)
            yield _sentence(f"templates/{name}", f"did you mean templates/{near[0]}?" if near else None)


def of_static(folder: BrandFiles, sources: Sources) -> Iterator[str]:
    """What is not served, and styles that no page loads."""
    yield from (f"static/{name} {why}" for name, why in folder.refused.items())
    written = "\n".join(source for source, _ in sources.sources.values())
    for name in sorted(folder.files):
        if ending(name) not in SERVED:
            yield f"static/{name} is not served: only {_listed(SERVED)} are"
        elif ending(name) == ".css" and not name.startswith("css/") and name not in written:
            yield _sentence(f"static/{name}", _PLACES[".css"])


def _used(
    sources: Sources, environment: Environment, ours: Collection[str], spoken: Collection[str]
) -> tuple[set[str], bool]:
    """What ours stand for and what these name in turn; and whether that is all that can be named."""
    own = set(sources.list_templates())
    waiting = [name for name in own if name in ours or _is_spoken(name, ours, spoken)]
    used: set[str] = set()
    is_sure = True
    while waiting:
        name = waiting.pop()
        if name in used:
            continue
        used.add(name)
        for reference in references(parsed(name, environment)):
            is_sure = is_sure and (bool(reference.names) or reference.is_chosen_by_us)
            waiting += [each for each in reference.names if each in own]
    return used, is_sure


def _is_spoken(name: str, ours: Collection[str], spoken: Collection[str]) -> bool:
    text = localized(name)
    return text is not None and f"brand/{text[0]}.html" in ours and text[1] in spoken


def _sentence(path: str, hint: str | None) -> str:
    return f"nothing uses {path}: {hint}" if hint else f"nothing uses {path}"


def _listed(endings: Iterable[str]) -> str:
    return ", ".join(sorted(endings))
