"""The words of the page of one order: what letters told, what became of them and why, what was answered."""

from dataclasses import dataclass

from tracking.database.answers import AnswerRow
from tracking.database.merchant_history import HistoryRow
from tracking.i18n.text import Phrase, text
from tracking.merchant.bulk_letters import NoLetter
from tracking.merchant.history import in_words
from tracking.notices.codes import NoticeCode
from tracking.notices.order_letters import UNDONE, LetterState, OrderLetter
from tracking.notices.withheld import SENTENCES, Withheld
from tracking.order.answers import ROWS, AnswerKind
from tracking.order.vocabulary import Condition

NOTICE_PHRASES: dict[NoticeCode, Phrase] = {
    NoticeCode.NOT_SENT_YET: text("Not sent yet"),
    NoticeCode.YOU_CAN_HELP: text("The customer can help"),
    NoticeCode.DELAYED: text("Delayed"),
    NoticeCode.NEW_DATE: text("A new day"),
    NoticeCode.PROBLEM: text("A problem"),
    NoticeCode.BACK_ON_TRACK: text("Back on track"),
    NoticeCode.RETURN_NEWS: text("News of a return"),
    NoticeCode.PARTLY_SENT: text("Sent in part"),
    NoticeCode.SENT: text("Sent"),
    NoticeCode.OUT_FOR_DELIVERY: text("Out for delivery"),
    NoticeCode.READY: text("Ready for pickup"),
    NoticeCode.DELIVERED: text("Delivered"),
    NoticeCode.CANCELLED: text("Canceled"),
    NoticeCode.HOW_WAS_IT: text("How was it?"),
}
# Another release of the site may have written a code that this one does not know.
_UNKNOWN = text("Being updated")
_OWN = text("In your own words")
# Why a letter did not leave that the shop's people read without the names of settings.
WHY: dict[str, Phrase] = {
    **{reason.value: sentence for reason, sentence in SENTENCES.items()},
    UNDONE: text("it was taken back"),
    NoLetter.TEST_ORDER: text("it’s a test order"),
    NoLetter.SAME_WORDS: text("the same words went to this order within a day"),
    Withheld.NOT_WANTED: text("your settings, or what the customer wants, leave it out"),
    Withheld.NO_MAIL_SERVER: text("emails aren’t set up on this site"),
    Withheld.TEXT_SERVICE: text("the service for texts could not be used"),
    Withheld.CONSENT_HIDDEN: text("Shopify hides whether the customer takes marketing emails"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMark:
    """The state of a letter as color, icon and word."""

    tone: Condition
    icon: str
    word: Phrase


_STATES: dict[LetterState, StateMark] = {
    LetterState.WAITING: StateMark(tone=Condition.WAITING, icon="clock", word=text("Waits")),
    LetterState.SENT: StateMark(tone=Condition.DONE, icon="check", word=text("Sent to the customer")),
    LetterState.WITHHELD: StateMark(tone=Condition.WAITING, icon="pause", word=text("Not sent")),
    LetterState.FAILED: StateMark(tone=Condition.PROBLEM, icon="alert", word=text("Failed")),
}


def news_phrases(letter: OrderLetter) -> tuple[Phrase, ...]:
    """The news of the letter, in words."""
    return tuple(
        NOTICE_PHRASES[NoticeCode(code)] if code in set(NoticeCode) else _UNKNOWN for code in letter.codes
    ) or (_OWN,)


def state(letter: OrderLetter) -> StateMark:
    """The state of the letter."""
    return _STATES[letter.state]


def why(letter: OrderLetter) -> Phrase | None:
    """Why it was not sent, or waits."""
    return None if letter.state is LetterState.SENT else WHY.get(letter.why or "")


def act(done: HistoryRow) -> Phrase:
    """The action of the shop's people, in words."""
    return in_words(done.what)


def answer(given: AnswerRow) -> Phrase:
    """The customer's answer, in the words of the page."""
    return ROWS[AnswerKind(given.kind)].label if given.kind in set(AnswerKind) else _UNKNOWN
