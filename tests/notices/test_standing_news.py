from tests.notices.letter_sites import LetterSite
from tracking.database import notice_preferences, notice_situations
from tracking.notices.codes import NoticeCode
from tracking.notices.standing_news import StandingNews, standing_news


def standing(site: LetterSite) -> StandingNews:
    with site.database.read() as transaction:
        return standing_news(transaction, site.notices.terms, site.clock())


def test_standing_news_is_counted_as_if_it_were_new(site: LetterSite) -> None:
    before = standing(site)
    site.cancel("#1001", "#1002")
    after = standing(site)
    assert after.codes[NoticeCode.CANCELLED] - before.codes[NoticeCode.CANCELLED] == 2
    assert after.letters >= 2
    site.clock.advance(days=3)
    assert standing(site).codes[NoticeCode.CANCELLED] == 0


def test_unwanted_and_unreadable_news_is_left_out(site: LetterSite) -> None:
    site.cancel("#1001", "#1002")
    with site.database.write() as transaction:
        notice_preferences.put(transaction, site.shopify.id_of("#1001"), "none", now=site.clock())
        notice_situations.put(transaction, site.shopify.id_of("#1002"), {"of": "another release"}, now=site.clock())
    assert standing(site).codes[NoticeCode.CANCELLED] == 0
