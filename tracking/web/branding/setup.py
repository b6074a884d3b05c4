"""Adds the merchant's branding to the app: name, logo, color, and the templates and static files of BRAND_DIR."""

import json
import logging
import os
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from flask import Flask, current_app, g
from jinja2 import ChoiceLoader, FileSystemLoader

from tracking.running.commands import command
from tracking.services import Brand, services
from tracking.settings import Settings, SettingsError
from tracking.theming.brand_color import DEFAULT, brand_color
from tracking.theming.brand_dir import BrandFiles, UnreadableFolderError, read_folder
from tracking.theming.brand_status import BrandStatus
from tracking.web.branding.assets import Assets
from tracking.web.branding.template_check import render_every_page
from tracking.web.branding.template_failures import template_failure
from tracking.web.branding.templates import TemplateSources, check_templates, read_sources
from tracking.web.branding.texts import Texts
from tracking.web.branding.unused_files import unused_entries, unused_static_files, unused_templates
from tracking.web.contact_link import help_url
from tracking.web.localization import current_language, languages
from tracking.web.preview_options import preview_options
from tracking.web.surfaces import current_surface, leaves_out, requested_theme
from tracking.web.templating import Environment, add_template_global

_PACKAGE = Path(__file__).parents[2]


def project_folder(name: str, package: Path = _PACKAGE) -> Path:
    """Returns a folder of the project: inside the package of an installed wheel, beside it in a checkout."""
    installed = package / name
    return installed if installed.is_dir() else package.parent / name


TEMPLATES, STATIC = project_folder("templates"), project_folder("static")

_KEY = "whereabouts.assets"
_OWN = "whereabouts.own_templates"
_MAX_WARNINGS = 20
# The title that static/embed.js gives the frame until the frame says its own, and a link in its place: as it is there.
_EMBED_TITLE = "Track your order"
_EMBED_TITLES = f'{{ "": "{_EMBED_TITLE}" }}'
# Languages that a page may call by another name than we do.
_ALIASES = {"nb": ("no", "nn")}

log = logging.getLogger(__name__)


def add_branding(app: Flask, settings: Settings, report: BrandStatus) -> None:
    """Adds ``brand``, ``asset`` and the other globals of templates, and the merchant's files before ours.

    Raises SettingsError where a file cannot be used.
    """
    try:
        _add_branding(app, settings, report)
    except UnreadableFolderError as error:
        raise SettingsError(
            f"BRAND_DIR: {error} cannot be read: give the user who runs the site access to it, as `chmod -R a+rX` does."
        ) from None


def _add_branding(app: Flask, settings: Settings, report: BrandStatus) -> None:
    overrides = settings.brand_dir
    colors = brand_color(settings.brand_color or DEFAULT)
    for change in colors.changes if settings.brand_color else ():
        log.warning("BRAND_COLOR: %s", change)
    files = Assets(
        STATIC,
        colors,
        overrides=_folder_or_none(overrides / "static") if overrides else None,
        texts={_EMBED_TITLES: json.dumps(_embed_titles(app), ensure_ascii=False)},
    )
    app.extensions[_KEY] = files
    app.jinja_env.globals |= {
        "asset": lambda name: f"{_asset_origin()}{files.url(name)}",
        "icon": files.icon,
        "embedders": settings.embed_origins,
        "leaves_out": leaves_out,
        "inline_style": lambda: files.inline_style(requested_theme()),
        "stylesheet": lambda: files.stylesheet(requested_theme()),
    }
    add_template_global(app, "brand", partial(_current_brand, _logo(settings.brand_logo_url, files)))
    add_template_global(app, "theme", requested_theme)
    add_template_global(app, "surface", current_surface)
    _add_templates(app, overrides, report)


def assets() -> Assets:
    """Returns the static files of the current app."""
    return cast("Assets", current_app.extensions[_KEY])


def own_templates(app: Flask) -> Collection[str]:
    """Returns the names of the merchant's templates."""
    return cast("Collection[str]", app.extensions[_OWN])


def is_fallback() -> bool:
    """Whether this response was rendered with our own templates because the merchant's failed."""
    return bool(g.get("is_fallback"))


def _embed_titles(app: Flask) -> dict[str, str]:
    """By the first part of a language's code; by "" in the default language."""
    with app.app_context():
        known = languages()
    titles = {"": known.catalogues[known.default].gettext(_EMBED_TITLE)}
    for code in known.offered:
        for name in (code.partition("-")[0], *_ALIASES.get(code, ())):
            titles.setdefault(name, known.catalogues[code].gettext(_EMBED_TITLE))
    return titles


def _add_templates(app: Flask, overrides: Path | None, report: BrandStatus) -> None:
    """Adds the merchant's templates, with ours as the fallback."""
    ours = FileSystemLoader(TEMPLATES)
    found = read_folder(overrides / "templates", within=overrides) if overrides else BrandFiles()
    sources = read_sources(found)
    app.extensions[_OWN] = frozenset(sources.list_templates())
    with app.app_context():
        offered = [*languages().offered]
    texts = Texts(sources.list_templates(), offered)
    app.jinja_env.globals["own_words"] = lambda text: texts.templates(text, current_language().code)
    app.jinja_loader = ChoiceLoader([sources, ours])
    if overrides is None:
        return
    environment = cast("Environment", app.jinja_env)
    check_templates(sources, environment)
    environment.fallback = environment.overlay(loader=ours)
    environment.on_failure = partial(_record_failure, report, sources, environment)
    static = read_folder(overrides / "static", within=overrides)
    names = ours.list_templates()
    report.folder = overrides
    report.unused_files = (
        *unused_entries(overrides),
        *unused_templates(found, sources, environment, names, offered),
        *unused_static_files(static, sources),
    )
    report.render_all_pages = partial(render_every_page, app, texts.languages)
    _warn(report.unused_files)


def _warn(unused: tuple[str, ...]) -> None:
    for sentence in unused[:_MAX_WARNINGS]:
        log.warning("BRAND_DIR: %s", sentence)
    if len(unused) > _MAX_WARNINGS:
        more = len(unused) - _MAX_WARNINGS
        log.warning("BRAND_DIR: %d more files are not used: see `%s`", more, command("doctor"))


def _record_failure(report: BrandStatus, sources: TemplateSources, environment: Environment, error: Exception) -> None:
    g.is_fallback = True
    report.record_failure(template_failure(error, sources, environment, TEMPLATES))


def _logo(setting: str | None, files: Assets) -> Callable[[], str | None]:
    """Returns a function that returns the address of the logo on the surface of the request."""
    if setting is None or setting.startswith("https://"):
        return lambda: setting
    if not files.is_own(setting):
        raise SettingsError(
            f"BRAND_LOGO_URL names a picture that is not there: put it into BRAND_DIR as static/{setting}."
        )
    return lambda: f"{_asset_origin()}{files.url(setting)}"


def _current_brand(logo: Callable[[], str | None]) -> Brand:
    brand, preview = replace(services().brand, logo_url=logo(), support_url=help_url()), preview_options()
    return replace(brand, name=preview.name) if preview and preview.name else brand


def _asset_origin() -> str:
    """Returns the origin of our files: PUBLIC_URL in the shop's own pages, else nothing."""
    return (services().settings.public_url or "") if current_surface().is_relayed else ""


def _folder_or_none(folder: Path) -> Path | None:
    return folder if os.path.isdir(folder) else None  # noqa: PTH112 - Path.is_dir raises where it may not look
