"""The customer's next step, and the page for it."""

from tracking.carriers import Link
from tracking.i18n.text import Phrase, text
from tracking.order.missing import row_or_fallback
from tracking.order.policy import Policy
from tracking.order.reasons import reason_text
from tracking.order.status_types import Advice
from tracking.order.vocabulary import Condition, NextStep, Reason, Stage

_NOTHING = text("You don’t need to do anything.")

TEXTS: dict[NextStep, Phrase] = {
    NextStep.WAIT: _NOTHING,
    NextStep.TRACK: text("See the carrier’s page for the latest."),
    NextStep.PAY: text("Pay what’s still due, or contact us."),
    NextStep.CONTACT: text("Contact us with your order number."),
    NextStep.PRINT_LABEL: text("Print the return label and send the items back."),
    NextStep.SEND_BACK: text("Send the items back if you haven’t yet."),
    NextStep.PICK_UP: text("Bring the pickup code or an ID."),
    NextStep.ARRANGE_DELIVERY: text("Choose another time or place on the carrier’s page."),
    NextStep.CHECK_ADDRESS: text("Compare it with your confirmation email and tell us what to correct."),
    NextStep.RATE: text("Tell us what you think."),
}

_ON_THE_CARRIERS_PAGE = frozenset({NextStep.TRACK, NextStep.ARRANGE_DELIVERY})
WITH_THE_SHOP = frozenset({NextStep.CONTACT, NextStep.CHECK_ADDRESS, NextStep.SEND_BACK})
_RATED = frozenset({Stage.DELIVERED, Stage.PICKED_UP, Stage.COMPLETED})


def text_of(code: NextStep) -> Phrase:
    """The sentence of a next step."""
    return row_or_fallback(TEXTS, code, _NOTHING, content="words", module="tracking/order/advice.py")


def advice(
    stage: Stage, condition: Condition, reason: Reason | None, links: tuple[Link, ...], policy: Policy
) -> Advice:
    """Returns the next step of a parcel or of the whole order."""
    code = _code(stage, condition, reason, links, policy)
    action_text = reason_text(reason).action_text if reason else None
    default = text_of(code)
    return Advice(code=code, text=action_text or default, url=_url(code, links, policy))


def return_advice(condition: Condition, reason: Reason, label_url: str | None, policy: Policy) -> Advice:
    """Returns the next step of a return: to send it back, with its label where there is one, else by its reason."""
    code = _return_code(condition, reason, label_url)
    url = label_url if code is NextStep.PRINT_LABEL else _url(code, (), policy)
    default = text_of(code)
    return Advice(code=code, text=_ABOUT_A_RETURN if code is NextStep.CONTACT else default, url=url)


_ABOUT_A_RETURN = text("Contact us about your return, with your order number.")


def _return_code(condition: Condition, reason: Reason, label_url: str | None) -> NextStep:
    code = reason_text(reason).step
    if code is NextStep.SEND_BACK:
        if condition is Condition.ACTION_NEEDED:
            return NextStep.PRINT_LABEL if label_url else code
        code = NextStep.WAIT
    return NextStep.CONTACT if condition is Condition.PROBLEM else code


def payment_advice(code: NextStep, action_text: Phrase | None, policy: Policy) -> Advice:
    """Returns a next step that follows from the payment."""
    default = text_of(code)
    return Advice(code=code, text=action_text or default, url=_url(code, (), policy))


def _code(
    stage: Stage, condition: Condition, reason: Reason | None, links: tuple[Link, ...], policy: Policy
) -> NextStep:
    if condition is Condition.DONE and stage in _RATED and policy.review_url:
        return NextStep.RATE
    code = reason_text(reason).step if reason else NextStep.WAIT
    if code is NextStep.WAIT and condition is Condition.LATE:
        return NextStep.CONTACT
    can_track = any(link.url for link in links)
    if code in _ON_THE_CARRIERS_PAGE and not can_track:
        return NextStep.WAIT if condition in (Condition.FINE, Condition.WAITING) else NextStep.CONTACT
    if code is NextStep.WAIT and condition is Condition.FINE and can_track:
        return NextStep.TRACK
    return code


def _url(code: NextStep, links: tuple[Link, ...], policy: Policy) -> str | None:
    if code in _ON_THE_CARRIERS_PAGE:
        return next((link.url for link in links if link.url), None)
    if code in WITH_THE_SHOP:
        return policy.contact_url
    if code is NextStep.PAY:
        return policy.pay_url
    return policy.review_url if code is NextStep.RATE else None
