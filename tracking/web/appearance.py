"""The merchant's face: name, logo, color, and a folder of templates and styles that come before ours."""

import logging
from pathlib import Path
from typing import cast

from flask import Flask, current_app
from jinja2 import ChoiceLoader, FileSystemLoader

from tracking.services import services
from tracking.settings import Settings
from tracking.web.accent import DEFAULT, accent
from tracking.web.assets import Assets
from tracking.web.look import asked_look
from tracking.web.surfaces import current_surface
from tracking.web.templating import offer

_PACKAGE = Path(__file__).parent.parent


def own_folder(name: str, package: Path = _PACKAGE) -> Path:
    """A folder of the project: inside the package where a wheel was installed, beside it in a checkout."""
    installed = package / name
    return installed if installed.is_dir() else package.parent / name


TEMPLATES, STATIC = own_folder("templates"), own_folder("static")

_KEY = "whereabouts.assets"

log = logging.getLogger(__name__)


def add_appearance(app: Flask, settings: Settings) -> None:
    """Give templates ``brand``, ``asset`` and what else they need, and let the merchant's own files go first."""
    overrides = settings.brand_dir
    folders = [overrides / "templates", TEMPLATES] if overrides else [TEMPLATES]
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    colors = accent(settings.brand_color or DEFAULT)
    for change in colors.changes if settings.brand_color else ():
        log.warning("BRAND_COLOR: %s", change)
    files = Assets(STATIC, colors, overrides=_existing(overrides / "static") if overrides else None)
    app.extensions[_KEY] = files
    app.jinja_env.globals |= {
        "asset": lambda name: f"{_site()}{files.url(name)}",
        "embedders": settings.embed_origins,
        "stylesheet": lambda: files.stylesheet(asked_look()),
    }
    offer(app, "brand", lambda: services().brand)
    offer(app, "look", asked_look)
    offer(app, "surface", current_surface)


def assets() -> Assets:
    """The files of the app that answers now."""
    return cast("Assets", current_app.extensions[_KEY])


def _site() -> str:
    """What stands before the paths of our files: in the shop's own pages, whole addresses."""
    return (services().settings.public_url or "") if current_surface().is_relayed else ""


def _existing(folder: Path) -> Path | None:
    return folder if folder.is_dir() else None
