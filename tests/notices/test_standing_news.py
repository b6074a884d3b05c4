from tests.notices.letter_sites import LetterSite
from tracking.database import notice_preferences, notice_situations
from tracking.notices.codes import NoticeCode
from tracking.notices.standing_news import StandingNews, standing_news


def standing(site: LetterSite) -> StandingNews:
    with site.database.read() as transaction:
        return standing_news(transaction, site.notices.terms, site.clock())


def test_what_is_so_now_is_counted_as_if_it_were_news(site: LetterSite) -> None:
    before = standing(site)
    site.cancel("#1001", "#1002")
    after = standing(site)
    assert after.codes[NoticeCode.CANCELLED] - before.codes[NoticeCode.CANCELLED] == 2
    assert after.letters >= 2
    site.clock.advance(days=3)
    assert standing(site).codes[NoticeCode.CANCELLED] == 0


def test_what_the_customer_wants_and_what_cannot_be_read_is_left_out(site: LetterSite) -> None:
    site.cancel("#1001", "#1002")
    with site.database.write() as transaction:
        notice_preferences.put(transaction, site.shopify.id_of("#1001"), "none", now=site.clock())
        notice_situations.put(transaction, site.shopify.id_of("#1002"), {"of": "another release"}, now=site.clock())
    assert standing(site).codes[NoticeCode.CANCELLED] == 0
