"""The way to the shop: its help page, else a mail with the order's number, its state and the question filled in."""

from urllib.parse import quote

from flask import Flask, g

from tracking.i18n.text import Phrase, text
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import NextStep
from tracking.services import services
from tracking.web.localization import current_localizer

# The question by the next step.
_QUESTIONS = {
    NextStep.PAY: text("How can I pay for it?"),
    NextStep.CHECK_ADDRESS: text("This is the right address:"),
    NextStep.SEND_BACK: text("Where shall I send the items?"),
}
_QUESTION = text("My question:")


def add_contact_link(app: Flask) -> None:
    """Adds ``contact_url`` to the globals of templates."""
    app.jinja_env.globals["contact_url"] = contact_url


def set_contact_state(status: OrderStatus) -> None:
    """Sets the order of this request, and the state that a mail tells the shop."""
    g.contact_order = status.order
    g.contact_state = status.headline.title


def help_url() -> str | None:
    """Returns the address of the shop's help page, with the order of this request where there is one."""
    return services().brand.help_url(g.get("contact_order", ""))


def contact_url(order: str, step: NextStep = NextStep.CONTACT) -> str | None:
    """Returns the address of the shop's help page, else of the mail; None where the shop gave neither."""
    brand = services().brand
    if brand.support_url or not brand.support_email:
        return brand.help_url("" if _may_be_email(order) else order)
    state: Phrase | None = g.get("contact_state")
    return mail_url(brand.support_email, order, state, _QUESTIONS.get(step, _QUESTION))


def _may_be_email(order: str) -> bool:
    """Whether an email address was typed in place of the number: the address of a page never holds one."""
    return "@" in order and order != g.get("contact_order")


def mail_url(address: str, order: str, state: Phrase | None, question: Phrase) -> str:
    """Returns a mailto URL with subject and body: https://www.rfc-editor.org/rfc/rfc6068."""
    translate = current_localizer().translate
    subject = translate(text("Order %(order)s", order=order))
    url = f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}"
    if state is None:
        return url
    lines = (subject, translate(state), "", translate(question), "")
    return f"{url}&body={quote(chr(13) + chr(10), safe='').join(quote(line, safe='') for line in lines)}"
