from datetime import datetime, timedelta

import pytest

from tests.orders.conftest import Desk, Plain
from tests.parts import NOW, Clock
from tracking.orders import Gone
from tracking.orders.memory import Recalled
from tracking.orders.rows import Known, Marks, Outdated, Row

ORDER = "5902720525908"
_DATED = {"createdAt": "2026-11-20T10:00:00Z", "processedAt": "2026-11-20T10:00:00Z"}
_READ = {"id": f"gid://shopify/Order/{ORDER}", "name": "#1", **_DATED}
DOCUMENT = {"order": _READ, "zone": "UTC", "partial": False}


def row(*, seconds: float = 0, document: dict[str, object] | None = DOCUMENT, good_for: float = 60) -> Row:
    as_of = NOW + timedelta(seconds=seconds)
    return Row(as_of=as_of, good_for=timedelta(seconds=good_for), updated_at=None, document=document)  # type: ignore[arg-type] # plain JSON


def keep(desk: Desk, kept: Row) -> bool:
    return desk.memory.keep(ORDER, kept, desk.rows.known(ORDER).marks)


def test_of_an_order_nobody_has_seen_nothing_is_known(desk: Desk) -> None:
    recalled = desk.memory.recall(ORDER)
    assert recalled.known == Known()
    assert not recalled.is_known
    assert recalled.snapshot() is None
    assert desk.memory.kept_until(ORDER) is None


def test_what_shopify_said_is_recalled_and_everybody_hears_of_it(desk: Desk) -> None:
    heard: list[tuple[str | None, datetime]] = []
    desk.changes.subscribe(lambda key, since: heard.append((key, since)))
    assert keep(desk, row())
    recalled = desk.memory.recall(ORDER)
    snapshot = recalled.snapshot()
    assert snapshot
    assert (snapshot.order.name, snapshot.as_of) == ("#1", NOW)
    assert not keep(desk, row(seconds=-1))
    assert heard == [(recalled.key, NOW)]
    assert desk.memory.kept_until(ORDER) == NOW + timedelta(hours=24)


def test_what_has_changed_serves_on_and_is_no_longer_fresh(desk: Desk, clock: Clock) -> None:
    assert desk.memory.outdate(ORDER) == Outdated(is_known=False, is_noted=True)
    clock.advance(seconds=20)
    keep(desk, row(seconds=20))
    clock.advance(seconds=1)
    assert desk.memory.outdate(ORDER) == Outdated(is_known=True, is_noted=True)
    recalled = desk.memory.recall(ORDER)
    assert recalled.marks.changed_at == NOW + timedelta(seconds=21)
    assert (recalled.is_known, recalled.is_fresh, recalled.is_good) == (True, False, False)
    snapshot = recalled.snapshot()
    assert snapshot
    assert snapshot.fresh_until == snapshot.good_until == snapshot.read_at


def test_that_there_is_no_such_order_is_believed_for_a_while(desk: Desk, clock: Clock) -> None:
    keep(desk, row(document=None, good_for=15))
    clock.advance(seconds=14)
    with pytest.raises(Gone):
        desk.memory.recall(ORDER)
    clock.advance(seconds=2)
    assert desk.memory.recall(ORDER).snapshot() is None
    assert desk.memory.kept_until(ORDER) is None


def test_and_no_longer_once_it_is_said_to_have_changed(desk: Desk, clock: Clock) -> None:
    keep(desk, row(document=None, good_for=15))
    clock.advance(seconds=1)
    desk.memory.outdate(ORDER)
    assert desk.memory.recall(ORDER).snapshot() is None


def test_what_another_version_wrote_is_no_order(desk: Desk) -> None:
    keep(desk, row(document={"order": None, "partial": False}))
    assert desk.memory.recall(ORDER).snapshot() is None


def test_what_is_erased_is_gone_for_one_and_for_all(desk: Desk, plain: Plain, clock: Clock) -> None:
    heard: list[str | None] = []
    for is_about_all in (False, True):
        clock.advance(seconds=1)
        keep(desk, row(seconds=(clock.now - NOW).total_seconds()))
        clock.advance(seconds=1)
        desk.changes.subscribe(lambda key, _: heard.append(key))
        assert desk.memory.erase_all() if is_about_all else desk.memory.erase(ORDER)
        assert desk.memory.recall(ORDER).snapshot() is None
        assert "#1" not in str(plain.values)
    assert heard[0] == ORDER
    assert heard[-1] is None


@pytest.mark.parametrize("hours", [-24, -1])
def test_what_lies_in_the_future_serves_and_is_never_fresh(desk: Desk, clock: Clock, hours: float) -> None:
    keep(desk, row(good_for=86_400))
    assert desk.memory.recall(ORDER).is_fresh
    clock.set(hours=hours)
    recalled = desk.memory.recall(ORDER)
    assert (recalled.is_fresh, recalled.is_good) == (False, False)
    snapshot = recalled.snapshot()
    assert snapshot is None or snapshot.as_of == snapshot.good_until == clock.now


def test_that_an_order_is_gone_is_not_believed_of_the_future(desk: Desk, clock: Clock) -> None:
    keep(desk, row(document=None, good_for=15))
    clock.set(hours=-1)
    assert not desk.memory.recall(ORDER).is_known


def test_a_row_is_parsed_only_to_be_shown() -> None:
    unreadable = Known(row=row(document={"order": None, "partial": False}), marks=Marks())
    recalled = Recalled(key=ORDER, known=unreadable, read_at=NOW)
    assert recalled.is_good
    assert recalled.snapshot() is None
