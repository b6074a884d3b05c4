"""The shop as its letters show it, and the links of a letter."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from tracking.i18n.localized_text import LocalizedText
from tracking.settings.parsers import ORDER
from tracking.theming.brand_color import DEFAULT, BrandColor, brand_color

# Mail programs do not show it.
_NOT_SHOWN = ".svg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The shop: its name, logo, color, and how to reach it, as its pages have them.

    ``footer`` is MAIL_FOOTER: the name and postal address of the sender. ``footer_links`` are names and addresses.
    """

    name: str
    home_url: str | None = None
    logo_url: str | None = None
    support_email: str | None = None
    support_url: str | None = None
    footer_links: tuple[tuple[str, str], ...] = ()
    footer: LocalizedText | None = None
    color: str = DEFAULT

    @property
    def colors(self) -> BrandColor:
        """The color as it fills buttons, and as text and lines."""
        return _colors(self.color)

    @property
    def picture_url(self) -> str | None:
        """The logo, where a mail program can show it: over https, and no SVG."""
        parts = urlsplit(self.logo_url or "")
        return self.logo_url if parts.scheme == "https" and not parts.path.lower().endswith(_NOT_SHOWN) else None

    def help_url(self, order: str) -> str | None:
        """The shop's help page, with the order number where SUPPORT_URL has a place for it."""
        return self.support_url and self.support_url.replace(ORDER, quote(order, safe="", errors="replace"))

    def contact_url(self, order: str) -> str | None:
        """The shop's help page, else its mailbox."""
        return self.help_url(order) or (self._mail_url(order))

    def _mail_url(self, order: str) -> str | None:
        """A mail that says which order it is about: https://www.rfc-editor.org/rfc/rfc6068 ."""
        if self.support_email is None:
            return None
        return f"mailto:{quote(self.support_email, safe='@')}?subject={quote(order, safe='', errors='replace')}"


_colors = lru_cache(maxsize=16)(brand_color)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLinks:
    """The signed links of a letter: to the page of the order, and to the page that stops its letters."""

    order: str
    stop: str
