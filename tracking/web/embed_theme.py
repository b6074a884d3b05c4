"""The theme that a framing page requests for the widget: its color, and light or dark where it has only one."""

import re

from flask import request

from tracking.theming.embed_theme import SCHEMES, EmbedTheme
from tracking.web.surfaces import current_surface

_COLOR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")
_SHORT = len("rgb")


def requested_theme() -> EmbedTheme:
    """Returns the theme in the address of a frame; invalid values are left out."""
    if not current_surface().is_framed:
        return EmbedTheme()
    scheme = request.args.get("scheme")
    return EmbedTheme(color=_hex(request.args.get("color", "")), scheme=scheme if scheme in SCHEMES else None)


def _hex(color: str) -> str | None:
    found = _COLOR.fullmatch(color.lower())
    if found is None:
        return None
    digits = found[1]
    return "".join(digit * 2 for digit in digits) if len(digits) == _SHORT else digits
