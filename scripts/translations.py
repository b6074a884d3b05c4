"""Every sentence of the site, collected from where it is written: ``text`` and ``counted``, and templates' ``_``.

``python -m scripts.translations`` brings every catalogue up to date with them; ``… fi`` begins a new language.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tracking" / "translations"
KEYWORDS = {"text": None, "counted": (1, 2), "gettext": None, "_": None, "ngettext": (1, 2)}
# The rooms that speak to Shopify say nothing to people: their ``text`` is a field of its JSON.
METHODS = [
    ("tracking/shopify/**.py", "ignore"),
    ("tracking/demo/**.py", "ignore"),
    ("tracking/**.py", "python"),
    ("templates/**.html", "jinja2.ext.babel_extract"),
]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}


def collect() -> Catalog:
    """A template catalogue with every message id, its plural, and the file it stands in."""
    catalogue = Catalog(project="tracking", fuzzy=False)
    found = extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",))
    for file, line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalogue.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalogue


def path_of(language: str) -> Path:
    """Where a language's catalogue lies."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def update(language: str) -> Catalog:
    """Bring one catalogue up to date: new sentences are empty, those that are gone are dropped."""
    path = path_of(language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    else:
        catalogue = Catalog(locale=language, fuzzy=False)
    catalogue.update(collect(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, no_location=True, omit_header=False, sort_output=False)
    return catalogue


def main() -> None:
    """Update all catalogues and those that are named, and say what is missing."""
    known = {path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po")}
    for language in sorted(known | set(sys.argv[1:])):
        catalogue = update(language)
        missing = [message for message in catalogue if message.id and not all(_strings(message.string))]
        print(f"{language}: {len(catalogue)} messages, {len(missing)} to translate")


def _strings(string: object) -> tuple[object, ...]:
    return string if isinstance(string, tuple) else (string,)


if __name__ == "__main__":
    main()
