from dataclasses import replace

import pytest

from tests.fakes import NOW
from tests.merchant.rows import row
from tests.sampling import each_row
from tracking.carriers.link import Link, LinkEvidence
from tracking.merchant import row_words
from tracking.merchant.needs import Need, NeedCode
from tracking.merchant.order_row import RowAnswer
from tracking.merchant.row_causes import ANSWERED
from tracking.merchant.row_words import RowProgress
from tracking.order.answers import AnswerKind
from tracking.order.reasons import NOTHING_TO_DO, REASONS
from tracking.order.vocabulary import Condition, Reason


def test_every_condition_has_a_word_and_an_icon_of_its_own() -> None:
    states = [row_words.state(row(condition=condition.value)) for condition in Condition]
    assert len({state.word.message for state in states}) == len({state.icon for state in states}) == len(Condition)


def test_a_canceled_order_is_neither_good_nor_bad() -> None:
    state = row_words.state(row(stage="cancelled", condition="done"))
    assert (state.tone, state.icon, state.word.message) == ("waiting", "cross", "Canceled")


def test_codes_of_another_release_are_shown_as_something_general() -> None:
    unknown = row(stage="teleported", condition="puzzled", route="tunnel")
    assert row_words.state(unknown).word.message == row_words.stage(unknown).message == "Being updated"
    assert row_words.progress(unknown) is None
    assert row_words.route(unknown) is None
    assert row_words.answer(RowAnswer(kind="sing", at=NOW, handled=False)).message == "Being updated"


@pytest.mark.parametrize(
    ("route", "stage", "expected"),
    [
        ("ship", "ordered", RowProgress(at=1, of=6)),
        ("ship", "delivered", RowProgress(at=6, of=6)),
        ("pickup", "ready_for_pickup", RowProgress(at=4, of=5)),
        ("in_store", "completed", None),
        ("cancelled", "cancelled", None),
        ("pickup", "shipped", None),
        (None, "shipped", None),
    ],
)
def test_progress_counts_the_steps_of_the_route(route: str | None, stage: str, expected: RowProgress | None) -> None:
    assert row_words.progress(row(route=route, stage=stage)) == expected


def test_only_an_unusual_route_is_named() -> None:
    assert row_words.route(row(route="ship")) is None
    assert (named := row_words.route(row(route="pickup"))) is not None
    assert named.message == "Pickup at the shop"


@each_row("kind", AnswerKind)
def test_an_answer_is_said_as_the_customer_has_read_it(kind: AnswerKind) -> None:
    assert row_words.answer(RowAnswer(kind=kind.value, at=NOW, handled=False)).message != "Being updated"


def test_nothing_to_do_is_no_step() -> None:
    assert row_words.has_step(row(remedy=REASONS[Reason.HOLD_STOCK].merchant_fix))
    assert not row_words.has_step(row(remedy=NOTHING_TO_DO))
    assert not row_words.has_step(row(remedy=None))


@pytest.mark.parametrize(
    ("why", "tone"), [(NeedCode.PROBLEM, Condition.PROBLEM), (NeedCode.OUT_OF_STEP, Condition.ACTION_NEEDED)]
)
def test_done_order_that_needs_somebody_is_not_called_done(why: NeedCode, tone: Condition) -> None:
    state = row_words.state(row(condition="done", needs=Need(rank=2, why=why)))
    assert (state.tone, state.icon, state.word.message) == (tone, "alert", "Needs you now")
    assert row_words.state(row(condition="late", needs=Need(rank=2, why=why))).word.message == "Late"


def test_a_step_leads_to_where_it_begins() -> None:
    link = Link(
        carrier="bring", name="Bring", number="37", url="https://bring.example/37", evidence=LinkEvidence.COMPANY
    )
    carriers = row(remedy=REASONS[Reason.ESTIMATE_PASSED].merchant_fix, tracking=link)
    assert row_words.step_url(carriers) == link.url
    assert row_words.step_url(replace(carriers, tracking=replace(link, url=None))) == carriers.admin_url
    assert row_words.step_url(replace(carriers, remedy=REASONS[Reason.HOLD_STOCK].merchant_fix)) == carriers.admin_url
    assert not row_words.is_done_here(carriers)
    assert row_words.is_done_here(row(remedy=ANSWERED.remedy))
