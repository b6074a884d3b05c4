import pytest
from flask import Flask

from tracking.notices.codes import NoticeCode
from tracking.notices.letterhead import LetterLinks
from tracking.web.letter_examples import letter_example

LINKS = LetterLinks(order="https://track.example.com", stop="https://track.example.com/stop/x")


@pytest.mark.parametrize("code", [NoticeCode.DELAYED, NoticeCode.RETURN_NEWS])
def test_a_code_has_a_letter(app: Flask, code: NoticeCode) -> None:
    with app.app_context():
        letter = letter_example(code, LINKS)
    assert letter
    assert letter.codes == (code,)
    assert LINKS.stop in letter.text
