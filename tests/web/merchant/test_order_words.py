from dataclasses import replace

from tests.database.test_answers import WAIT
from tests.fakes import NOW
from tests.order.builders import english
from tests.sampling import each_row
from tracking.database.answers import AnswerRow
from tracking.notices.codes import NoticeCode
from tracking.notices.order_letters import LetterState, OrderLetter
from tracking.notices.withheld import SENTENCES, Withheld
from tracking.web.merchant import order_words

LETTER = OrderLetter(codes=("delayed",), state=LetterState.WITHHELD, why="stopped", at=NOW)


@each_row("code", NoticeCode)
def test_every_code_has_words(code: NoticeCode) -> None:
    (told,) = order_words.news_phrases(replace(LETTER, codes=(code.value,)))
    assert english(told) != "Being updated"


def test_the_shops_own_letter_and_a_code_of_tomorrow_have_words_too() -> None:
    assert [english(each) for each in order_words.news_phrases(replace(LETTER, codes=()))] == ["In your own words"]
    assert [english(each) for each in order_words.news_phrases(replace(LETTER, codes=("of_tomorrow",)))] == [
        "Being updated"
    ]


def test_why_a_letter_did_not_leave_is_said_and_of_one_that_left_nothing() -> None:
    assert order_words.why(LETTER) == SENTENCES[Withheld.STOPPED]
    assert order_words.why(replace(LETTER, state=LetterState.SENT)) is None
    assert order_words.why(replace(LETTER, why="of_tomorrow")) is None
    undone = order_words.why(replace(LETTER, why="undone"))
    assert undone is not None
    assert english(undone) == "it was taken back"
    assert {order_words.state(replace(LETTER, state=each)).icon for each in LetterState} == {
        "clock",
        "check",
        "pause",
        "alert",
    }


def test_an_answer_is_said_in_the_words_of_the_page() -> None:
    given = AnswerRow(
        id=1,
        handled_at=None,
        state="sent",
        attempts=0,
        reason=None,
        **{name: getattr(WAIT, name) for name in ("order_id", "topic", "kind", "words", "at", "deadline", "letter")},
    )
    assert english(order_words.answer(given)) == "I’ll wait"
    assert english(order_words.answer(replace(given, kind="of_tomorrow"))) == "Being updated"
