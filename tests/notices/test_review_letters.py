"""The letter that asks how it was goes only to customers who take marketing mails."""

from dataclasses import replace

import pytest

from tests.fakes import Clock, Shopify, harbor_goods
from tests.notices.letter_sites import LetterSite
from tests.sampling import spread
from tests.worker.sites import work
from tracking.database import Database, answers
from tracking.database.answers import NewAnswer
from tracking.demo import ALL_SCOPES
from tracking.order.answers import AnswerTopic

NAME = "#1003"  # delivered yesterday
WITH_CUSTOMERS = ALL_SCOPES | {"read_customers"}


def site_with(database: Database, state: str, *, scopes: frozenset[str], notices: str) -> LetterSite:
    clock = Clock()
    (order,) = (each for each in harbor_goods().orders if each["name"] == NAME)
    customer = {"defaultEmailAddress": {"emailAddress": order["email"], "marketingState": state}}
    store = replace(harbor_goods(), orders=[{**order, "customer": customer}], scopes=scopes)
    return LetterSite(database, shopify=Shopify(store, clock), clock=clock, settings={"NOTICES": notices})


def after_a_week(site: LetterSite) -> list[tuple[str, str, str | None]]:
    for days in (3, 3, 1):
        site.clock.advance(days=days)
        work(site.worker)
    site.write_letters(hours=1)
    return site.states(NAME)


@pytest.mark.parametrize(
    ("state", "scopes", "became"),
    [
        ("SUBSCRIBED", WITH_CUSTOMERS, ("sent", None)),
        ("UNSUBSCRIBED", WITH_CUSTOMERS, ("withheld", "no_consent")),
        ("SUBSCRIBED", ALL_SCOPES, ("withheld", "consent_hidden")),
    ],
)
def test_a_review_is_asked_of_subscribers_only(
    database: Database, state: str, scopes: frozenset[str], became: tuple[str, str | None]
) -> None:
    site = site_with(database, state, scopes=scopes, notices="+how_was_it")
    assert after_a_week(site) == [("how_was_it", *became)]
    assert site.mailbox.codes == ["how_was_it"] * (became[0] == "sent")


@pytest.mark.parametrize("kind", spread(3, ["went_well", "went_badly", "not_received"]))
def test_customer_who_said_how_it_was_is_not_asked_again(database: Database, kind: str) -> None:
    site = site_with(database, "SUBSCRIBED", scopes=WITH_CUSTOMERS, notices="+how_was_it")
    answer = NewAnswer(
        order_id=site.shopify.id_of(NAME),
        topic=AnswerTopic.ARRIVAL,
        kind=kind,
        words="",
        at=site.clock(),
        deadline=site.clock().date(),
        letter="1",
    )
    with database.write() as transaction:
        answers.put(transaction, answer)
    assert after_a_week(site) == [("how_was_it", "withheld", "answered")]
    assert site.mailbox.codes == []


def test_shops_that_ask_for_no_reviews_do_not_ask_shopify_for_the_consent(database: Database) -> None:
    site = LetterSite(database)
    site.cancel("#1001")
    site.write_letters(minutes=10)
    assert site.mailbox.codes == ["cancelled"]
    assert site.shopify.calls["MarketingConsent"] == 0
