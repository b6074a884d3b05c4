import pytest
from flask import Flask

from tests.notices.letters import LETTERHEAD, LINKS
from tracking.demo import examples
from tracking.notices.codes import NoticeCode
from tracking.web.authorization import demo_order
from tracking.web.preview_letters import EXAMPLES, example_letter


def test_every_code_has_an_example() -> None:
    assert list(EXAMPLES) == list(NoticeCode)
    assert {example.slug for example in EXAMPLES.values()} <= {example.slug for example in examples()}


@pytest.mark.parametrize(
    ("code", "subject"),
    [
        (NoticeCode.NEW_DATE, "New delivery date: "),
        (NoticeCode.RETURN_NEWS, "Your return was refunded"),
        (NoticeCode.PARTLY_SENT, "Part of your order is on its way · Arrives "),
        (NoticeCode.CANCELLED, "Your order was canceled"),
    ],
)
def test_example_tells_its_code(app: Flask, code: NoticeCode, subject: str) -> None:
    with app.test_request_context("/preview"):
        snapshot = demo_order(EXAMPLES[code].slug)
        assert snapshot
        letter = example_letter(code, snapshot, locale=None, letterhead=LETTERHEAD, links=LINKS)
    assert letter.codes == (code,)
    assert letter.subject.startswith(subject)


def test_new_date_names_the_earlier_one(app: Flask) -> None:
    with app.test_request_context("/preview"):
        snapshot = demo_order("estimate-changed")
        assert snapshot
        letter = example_letter(NoticeCode.NEW_DATE, snapshot, locale="sv", letterhead=LETTERHEAD, links=LINKS)
    assert "Tidigare beräknat: " in letter.text
