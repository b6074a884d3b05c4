from datetime import datetime, timedelta

import pytest

from tests.lookup.conftest import Desk, Plain
from tests.parts import NOW, Clock
from tracking.lookup import Gone
from tracking.lookup.memory import Outdated
from tracking.lookup.rows import Row

ORDER = "5902720525908"
_DATED = {"createdAt": "2026-11-20T10:00:00Z", "processedAt": "2026-11-20T10:00:00Z"}
_READ = {"id": f"gid://shopify/Order/{ORDER}", "name": "#1", **_DATED}
DOCUMENT = {"order": _READ, "zone": "UTC", "partial": False}


def row(*, seconds: float = 0, document: dict[str, object] | None = DOCUMENT, good_for: float = 60) -> Row:
    as_of = NOW + timedelta(seconds=seconds)
    return Row(as_of=as_of, good_for=timedelta(seconds=good_for), updated_at=None, document=document)  # type: ignore[arg-type] # plain JSON


def test_of_an_order_nobody_has_seen_nothing_is_known(desk: Desk) -> None:
    recalled = desk.memory.recall(ORDER)
    assert (recalled.snapshot, recalled.changed_at) == (None, None)
    assert desk.memory.kept_until(ORDER) is None
    assert ORDER not in recalled.key


def test_what_shopify_said_is_recalled_and_everybody_hears_of_it(desk: Desk) -> None:
    heard: list[tuple[str | None, datetime]] = []
    desk.changes.listen(lambda key, since: heard.append((key, since)))
    assert desk.memory.keep(ORDER, row())
    recalled = desk.memory.recall(ORDER)
    assert recalled.snapshot
    assert (recalled.snapshot.order.name, recalled.snapshot.as_of) == ("#1", NOW)
    assert not desk.memory.keep(ORDER, row(seconds=-1))
    assert heard == [(recalled.key, NOW)]
    assert desk.memory.kept_until(ORDER) == NOW + timedelta(hours=24)


def test_what_has_changed_serves_on_and_is_no_longer_fresh(desk: Desk, clock: Clock) -> None:
    assert desk.memory.outdate(ORDER) == Outdated(is_known=False, is_noted=True)
    clock.advance(seconds=20)
    desk.memory.keep(ORDER, row(seconds=20))
    clock.advance(seconds=1)
    assert desk.memory.outdate(ORDER) == Outdated(is_known=True, is_noted=True)
    recalled = desk.memory.recall(ORDER)
    assert recalled.changed_at == NOW + timedelta(seconds=21)
    assert recalled.snapshot
    assert recalled.snapshot.fresh_until == recalled.snapshot.good_until == NOW + timedelta(seconds=20)


def test_that_there_is_no_such_order_is_believed_for_a_while(desk: Desk, clock: Clock) -> None:
    desk.memory.keep(ORDER, row(document=None, good_for=15))
    clock.advance(seconds=14)
    with pytest.raises(Gone):
        desk.memory.recall(ORDER)
    clock.advance(seconds=2)
    assert desk.memory.recall(ORDER).snapshot is None
    assert desk.memory.kept_until(ORDER) is None


def test_and_no_longer_once_it_is_said_to_have_changed(desk: Desk, clock: Clock) -> None:
    desk.memory.keep(ORDER, row(document=None, good_for=15))
    clock.advance(seconds=1)
    desk.memory.outdate(ORDER)
    assert desk.memory.recall(ORDER).snapshot is None


def test_what_another_version_wrote_is_no_order(desk: Desk) -> None:
    desk.memory.keep(ORDER, row(document={"order": None, "partial": False}))
    assert desk.memory.recall(ORDER).snapshot is None


def test_what_is_erased_is_gone_for_one_and_for_all(desk: Desk, plain: Plain, clock: Clock) -> None:
    heard: list[str | None] = []
    for is_about_all in (False, True):
        clock.advance(seconds=1)
        desk.memory.keep(ORDER, row(seconds=(clock.now - NOW).total_seconds()))
        clock.advance(seconds=1)
        desk.changes.listen(lambda key, _: heard.append(key))
        assert desk.memory.erase_all() if is_about_all else desk.memory.erase(ORDER)
        assert desk.memory.recall(ORDER).snapshot is None
        assert "#1" not in str(plain.values)
    assert heard[0] == desk.memory.recall(ORDER).key
    assert heard[-1] is None
