from dataclasses import replace

import pytest

from tests import demo_orders
from tests.fakes import NOW, Clock
from tests.notices.letter_sites import SETTINGS, Mailbox, notices_of
from tracking.notices.codes import NoticeCode
from tracking.notices.letter_maker import LetterMaker
from tracking.notices.message import UnwritableAddressError
from tracking.notices.news import News
from tracking.security.stop_links import StopLinks
from tracking.settings import Settings

ORDER = demo_orders.orders()["stalled"]
NEWS = [News(NoticeCode.DELAYED, "", "stalled", NOW), News(NoticeCode.PROBLEM, "", "", NOW)]


@pytest.fixture
def maker() -> LetterMaker:
    made = notices_of(Settings.from_environ(SETTINGS), Clock(), Mailbox())
    assert made.email_channel
    return made.email_channel.letters


def test_a_letter_says_all_its_news_in_the_language_of_the_order_and_knows_its_stop(maker: LetterMaker) -> None:
    order = replace(ORDER, locale="de-AT")
    letter, message = maker.make(order, NEWS, email="ada@example.com", letter_id="a", now=NOW)
    assert (letter.language, letter.codes) == ("de", (NoticeCode.PROBLEM, NoticeCode.DELAYED))
    stop = str(message["List-Unsubscribe"]).strip("<>")
    token, _, query = stop.removeprefix("https://track.example.com/stop/").partition("?")
    link = StopLinks([SETTINGS["SECRET_KEY"]]).open(token)
    assert (link.order_id, query) == (order.id, "lang=de")
    assert link.address_hash
    assert stop in letter.text
    assert "https://track.example.com/order/" in letter.text
    assert (str(message["To"]), str(message["From"])) == ("ada@example.com", SETTINGS["MAIL_FROM"])


def test_the_name_of_a_letter_alone_makes_its_message_id(maker: LetterMaker) -> None:
    ids = [
        maker.make(ORDER, NEWS[:count], email=email, letter_id=letter_id, now=NOW)[1]["Message-ID"]
        for count, email, letter_id in ((1, "a@example.com", "a"), (2, "b@example.com", "a"), (1, "a@example.com", "b"))
    ]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("email", ["", "nobody", "a\r\nBcc: b@example.com"])
def test_invalid_address_is_refused(maker: LetterMaker, email: str) -> None:
    with pytest.raises(UnwritableAddressError):
        maker.make(ORDER, NEWS, email=email, letter_id="a", now=NOW)
