from datetime import timedelta

from tests.order.builders import english, policy
from tests.sampling import each_row
from tracking.i18n.localized_text import LocalizedText
from tracking.i18n.text import Phrase, text
from tracking.order.policy import Policy
from tracking.order.policy_texts import (
    counts_as_lost,
    lost_answer,
    lost_parcel,
    wait_answer,
    with_mail,
    with_tracking_mail,
)
from tracking.order.vocabulary import Route, Stage

BODY = text("It hasn’t been sent yet.")
OWN = LocalizedText((("en", "We look for it."), ("sv", "Vi letar.")))


def said(phrase: Phrase | None) -> str | None:
    return english(phrase) if phrase else None


@each_row(
    ("route", "stage", "mail", "sentence"),
    [
        (Route.SHIP, Stage.PREPARING, "shipped", "We’ll email you when it’s sent."),
        (Route.PICKUP_POINT, Stage.PREPARING, "shipped", "We’ll email you when it’s sent."),
        (Route.LOCAL_DELIVERY, Stage.PREPARING, "local", "We’ll email you when it’s sent."),
        (Route.PICKUP, Stage.PREPARING, "pickup", "We’ll email you when it is."),
    ],
)
def test_mail_is_announced_only_where_it_is_known_to_be_sent(
    route: Route, stage: Stage, mail: str, sentence: str
) -> None:
    others = frozenset({"shipped", "local", "pickup", "delivered"}) - {mail}
    assert english(with_mail(BODY, route, stage, policy(shopify_mails=frozenset({mail})))).endswith(sentence)
    assert with_mail(BODY, route, stage, policy(shopify_mails=others)) == BODY
    assert with_mail(BODY, route, stage, policy()) == BODY


def test_stage_without_a_mail_announces_none() -> None:
    assert with_mail(BODY, Route.SHIP, Stage.SHIPPED, policy(shopify_mails=frozenset({"shipped"}))) == BODY


def test_tracking_number_comes_by_mail_only_where_it_is_known_to_be_sent() -> None:
    assert with_tracking_mail(BODY, policy()) == BODY
    told = with_tracking_mail(BODY, policy(shopify_mails=frozenset({"shipped"})))
    assert english(told).endswith("It’ll come by email, too.")


@each_row(("days", "lost_days", "is_lost"), [(21, 21, True), (20, 21, False), (365, None, False)])
def test_parcel_counts_as_lost_after_the_shops_days(days: int, lost_days: int | None, *, is_lost: bool) -> None:
    assert counts_as_lost(timedelta(days=days), policy(lost_days=lost_days)) is is_lost


@each_row(
    ("its_policy", "answer"),
    [
        (policy(), None),
        (policy(lost_days=1), "When it hasn’t been scanned for 1 day. Please contact us then."),
        (policy(lost_policy=OWN), "We look for it."),
        (policy(lost_policy=OWN, language="sv-SE"), "Vi letar."),
        (
            policy(lost_days=21, lost_policy=OWN),
            "When it hasn’t been scanned for 21 days. Please contact us then. We look for it.",
        ),
    ],
)
def test_answer_on_lost_parcels_is_what_the_settings_say(its_policy: Policy, answer: str | None) -> None:
    assert said(lost_answer(its_policy)) == answer


def test_text_of_a_lost_parcel_ends_with_the_shops_words_or_how_to_reach_it() -> None:
    assert english(lost_parcel(BODY, policy())).endswith("Please contact us.")
    assert english(lost_parcel(BODY, policy(lost_policy=OWN))).endswith("We look for it.")


def test_answer_on_waiting_is_the_shops() -> None:
    assert said(wait_answer(policy())) is None
    assert said(wait_answer(policy(wait_policy=OWN))) == "We look for it."
