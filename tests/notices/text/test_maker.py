from dataclasses import replace

from tests.demo_orders import orders
from tests.fakes import NOW, Clock
from tests.notices.letters import LETTERHEAD, languages, news_of, policy, status_of
from tracking.notices.codes import NoticeCode
from tracking.notices.create import short_links
from tracking.notices.text.maker import TextMaker
from tracking.settings import Settings


def test_a_text_is_in_the_customers_language_with_a_link_that_opens_the_order(clock: Clock) -> None:
    links = short_links(Settings.from_environ({}), clock)
    maker = TextMaker(
        languages=languages(),
        policy=policy(),
        links=links,
        site="https://track.example.com",
        letterhead=lambda: LETTERHEAD,
    )
    order = replace(orders()["out-for-delivery"], locale="sv-SE")
    news = [news_of(status_of("out-for-delivery"), NoticeCode.OUT_FOR_DELIVERY)]
    message = maker.make(order, news, now=NOW)
    assert message.size.fits
    assert "Se eller stoppa" in message.words
    assert links.open(message.words.rpartition("/")[2]).order_id == order.id
