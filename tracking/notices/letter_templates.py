"""Renders the templates of letters, the merchant's before ours, and ours where the merchant's fail."""

import traceback
from collections.abc import Mapping
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, select_autoescape

from tracking.theming.brand_dir import UnreadableFolderError, is_template, read_folder
from tracking.theming.brand_status import BrandStatus, TemplateFailure


class LetterTemplates:
    """``folder`` has our templates, ``brand_dir`` is the merchant's folder; failures go to ``status``.

    No request is needed. The merchant's templates are read once: a later edit takes effect at the next start.
    """

    def __init__(self, folder: Path, brand_dir: Path | None = None, status: BrandStatus | None = None) -> None:
        self._status = status or BrandStatus()
        self._own = _read(brand_dir) if brand_dir else {}
        ours = FileSystemLoader(folder)
        self._ours = _environment(ours)
        own = FunctionLoader(self._source)
        self._environment = _environment(ChoiceLoader([own, ours])) if self._own else self._ours

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """Renders a template. Raises the exceptions of our own templates."""
        if self._environment is self._ours:
            return self._ours.get_template(name).render(values)
        try:
            return self._environment.get_template(name).render(values)
        except Exception as error:  # noqa: BLE001 - the customer gets the letter in any case
            letter = self._ours.get_template(name).render(values)
            self._status.record_failure(self._failure(error, name))
            return letter

    def _source(self, name: str) -> tuple[str, str, None] | None:
        found = self._own.get(name)
        return (found[0], str(found[1]), None) if found else None

    def _failure(self, error: Exception, name: str) -> TemplateFailure:
        """The last line of the merchant's in the traceback, else the template's name."""
        files = {str(path): own for own, (_, path) in self._own.items()}
        for frame, line in reversed([*traceback.walk_tb(error.__traceback__)]):
            if own := files.get(frame.f_code.co_filename):
                return TemplateFailure(f"templates/{own}", line, type(error).__name__)
        return TemplateFailure(f"templates/{name}", 0, type(error).__name__)


def _environment(loader: BaseLoader) -> Environment:
    return Environment(
        loader=loader, autoescape=select_autoescape(("html",)), trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )


def _read(brand_dir: Path) -> dict[str, tuple[str, Path]]:
    """The merchant's templates by name, each with its file.

    Unreadable files are left to web.branding, which stops the start of the site with a sentence about them.
    """
    try:
        found = read_folder(brand_dir / "templates", within=brand_dir).files
        return {
            name: (path.read_text("utf-8-sig", errors="replace"), path)
            for name, path in found.items()
            if is_template(name)
        }
    except (UnreadableFolderError, OSError):
        return {}
