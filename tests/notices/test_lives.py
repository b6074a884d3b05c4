"""Random lives of orders: no news twice, nothing untrue, no more letters than allowed, and all that matters told."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notices import lives
from tests.notices.lives import Change, Letter, Life, live
from tests.order.builders import ZONE
from tracking.notices.codes import NoticeCode, wanted
from tracking.notices.news import News
from tracking.notices.rules import Terms
from tracking.order.status_types import OrderStatus, Parcel
from tracking.order.vocabulary import ARRIVED, Condition, Reason, Stage

_HOLDS = ("INVENTORY_OUT_OF_STOCK", "UNKNOWN_DELIVERY_DATE", "INCORRECT_ADDRESS", "AWAITING_PAYMENT", "OTHER")
_SCANS = (
    "IN_TRANSIT",
    "DELAYED",
    "OUT_FOR_DELIVERY",
    "ATTEMPTED_DELIVERY",
    "READY_FOR_PICKUP",
    "DELIVERED",
    "PICKED_UP",
    "BUYER_ACTION_REQUIRED",
    "NOT_DELIVERED",
    "FAILURE",
    "RETURNING_TO_SENDER",
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_which = st.integers(0, 1)
_scans = st.builds(
    lives.scan,
    _which,
    st.sampled_from(_SCANS),
    hours_ago=st.sampled_from([0, 0, 0, 3, 20]),
    arrives_in=st.sampled_from([None, None, 0, 1, 2, 5]),
)
_changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(lives.hold, _which, st.sampled_from(_HOLDS)),
    st.builds(lives.release, _which),
    st.builds(lives.decline, _which),
    st.builds(lives.schedule, _which, st.integers(0, 20)),
    st.builds(lives.ship, _which),
    st.builds(lives.ship, _which),
    _scans,
    _scans,
    _scans,
    st.builds(lives.pay, st.sampled_from(["PAID", "PARTIALLY_PAID", "EXPIRED"])),
    st.builds(lives.send_back, st.sampled_from(["opened", "RESTOCKED", "MISSING", "refunded"])),
)
_hours = st.sampled_from([0, 0, 1, 5, 13, 30, 80, 200])
_steps = st.lists(st.tuples(_hours, _changes), min_size=2, max_size=12)
_jumps = st.sampled_from([timedelta(days=-1), timedelta(), timedelta(days=1)])

_SOON = {NoticeCode.YOU_CAN_HELP, NoticeCode.OUT_FOR_DELIVERY}
_BAD = {NoticeCode.NOT_SENT_YET, NoticeCode.YOU_CAN_HELP, NoticeCode.DELAYED, NoticeCode.PROBLEM}
_HELP = {Reason.HOLD_ADDRESS, Reason.HOLD_PAYMENT, Reason.BUYER_ACTION, Reason.ATTEMPT_FAILED}
_WAITS = {Reason.HOLD_STOCK, Reason.HOLD_DATE_UNKNOWN}


def check(life: Life) -> None:
    """Checks the invariants of every life."""
    assert [key for key, count in Counter(piece.key for piece in life.left).items() if count > 1] == []
    for letter in life.letters:
        assert letter.pieces
        for piece in letter.pieces:
            assert is_true(piece, letter), (piece, letter.at)
        assert not is_night(letter) or codes(letter) & _SOON, letter
    for earlier, later in zip(life.letters, life.letters[1:], strict=False):
        assert later.at - earlier.at >= life.schedule.pause or NoticeCode.YOU_CAN_HELP in codes(later)


def codes(letter: Letter) -> set[NoticeCode]:
    return {piece.code for piece in letter.pieces}


def is_night(letter: Letter) -> bool:
    hour = letter.at.astimezone(ZoneInfo(ZONE)).hour
    return hour >= 21 or hour < 8


def is_true(piece: News, letter: Letter) -> bool:
    """Whether the page would have said the same when the letter left."""
    if letter.order.cancelled_at:
        return piece.code is NoticeCode.CANCELLED
    if piece.code is NoticeCode.RETURN_NEWS:
        return [(back.id, back.reason) for back in letter.status.returns] == [(piece.part, piece.about)]
    if piece.part == "":
        payment = letter.status.payment
        is_back = piece.code is NoticeCode.BACK_ON_TRACK and payment.condition is Condition.FINE
        return is_back or (payment.condition is Condition.ACTION_NEEDED and payment.reason == piece.about)
    parcel = parcel_of(piece, letter.status)
    return parcel is not None and _CLAIMS[piece.code](piece, parcel) and not _is_about_a_day_before(piece, letter)


def _is_about_a_day_before(piece: News, letter: Letter) -> bool:
    is_day = piece.code in (NoticeCode.NOT_SENT_YET, NoticeCode.NEW_DATE) and _DAY.fullmatch(piece.about)
    return bool(is_day) and date.fromisoformat(piece.about) < letter.at.astimezone(ZoneInfo(ZONE)).date()


def _is_not_sent(piece: News, parcel: Parcel) -> bool:
    if piece.earlier or _DAY.fullmatch(piece.about):
        return parcel.leaves_on is not None and parcel.leaves_on.isoformat() == piece.about
    is_late = parcel.condition is Condition.LATE and piece.about not in _WAITS
    return not parcel.sent and (is_late or parcel.reason == piece.about)


def _is_later(piece: News, parcel: Parcel) -> bool:
    is_promised = parcel.estimate is not None and parcel.estimate.last.isoformat() == piece.about
    return piece.earlier is not None and date.fromisoformat(piece.about) > piece.earlier and is_promised


_BAD_CONDITIONS = (Condition.LATE, Condition.PROBLEM)
_MOVING = (Stage.SHIPPED, Stage.OUT_FOR_DELIVERY)  # a clock that is set back shows the first scan again

# What each code says of a parcel, in the words of the page.
_CLAIMS: dict[NoticeCode, Callable[[News, Parcel], bool]] = {
    NoticeCode.NOT_SENT_YET: _is_not_sent,
    NoticeCode.YOU_CAN_HELP: lambda piece, its: its.condition is Condition.ACTION_NEEDED and its.reason == piece.about,
    NoticeCode.DELAYED: lambda _, its: its.sent and its.condition is Condition.LATE,
    NoticeCode.NEW_DATE: _is_later,
    NoticeCode.PROBLEM: lambda piece, its: its.condition is Condition.PROBLEM and its.reason == piece.about,
    NoticeCode.BACK_ON_TRACK: lambda _, its: its.condition not in _BAD_CONDITIONS and its.reason not in _HELP | _WAITS,
    NoticeCode.PARTLY_SENT: lambda _, its: its.sent and its.stage in _MOVING,
    NoticeCode.SENT: lambda _, its: its.sent and its.stage in _MOVING,
    NoticeCode.OUT_FOR_DELIVERY: lambda _, its: its.stage is Stage.OUT_FOR_DELIVERY,
    NoticeCode.READY: lambda _, its: its.stage is Stage.READY_FOR_PICKUP,
    NoticeCode.DELIVERED: lambda _, its: its.stage is Stage.DELIVERED,
}


def parcel_of(piece: News, status: OrderStatus) -> Parcel | None:
    return next((parcel for parcel in status.parcels if parcel.id == piece.part), None)


def is_bad(parcel: Parcel) -> bool:
    """Whether its customer should have had a letter."""
    is_urgent = parcel.condition in (Condition.LATE, Condition.PROBLEM)
    return is_urgent or (parcel.reason in _HELP | _WAITS and parcel.condition is not Condition.FINE)


def is_good(parcel: Parcel) -> bool:
    """Whether it moves or has arrived without the customer's doing."""
    has_arrived = parcel.stage in ARRIVED and parcel.stage is not Stage.PICKED_UP
    return parcel.sent and parcel.reason is None and (parcel.condition is Condition.FINE or has_arrived)


def check_told(life: Life) -> None:
    """A problem that lasted for a day and a half was told, and one that is over was taken back."""
    before = life.status()
    life.pass_time(timedelta(hours=40))
    after = life.status()
    if life.order.cancelled_at:
        return
    was_bad = {parcel.id: parcel.reason for parcel in before.parcels if is_bad(parcel)}
    was_good = {parcel.id for parcel in before.parcels if is_good(parcel)}
    for parcel in after.parcels:
        its = [piece for piece in life.left if piece.part == parcel.id]
        if is_bad(parcel) and was_bad.get(parcel.id, "") == parcel.reason:
            together = [piece for piece in life.left if piece.part.startswith("pending-")]  # told while they waited
            assert [piece for piece in (*its, *together) if piece.code in _BAD], parcel
        if is_good(parcel) and parcel.id in was_good:
            told = [piece for piece in its if piece.code in _BAD | {NoticeCode.BACK_ON_TRACK}]
            taken_back = {piece.about for piece in its if piece.code is NoticeCode.BACK_ON_TRACK}
            assert not told or told[-1].code is NoticeCode.BACK_ON_TRACK or told[-1].about in taken_back, parcel


def _live_through(steps: list[tuple[int, Change]]) -> None:
    life = live(steps)
    check_told(life)
    check(life)


def _live_with_jumps(steps: list[tuple[int, Change]], offsets: list[timedelta]) -> None:
    life = Life(lives.new_order())
    for step, offset in zip(steps, offsets, strict=False):
        live([step], life=life)
        life.set_clock(offset)
    life.set_clock(timedelta())
    life.pass_time(timedelta(days=2))
    check_told(life)
    check(life)


_offsets = st.lists(_jumps, min_size=12, max_size=12)


@given(_steps)
@settings(max_examples=8)
def test_life_has_the_letters_that_matter_and_no_others(steps: list[tuple[int, Change]]) -> None:
    _live_through(steps)


@given(_steps, _offsets)
@settings(max_examples=8)
def test_clock_that_jumps_a_day_tells_nothing_twice_and_nothing_untrue(
    steps: list[tuple[int, Change]], offsets: list[timedelta]
) -> None:
    _live_with_jumps(steps, offsets)


@pytest.mark.audit
@given(_steps)
@settings(max_examples=400)
def test_many_lives_have_the_letters_that_matter(steps: list[tuple[int, Change]]) -> None:
    _live_through(steps)


@pytest.mark.audit
@given(_steps, _offsets)
@settings(max_examples=400)
def test_many_jumps_of_the_clock_tell_nothing_twice(steps: list[tuple[int, Change]], offsets: list[timedelta]) -> None:
    _live_with_jumps(steps, offsets)


def test_day_that_is_over_when_the_letter_may_leave_is_not_told() -> None:
    life = live([(0, lives.hold(1, "INVENTORY_OUT_OF_STOCK")), (1, lives.schedule(1, 0))])
    today = life.now.date().isoformat()
    assert [piece.about for piece in life.left] == [Reason.HOLD_STOCK]
    assert [piece.about for piece, _ in life.waiting] == [today]
    life.pass_time(72 * lives.HOUR)
    assert [piece.about for piece in life.withheld] == [today]
    assert [piece.about for piece in life.left] == [Reason.HOLD_STOCK, Reason.OLDER_THAN_USUAL]


def test_a_parcel_that_was_late_to_leave_is_not_late_once_more_on_its_way() -> None:
    late = Life(lives.new_order(), terms=Terms(wanted=wanted((), ("shipped", "delivered"))))
    arrived, left = lives.scan(1, "DELIVERED"), lives.scan(0, "IN_TRANSIT")
    live([(5, lives.ship(1)), (20, arrived), (120, lives.ship(0)), (24, left)], life=late)
    late.pass_time(24 * lives.HOUR)
    codes = [piece.code for letter in late.letters for piece in letter.pieces]
    assert codes == [NoticeCode.NOT_SENT_YET]
    late.change(lives.scan(0, "DELIVERED"))
    late.pass_time(24 * lives.HOUR)
    assert [piece.code for piece in late.letters[-1].pieces] == [NoticeCode.BACK_ON_TRACK]
