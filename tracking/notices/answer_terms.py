"""Whether customers are asked anything, and what: only where somebody at the shop reads the answers."""

from dataclasses import dataclass
from datetime import timedelta

from tracking.order.answers import ASKED_FOR
from tracking.settings import Settings
from tracking.settings.answer_choices import CHOICES, DEFAULT, NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTerms:
    """``choices`` are those of a waiting customer.

    ``has_mail``: mail leaves this site. ``is_chosen``: the merchant has set CHOICES, and so knows of the answers also
    where no mail tells of them. ``asked_for``: so long after the arrival the customer is asked how it went, and never
    for longer than the answer is kept.
    """

    choices: tuple[str, ...]
    has_mail: bool
    is_chosen: bool
    asked_for: timedelta = ASKED_FOR

    def are_mailed(self, support_email: str | None) -> bool:
        """Whether answers are mailed to this address of the shop, so that a customer may be promised a day."""
        return self.has_mail and support_email is not None

    def are_taken(self, support_email: str | None) -> bool:
        """Whether customers are asked anything."""
        return self.choices != (NONE,) and (self.is_chosen or self.are_mailed(support_email))


def answer_terms(settings: Settings, *, has_mail: bool) -> AnswerTerms:
    """The terms of a site. In the demo every choice is offered: a visitor wants to see them."""
    return AnswerTerms(
        choices=settings.choices or (CHOICES if settings.is_demo else DEFAULT),
        has_mail=has_mail,
        is_chosen=settings.choices is not None,
        asked_for=min(ASKED_FOR, timedelta(days=settings.keep_days)),
    )
