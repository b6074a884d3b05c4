"""Every sentence of the site, collected from where it is written: ``text`` and ``counted``, and templates' ``_``.

``python -m scripts.translations`` brings every catalogue up to date with them; ``… fi`` begins a new language.
"""

import sys
from collections.abc import Iterable, Iterator
from copy import deepcopy
from difflib import SequenceMatcher
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import denormalize, read_po, write_po

from tracking.settings.parsers import language as language_code

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tracking" / "translations"
KEYWORDS = {"text": None, "counted": (1, 2), "gettext": None, "_": None, "ngettext": (1, 2)}
# Here ``text`` reads a field of Shopify's JSON or is SQL, and the commands print English only.
METHODS = [
    ("tracking/cli/**.py", "ignore"),
    ("tracking/database/**.py", "ignore"),
    ("tracking/doctor/**.py", "ignore"),
    ("tracking/shopify/**.py", "ignore"),
    ("tracking/demo/**.py", "ignore"),
    ("tracking/**.py", "python"),
    ("templates/**.html", "jinja2.ext.babel_extract"),
]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
# All sentences, without a translation: by it the site tells which catalogues are complete.
TEMPLATE = "messages.pot"
# How alike an old sentence and a new one are, from 0 to 1, for the old translation to be of any help.
ALIKE = 0.6


def collect() -> Catalog:
    """A template catalogue with every message id, its plural, and the file it stands in."""
    catalogue = Catalog(project="tracking", fuzzy=False)
    found = extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",))
    for file, line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalogue.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalogue


def path_of(language: str, folder: Path = FOLDER) -> Path:
    """Where a language's catalogue lies."""
    return folder / language / "LC_MESSAGES" / "messages.po"


def update(language: str, sentences: Catalog, folder: Path = FOLDER) -> Catalog:
    """Bring one catalogue up to date with the sentences of the site.

    New ones are empty. One that was changed keeps its old translation as a hint (``#, fuzzy``, and the old sentence
    behind ``#|``), which is never shown. What is gone is dropped.
    """
    path = path_of(language, folder)
    catalogue = read(path, language) if path.exists() else Catalog(locale=language, fuzzy=False)
    hints = {message.id: list(message.previous_id) for message in catalogue if message.fuzzy}
    # Babel puts the template's own messages into a catalogue: each language needs copies, as hints are written there.
    catalogue.update(deepcopy(sentences), no_fuzzy_matching=True, update_creation_date=False)
    for message in catalogue:
        message.previous_id = hints.get(message.id, []) if message.fuzzy else []
    _give_hints(catalogue, [message for message in catalogue.obsolete.values() if any(_strings(message.string))])
    catalogue.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, catalogue)
    return catalogue


def read(path: Path, language: str) -> Catalog:
    """A catalogue with the old sentences behind its hints, which Babel takes for the translators' comments."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in catalogue:
        old = [comment for comment in message.user_comments if comment.startswith("|")]
        message.user_comments = [comment for comment in message.user_comments if not comment.startswith("|")]
        message.previous_id = _previous(old)
    return catalogue


def missing(catalogue: Catalog) -> list[Message]:
    """The sentences without a translation that may be shown."""
    return [message for message in catalogue if message.id and (message.fuzzy or not all(_strings(message.string)))]


def main(folder: Path = FOLDER) -> None:
    """Update all catalogues and the named ones, and print the number of missing translations."""
    begun = {_language(name) for name in sys.argv[1:]}
    sentences = collect()
    _write(folder / TEMPLATE, sentences, has_header=False)
    known = {path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.po")}
    for language in sorted(known | begun):
        catalogue = update(language, sentences, folder)
        hints = sum(message.fuzzy for message in missing(catalogue))
        wanting = f"{len(missing(catalogue))} to translate, {hints} of them with a hint (#, fuzzy)"
        print(f"{language}: {len(catalogue)} messages, {wanting}")


def _language(name: str) -> str:
    """The language as its folder is called; exits with one sentence where there is none of this name."""
    try:
        return language_code(name)
    except ValueError as error:
        sys.exit(f"{name!r} {error}. Nothing was written.")


def _give_hints(catalogue: Catalog, gone: list[Message]) -> None:
    """To each new sentence the translation of the one it is most like among those that are gone, each once."""
    new = [message for message in catalogue if message.id and not any(_strings(message.string))]
    for message, old in _closest(new, gone):
        message.string = old.string
        message.flags.add("fuzzy")
        # What was a hint already is the translation of a sentence that is even older.
        message.previous_id = list(old.previous_id) if old.fuzzy and old.previous_id else list(_strings(old.id))


def _closest(new: Iterable[Message], gone: Iterable[Message]) -> Iterator[tuple[Message, Message]]:
    pairs = [
        (SequenceMatcher(None, _strings(old.id)[0], _strings(message.id)[0]).ratio(), message, old)
        for message in new
        for old in gone
        if message.pluralizable == old.pluralizable
    ]
    taken: set[int] = set()
    for alike, message, old in sorted(pairs, key=lambda pair: pair[0], reverse=True):
        if alike >= ALIKE and taken.isdisjoint((id(message), id(old))):
            taken |= {id(message), id(old)}
            yield message, old


def _previous(comments: Iterable[str]) -> list[str]:
    """The sentence behind ``| msgid "…"``, its plural behind ``| msgid_plural "…"``; each may go on in more lines."""
    sentences: list[str] = []
    for comment in comments:
        keyword, quote, text = comment.removeprefix("|").strip().partition('"')
        if keyword:
            sentences.append(quote + text)
        elif sentences:
            sentences[-1] += f"\n{quote}{text}"
    return [denormalize(lines) for lines in sentences]


def _write(path: Path, catalogue: Catalog, *, has_header: bool = True) -> None:
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, no_location=True, omit_header=not has_header, include_previous=True)


def _strings(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, (tuple, list)) else (str(string or ""),)


if __name__ == "__main__":
    main()
