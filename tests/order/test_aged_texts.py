import re
from dataclasses import replace
from datetime import date, timedelta

from tests.order.builders import english, policy
from tests.sampling import each_row
from tracking.i18n.localized_text import LocalizedText
from tracking.order.aged_texts import BOX_TEXTS, ROUTE_TEXTS, TEXTS, AgedText, aged_text
from tracking.order.ages import AGES, State
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.policy import Policy
from tracking.order.vocabulary import Condition, Reason, Route, Stage

DRAFT = ParcelDraft(
    route=Route.SHIP,
    stage=Stage.SHIPPED,
    condition=Condition.PROBLEM,
    reason=Reason.MAYBE_LOST,
    reached={},
    items=(),
    is_shipment=True,
    aged=State.LONG_SILENT,
    since=date(2026, 11, 3),
    since_last_event=timedelta(days=15),
)
OWN = LocalizedText((("", "We look for it with you."),))

# States whose sentences stand elsewhere: in reasons, and with waiting units, returns and refunds.
ELSEWHERE = {State.SILENT, State.PLANNED_DAY, State.RETURN_APPROVED, State.RETURN_ON_ITS_WAY, State.REFUNDED}

ROWS: list[AgedText] = [*TEXTS.values(), *ROUTE_TEXTS.values(), *BOX_TEXTS.values()]


def said(draft: ParcelDraft, boxes: int = 1, its_policy: Policy | None = None) -> str:
    words = aged_text(draft, boxes, its_policy or policy())
    assert words
    return english(words[1])


def test_every_state_of_a_shipment_has_words() -> None:
    assert TEXTS.keys() | ELSEWHERE == AGES.keys()


@each_row("row", ROWS)
def test_no_sentence_of_an_aged_state_is_in_the_present_tense(row: AgedText) -> None:
    present = r"(\b(is|are)|’s|’re) (on|being|waiting|bringing|packing|with the driver|out for delivery)\b"
    present += r"|\b(tries|try)\b|reports a\b"
    for phrase in (row.title, row.text):
        assert not re.search(present, phrase.message)
        assert phrase.message[0].isupper() or phrase.message.startswith("%(")


@each_row("row", ROWS)
def test_no_text_of_an_aged_state_says_its_title_again(row: AgedText) -> None:
    assert not row.text.message.startswith(row.title.message)


def test_words_hold_as_long_as_the_state() -> None:
    assert aged_text(replace(DRAFT, aged=None), 1, policy()) is None


def test_the_shop_s_own_words_on_lost_parcels_are_said_where_its_settings_say_so() -> None:
    assert said(DRAFT) == "It hasn’t been scanned for 15 days. Please contact us."
    assert said(DRAFT, its_policy=policy(lost_days=30, lost_policy=OWN)) == said(DRAFT)
    assert (
        said(DRAFT, its_policy=policy(lost_days=15, lost_policy=OWN))
        == "It hasn’t been scanned for 15 days. We look for it with you."
    )


@each_row(
    ("place", "held_until", "sentence"),
    [
        (None, None, "It’s been waiting for you since 2026-11-03 to 2026-11-03. Please don’t leave"),
        ("Lund", None, "It’s been waiting for you at Lund since 2026-11-03 to 2026-11-03. Please don’t leave"),
        (None, date(2026, 11, 20), "and is usually held until 2026-11-20 to 2026-11-20."),
        ("Lund", date(2026, 11, 20), "at Lund since 2026-11-03 to 2026-11-03, and is usually held until 2026-11-20"),
    ],
)
def test_the_last_call_names_no_day_that_is_not_known(
    place: str | None, held_until: date | None, sentence: str
) -> None:
    last_call = replace(
        DRAFT, reason=Reason.AT_PICKUP_POINT, aged=None, is_last_call=True, place=place, held_until=held_until
    )
    assert sentence in said(last_call)


@each_row(
    ("changes", "words"),
    [
        ({}, "The last update was on"),
        ({"stage": Stage.READY_FOR_PICKUP}, "It was ready for pickup on"),
        ({"stage": Stage.PREPARING}, "This part was packed"),
        ({"reason": Reason.RETURNING}, "the carrier was bringing it back"),
        ({"reason": Reason.NOT_DELIVERED}, "The carrier told us on"),
    ],
)
def test_an_archived_parcel_is_told_in_the_past_tense(changes: dict[str, object], words: str) -> None:
    archived = replace(DRAFT, aged=State.ARCHIVED, reason=Reason.SHOULD_HAVE_ARRIVED)
    assert words in said(replace(archived, **changes))  # type: ignore[arg-type]


def test_several_boxes_are_told_of_at_least_one() -> None:
    out = replace(DRAFT, aged=State.OUT_FOR_DELIVERY, reason=Reason.ESTIMATE_PASSED)
    assert said(out, boxes=3).startswith("At least one of them was out for delivery")
    assert said(replace(out, route=Route.PICKUP), boxes=3).startswith("It was due at your pickup place")


def test_an_attempt_of_the_shop_s_own_driver_is_none_of_a_carrier() -> None:
    tried = replace(DRAFT, route=Route.LOCAL_DELIVERY, reason=Reason.ATTEMPT_FAILED, aged=None)
    assert said(tried).startswith("Our driver tried to deliver it on 2026-11-03")
    assert aged_text(replace(tried, route=Route.SHIP), 1, policy()) is None


def test_several_silent_boxes_are_several_parcels() -> None:
    words = aged_text(replace(DRAFT, reason=Reason.STALLED, aged=State.SILENT), 3, policy())
    assert words
    assert english(words[0]) == "No news of your parcels"
