"""Every sentence of the site, collected from where it is written: ``text`` and ``counted``, and templates' ``_``."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parent.parent
KEYWORDS = {"text": None, "counted": (1, 2), "gettext": None, "_": None, "ngettext": (1, 2)}
METHODS = [("tracking/**.py", "python"), ("templates/**.html", "jinja2.ext.babel_extract")]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}


def collect() -> Catalog:
    """A template catalogue with every message id, its plural, and where it stands."""
    catalogue = Catalog(project="whereabouts", fuzzy=False)
    found = extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",))
    for file, line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalogue.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalogue


if __name__ == "__main__":
    messages = [message for message in collect() if message.id]
    print(f"{len(messages)} messages")
