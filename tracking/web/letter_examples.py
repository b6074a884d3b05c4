"""A letter for each code of a notice, of an order of the demo store, for the command that sends one of each."""

from tracking.notices.codes import NoticeCode
from tracking.notices.letter import Letter
from tracking.notices.letterhead import LetterLinks
from tracking.services import services
from tracking.web.authorization import demo_order
from tracking.web.preview_letters import EXAMPLES, example_letter


def letter_example(code: NoticeCode, links: LetterLinks) -> Letter | None:
    """The letter in the shop's own branding and default language."""
    site = services()
    snapshot = demo_order(EXAMPLES[code].slug)
    if snapshot is None:
        return None
    language = site.settings.default_language
    return example_letter(code, snapshot, locale=language, letterhead=site.letterhead, links=links)
