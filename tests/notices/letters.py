"""Letters about the orders of the demo store, made without a request."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.demo_orders import orders
from tests.fakes import NOW
from tests.tracing import untraced
from tracking import create_app
from tracking.i18n.catalogues import FOLDER, read_catalogues
from tracking.i18n.languages import Languages
from tracking.i18n.localized_text import LocalizedText
from tracking.notices.codes import NoticeCode
from tracking.notices.letter import Letter, LetterWriter
from tracking.notices.letter_templates import LetterTemplates
from tracking.notices.letterhead import Letterhead, LetterLinks
from tracking.notices.news import News
from tracking.order.policy import Policy
from tracking.order.status import order_status
from tracking.order.status_types import OrderStatus
from tracking.settings import Settings
from tracking.web.branding.setup import TEMPLATES

if TYPE_CHECKING:
    from tracking.services import Services

LINKS = LetterLinks(order="https://track.example.com/order/t0ken", stop="https://track.example.com/stop/t0ken")
LETTERHEAD = Letterhead(
    name="Harbor Goods",
    support_email="hello@example.com",
    footer_links=(("Imprint", "https://example.com/imprint"),),
    footer=LocalizedText((("en", "Harbor Goods Ltd\n3 Narrow Quay, Bristol"),)),
)


@cache
def policy() -> Policy:
    """The policy of the demo, with a way to the shop."""
    with untraced():
        services: Services = create_app(Settings.from_environ({})).extensions["whereabouts"]
    return services.policy


@cache
def languages() -> Languages:
    """The ten languages."""
    return Languages.offered_by(read_catalogues(FOLDER), (), "en")


@cache
def templates() -> LetterTemplates:
    """Our own."""
    return LetterTemplates(TEMPLATES)


@cache
def status_of(slug: str) -> OrderStatus:
    """The status of an order of the demo store."""
    return order_status(orders()[slug], NOW, policy())


def news(code: NoticeCode, part: str = "", earlier: date | None = None) -> News:
    """A piece of news that became true now."""
    return News(code, part, "", NOW, earlier)


def news_of(status: OrderStatus, code: NoticeCode) -> News:
    """News of the first parcel or return of an order, or of the order where it has none."""
    parts = status.returns if code is NoticeCode.RETURN_NEWS else status.parcels
    return news(code, next((part.id for part in parts), ""))


def write(
    status: OrderStatus,
    told: Sequence[News],
    *,
    locale: str | None = "en",
    letterhead: Letterhead = LETTERHEAD,
    brand_dir: Path | None = None,
) -> Letter:
    """The letter."""
    folder = LetterTemplates(TEMPLATES, brand_dir) if brand_dir else templates()
    writer = LetterWriter(folder, languages())
    return writer.write(told, status, locale=locale, letterhead=letterhead, links=LINKS, now=NOW)


def letter_of(slug: str, code: NoticeCode, locale: str | None = "en") -> Letter:
    """The letter that tells a code of an order of the demo store."""
    status = status_of(slug)
    return write(status, [news_of(status, code)], locale=locale)
