"""The merchant's face: name, logo, color, and a folder of templates and styles that come before ours."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from flask import Flask, current_app, g
from jinja2 import ChoiceLoader, FileSystemLoader

from tracking.services import Brand, services
from tracking.settings import Settings, SettingsError
from tracking.theming.brand_color import DEFAULT, brand_color
from tracking.theming.brand_dir import BrandFiles, read_folder
from tracking.theming.brand_status import BrandStatus
from tracking.web.assets import Assets
from tracking.web.brand_failures import failure
from tracking.web.brand_rehearsal import rehearse
from tracking.web.brand_templates import Sources, check, read_sources
from tracking.web.brand_texts import Texts
from tracking.web.brand_unused import beside, of_static, of_templates
from tracking.web.embed_theme import requested_theme
from tracking.web.language import languages
from tracking.web.localization import current_language
from tracking.web.surfaces import current_surface
from tracking.web.templating import Environment, offer

_PACKAGE = Path(__file__).parent.parent


def own_folder(name: str, package: Path = _PACKAGE) -> Path:
    """A folder of the project: inside the package where a wheel was installed, beside it in a checkout."""
    installed = package / name
    return installed if installed.is_dir() else package.parent / name


TEMPLATES, STATIC = own_folder("templates"), own_folder("static")

_KEY = "whereabouts.assets"
_MOST_WARNINGS = 20

log = logging.getLogger(__name__)


def add_appearance(app: Flask, settings: Settings, face: BrandStatus) -> None:
    """Give templates ``brand``, ``asset`` and what else they need, and let the merchant's own files go first.

    Raises SettingsError where one of them cannot be used.
    """
    overrides = settings.brand_dir
    colors = brand_color(settings.brand_color or DEFAULT)
    for change in colors.changes if settings.brand_color else ():
        log.warning("BRAND_COLOR: %s", change)
    files = Assets(STATIC, colors, overrides=_existing(overrides / "static") if overrides else None)
    app.extensions[_KEY] = files
    app.jinja_env.globals |= {
        "asset": lambda name: f"{_site()}{files.url(name)}",
        "embedders": settings.embed_origins,
        "stylesheet": lambda: files.stylesheet(requested_theme()),
    }
    offer(app, "brand", partial(_shown, _logo(settings.brand_logo_url, files)))
    offer(app, "look", requested_theme)
    offer(app, "surface", current_surface)
    _add_templates(app, overrides, face)


def assets() -> Assets:
    """The files of the app that answers now."""
    return cast("Assets", current_app.extensions[_KEY])


def is_fallback() -> bool:
    """Whether this answer was made with our own templates because the merchant's failed."""
    return bool(g.get("is_fallback"))


def _add_templates(app: Flask, overrides: Path | None, face: BrandStatus) -> None:
    """Compile the merchant's templates, and have ours at hand where they fail."""
    ours = FileSystemLoader(TEMPLATES)
    found = read_folder(overrides / "templates", within=overrides) if overrides else BrandFiles()
    sources = read_sources(found)
    texts = Texts(sources.list_templates())
    app.jinja_env.globals["own_words"] = lambda text: texts.templates(text, current_language().code)
    app.jinja_loader = ChoiceLoader([sources, ours])
    if overrides is None:
        return
    environment = cast("Environment", app.jinja_env)
    check(sources, environment)
    environment.fallback = environment.overlay(loader=ours)
    environment.on_failure = partial(_note, face, sources, environment)
    with app.app_context():
        offered = [*languages().offered]
    static = read_folder(overrides / "static", within=overrides)
    names = ours.list_templates()
    face.folder = overrides
    face.unused_files = (
        *beside(overrides),
        *of_templates(found, sources, environment, names, offered),
        *of_static(static, sources),
    )
    face.render_all_pages = partial(rehearse, app, texts.languages(offered))
    _warn(face.unused_files)


def _warn(unused: tuple[str, ...]) -> None:
    for sentence in unused[:_MOST_WARNINGS]:
        log.warning("BRAND_DIR: %s", sentence)
    if len(unused) > _MOST_WARNINGS:
        log.warning("BRAND_DIR: %d more files are not used: see flask doctor", len(unused) - _MOST_WARNINGS)


def _note(face: BrandStatus, sources: Sources, environment: Environment, error: Exception) -> None:
    g.is_fallback = True
    face.record_failure(failure(error, sources, environment, TEMPLATES))


def _logo(wanted: str | None, files: Assets) -> Callable[[], str | None]:
    """The address of the logo, where pages of this surface find it."""
    if wanted is None or wanted.startswith("https://"):
        return lambda: wanted
    if not files.is_own(wanted):
        raise SettingsError(
            f"BRAND_LOGO_URL names a picture that is not there: put it into BRAND_DIR as static/{wanted}."
        )
    return lambda: f"{_site()}{files.url(wanted)}"


def _shown(logo: Callable[[], str | None]) -> Brand:
    return replace(services().brand, logo_url=logo())


def _site() -> str:
    """What stands before the paths of our files: in the shop's own pages, whole addresses."""
    return (services().settings.public_url or "") if current_surface().is_relayed else ""


def _existing(folder: Path) -> Path | None:
    return folder if folder.is_dir() else None
