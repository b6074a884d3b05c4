"""Why news does not leave, or has not left yet: the reasons in the outbox, and what they say to a merchant."""

from enum import StrEnum

from tracking.database import restored
from tracking.i18n.text import text


class Withheld(StrEnum):
    """The code of a reason."""

    OVER = "over"
    NOT_WANTED = "not_wanted"
    STOPPED = "stopped"
    NO_ADDRESS = "no_address"
    REFUSED = "refused"
    ANSWERED = "answered"
    NO_CONSENT = "no_consent"
    CONSENT_HIDDEN = "consent_hidden"
    NO_MAIL_SERVER = "no_mail_server"
    NO_PHONE = "no_phone"
    NOT_BY_TEXT = "not_by_text"
    TOO_LATE = "too_late"
    RESTORED = restored.REASON
    # Of what is tried again, or was given up.
    MAIL_SERVER = "mail_server"
    TEXT_SERVICE = "text_service"
    REFUSED_NOW = "refused_now"
    NOT_WRITTEN = "not_written"
    SHOPIFY = "shopify"


SENTENCES = {
    Withheld.OVER: text("it was over before the letter left"),
    Withheld.NOT_WANTED: text("NOTICES, or what the customer wants, leaves it out"),
    Withheld.STOPPED: text("the customer has stopped these letters"),
    Withheld.NO_ADDRESS: text("the customer cannot be reached: the order shows no email address"),
    Withheld.REFUSED: text("the mail server refused the address for good"),
    Withheld.ANSWERED: text("the customer has told on the page how it was"),
    Withheld.NO_CONSENT: text("the customer has not subscribed to marketing mails in Shopify"),
    Withheld.CONSENT_HIDDEN: text(
        "Shopify hides whether the customer takes marketing mails: that needs read_customers"
    ),
    Withheld.NO_MAIL_SERVER: text("SMTP_URL is not set"),
    Withheld.NO_PHONE: text(
        "the customer cannot be reached: no text may go to the order's phone number, or it has none"
    ),
    Withheld.NOT_BY_TEXT: text("it is told in letters only, and the order is told by text"),
    Withheld.TOO_LATE: text("it waited for two days, and its words may no longer be true"),
    Withheld.RESTORED: text("it waited in a backup that was restored, and may have been told since"),
    Withheld.TEXT_SERVICE: text("the service of TEXT_URL could not be used"),
    Withheld.MAIL_SERVER: text("the mail server could not be used"),
    Withheld.REFUSED_NOW: text("the mail server refused it for now"),
    Withheld.NOT_WRITTEN: text("the letter could not be written: the log says why"),
    Withheld.SHOPIFY: text("Shopify could not be asked for the order"),
}
