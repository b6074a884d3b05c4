"""The values that a merchant tries in the preview: language, scheme, color, name and filter. It holds for one request.

Nothing is stored, and no other page reads these parameters: a customer's link cannot carry them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from flask import g, request

from tracking.order.vocabulary import Condition, Reason
from tracking.settings import parsers
from tracking.theming.embed_theme import SCHEMES, EmbedTheme
from tracking.web.localization import requested_language
from tracking.web.surfaces import color_digits

_CODES = {*Condition, *Reason}
_MAX_LENGTH = 100  # longer input is shown truncated


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewOptions:
    """``code`` is a condition or reason that the listed orders have.

    ``is_text``: letters are shown as text; ``is_framed``: the page is in the preview's frame.

    Invalid values are left out; ``errors`` has a sentence for each of them by parameter, and ``typed`` what was typed.
    """

    key: str | None = field(default=None, repr=False)
    language: str | None = None
    theme: EmbedTheme = field(default_factory=EmbedTheme)
    name: str | None = None
    code: str | None = None
    is_text: bool = False
    is_framed: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_request(cls) -> Self:
        """Reads the parameters of the request."""
        typed = {name: request.args.get(name, "").strip()[:_MAX_LENGTH] for name in ("color", "name")}
        scheme, code = request.args.get("scheme"), request.args.get("code")
        color, name = color_digits(typed["color"]), _label(typed["name"])
        errors = {
            "color": "This is not a color. Type it like #ffd400." if typed["color"] and not color else "",
            "name": "A name has at most 60 characters, without < and >." if typed["name"] and not name else "",
        }
        return cls(
            key=request.args.get("key"),
            language=requested_language(),
            theme=EmbedTheme(color=color, scheme=scheme if scheme in SCHEMES else None),
            name=name,
            code=code if code in _CODES else None,
            is_text=request.args.get("part") == "text",
            is_framed=request.args.get("framed") == "1",
            typed={**typed, "color": f"#{color}" if color else typed["color"]},
            errors={name: error for name, error in errors.items() if error},
        )

    def params(self) -> dict[str, str]:
        """Returns the query parameters of links that carry the options on."""
        params = {
            "lang": self.language,
            "color": self.theme.color,
            "scheme": self.theme.scheme,
            "name": self.name,
            "code": self.code,
            "part": "text" if self.is_text else None,
            "key": self.key,
            "framed": "1" if self.is_framed else None,
        }
        return {name: value for name, value in params.items() if value}

    def framed(self) -> "PreviewOptions":
        """Returns the options of the page in the frame."""
        return replace(self, is_framed=True)


def preview_options() -> PreviewOptions | None:
    """Returns the options that the page of this request is shown with; None outside of the preview."""
    options: PreviewOptions | None = g.get("preview")
    return options


def show_with(options: PreviewOptions) -> None:
    """Shows the page of this request with the options."""
    g.preview = options


def _label(name: str) -> str | None:
    try:
        return parsers.label(name)
    except ValueError:
        return None
