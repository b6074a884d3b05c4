"""Checks that every file in BRAND_DIR is used, and that every page renders with it."""

from collections.abc import Iterator

from tracking.doctor.finding import Finding
from tracking.services import Services

_TOPIC = "BRAND_DIR"


def check(services: Services) -> Iterator[Finding]:
    """Render every kind of page once."""
    brand = services.branding
    if brand.folder is None:
        yield Finding.ok(_TOPIC, "It is not set, so pages are made with our own templates.")
        return
    for sentence in brand.unused_files:
        fix = "Move it, rename it, or take it out of BRAND_DIR; what is used there, the documents say."
        yield Finding.note(_TOPIC, f"{sentence.rstrip('?')}.", fix)
    is_complete = brand.render_all_pages()
    for failure in brand.failures:
        fix = "Mend it in BRAND_DIR and start the site again: until then customers see our own template."
        yield Finding.error(_TOPIC, f"A page cannot be made: {failure}.", fix)
    if not is_complete:
        message = "There was no time to make every kind of page."
        yield Finding.note(_TOPIC, message, "Run this again when this machine has less to do, or look at /preview.")
    elif not brand.unused_files and not brand.failures:
        yield Finding.ok(_TOPIC, "Every file is used, and every kind of page can be made.")
