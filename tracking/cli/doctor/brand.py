"""Checks that every file in BRAND_DIR is used, and that every page renders with it."""

from collections.abc import Iterator

from tracking.cli.doctor.finding import Finding
from tracking.services import Services

_ABOUT = "BRAND_DIR"


def check(parts: Services) -> Iterator[Finding]:
    """Render every kind of page once."""
    face = parts.brand_status
    if face.folder is None:
        yield Finding.ok(_ABOUT, "It is not set, so pages are made with our own templates.")
        return
    for sentence in face.unused_files:
        fix = "Move it, rename it, or take it out of BRAND_DIR; what is used there, the documents say."
        yield Finding.note(_ABOUT, f"{sentence.rstrip('?')}.", fix)
    was_whole = face.render_all_pages()
    for failure in face.failures:
        fix = "Mend it in BRAND_DIR and start the site again: until then customers see our own template."
        yield Finding.error(_ABOUT, f"A page cannot be made: {failure}.", fix)
    if not was_whole:
        words = "There was no time to make every kind of page."
        yield Finding.note(_ABOUT, words, "Run this again when this machine has less to do, or look at /preview.")
    elif not face.unused_files and not face.failures:
        yield Finding.ok(_ABOUT, "Every file is used, and every kind of page can be made.")
