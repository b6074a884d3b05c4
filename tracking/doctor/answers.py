"""Checks that somebody at the shop hears what customers answer."""

from collections.abc import Iterator

from tracking.doctor.finding import Finding
from tracking.services import Services
from tracking.settings.answer_choices import NONE

_TOPIC = "answers"


def check(services: Services) -> Iterator[Finding]:
    """Without mail, only a merchant who looks at the list does."""
    terms, mailbox = services.notices.answers, services.brand.support_email
    if services.settings.is_demo or terms.choices == (NONE,):
        return
    if terms.are_mailed(mailbox):
        yield Finding.ok(_TOPIC, "What customers answer on the page of a late order is mailed to the shop.")
    elif terms.has_mail:
        yield Finding.note(
            _TOPIC,
            "No mail tells the shop what customers answer: its address is not known.",
            "Set SUPPORT_EMAIL.",
        )
    elif terms.is_chosen:
        yield Finding.note(
            _TOPIC,
            "CHOICES is set, so customers may answer, and no mail tells the shop of it.",
            "Set SMTP_URL and MAIL_FROM, or look at `whereabouts answers` every day.",
        )
