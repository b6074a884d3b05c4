"""Sentences in the shop's name, each only where one of the shop's settings says so.

Every other sentence of ``order`` says what is known and what the customer can do, and promises nothing.
"""

from datetime import date, timedelta

from tracking.i18n.localized_text import LocalizedText
from tracking.i18n.text import Days, Phrase, counted, joined, text
from tracking.order.policy import Policy
from tracking.order.vocabulary import Route, Stage

# The mail of Shopify that tells of the next stage: its code in SHOPIFY_MAILS, and the sentence for it.
_MAILS: dict[tuple[Route, Stage], tuple[str, Phrase]] = {
    (Route.SHIP, Stage.PREPARING): ("shipped", text("We’ll email you when it’s sent.")),
    (Route.PICKUP_POINT, Stage.PREPARING): ("shipped", text("We’ll email you when it’s sent.")),
    (Route.LOCAL_DELIVERY, Stage.PREPARING): ("local", text("We’ll email you when it’s sent.")),
    (Route.PICKUP, Stage.PREPARING): ("pickup", text("We’ll email you when it is.")),
}


def with_mail(body: Phrase, route: Route, stage: Stage, policy: Policy) -> Phrase:
    """The text of a stage, and that an email tells of the next one where Shopify sends it."""
    mail, sentence = _MAILS.get((route, stage), (None, None))
    if sentence is None or mail not in policy.shopify_mails:
        return body
    return joined(body, sentence)


def with_tracking_mail(body: Phrase, policy: Policy) -> Phrase:
    """The text about a tracking number, and that it comes by email where Shopify sends it."""
    if "shipped" not in policy.shopify_mails:
        return body
    return joined(body, text("It’ll come by email, too."))


def counts_as_lost(silence: timedelta, policy: Policy) -> bool:
    """Whether the shop counts a parcel as lost after so much time without a scan."""
    return policy.lost_days is not None and silence >= timedelta(days=policy.lost_days)


def lost_parcel(body: Phrase, policy: Policy) -> Phrase:
    """The text of a parcel that counts as lost, followed by what the shop says of lost parcels."""
    return joined(body, _own(policy.lost_policy, policy) or _WRITE)


_WRITE = text("Please contact us.")


LOST_QUESTION = text("When does a parcel count as lost?")


def lost_answer(policy: Policy) -> Phrase | None:
    """When a parcel counts as lost, and what happens then, as far as the settings say so."""
    days = lost_days_sentence(policy)
    words = _own(policy.lost_policy, policy)
    if days and words:
        return joined(days, words)
    return days or words


def lost_days_sentence(policy: Policy) -> Phrase | None:
    """When a parcel counts as lost."""
    if policy.lost_days is None:
        return None
    return counted(
        "When it hasn’t been scanned for %(count)s day. Please contact us then.",
        "When it hasn’t been scanned for %(count)s days. Please contact us then.",
        policy.lost_days,
    )


def wait_answer(policy: Policy) -> Phrase | None:
    """The shop's own words to customers who do not want to wait."""
    return _own(policy.wait_policy, policy)


def pickup_hours(policy: Policy) -> Phrase | None:
    """The shop's own words under its counter."""
    return _own(policy.pickup_hours, policy)


def _own(words: LocalizedText | None, policy: Policy) -> Phrase | None:
    return text("%(words)s", words=words.in_language(policy.language)) if words else None


def handling_time(route: Route, until: date, policy: Policy) -> Phrase:
    """By when units that wait usually leave or are ready: only where the shop has set its handling time."""
    days, last = policy.handling_days, Days(until, until)
    if route is Route.PICKUP:
        return counted(
            "It’s usually ready within %(count)s working day: by %(day)s.",
            "It’s usually ready within %(count)s working days: by %(day)s.",
            days,
            day=last,
        )
    return counted(
        "We usually send within %(count)s working day: by %(day)s.",
        "We usually send within %(count)s working days: by %(day)s.",
        days,
        day=last,
    )
