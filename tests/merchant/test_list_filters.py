from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tracking.carriers import Carriers
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.views import OrderView
from tracking.merchant.list_codes import PartsFilter, TrackingFilter
from tracking.merchant.list_filters import FilterReader
from tracking.merchant.list_query import ListQuery
from tracking.order.vocabulary import Stage

READER = FilterReader(
    carriers=Carriers.built_in(),
    hashes=OrderHashes(["old" * 20, "new" * 20]),
    zone=ZoneInfo("Europe/Stockholm"),
    today=date(2026, 11, 22),
)


def test_days_are_the_shops_and_both_are_included() -> None:
    found = READER.filters(ListQuery(placed_from=date(2026, 10, 25), placed_to=date(2026, 10, 25)))
    begin, end = datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert (found.placed_from, found.placed_to) == (begin, end), "clocks are set back on that day"


@pytest.mark.parametrize(("days", "last"), [(0, 21), (5, 16)])
def test_older_than_days_leaves_out_the_days_up_to_then(days: int, last: int) -> None:
    found = READER.filters(ListQuery(older_than_days=days))
    assert found.placed_to == datetime(2026, 11, last, 23, tzinfo=UTC)


def test_the_earlier_of_two_ends_holds() -> None:
    old, until = date(2026, 11, 10), date(2026, 11, 20)
    ends = [READER.filters(ListQuery(older_than_days=5, placed_to=day)).placed_to for day in (old, until)]
    assert ends == [datetime(2026, 11, 10, 23, tzinfo=UTC), datetime(2026, 11, 16, 23, tzinfo=UTC)]


def test_a_tag_is_looked_for_under_every_key_however_it_is_written() -> None:
    small, large = (READER.filters(ListQuery(tag=tag)).tag_hashes for tag in ("gift", "GIFT"))
    assert small == large
    assert small is not None
    assert len(small) == 2


def test_codes_and_flags_are_handed_on() -> None:
    found = READER.filters(
        ListQuery(
            view=OrderView.LATE,
            stage=Stage.SHIPPED,
            tracking=TrackingFilter.NONE,
            parts=PartsFilter.SEVERAL,
            carrier="x",
        )
    )
    assert (found.view, found.stage, found.carrier) == ("late", "shipped", "x")
    assert (found.has_number, found.is_sent_in_parts) == (False, True)
    plain = READER.filters(ListQuery())
    assert (plain.has_number, plain.is_sent_in_parts, plain.placed_to, plain.tag_hashes) == (None, None, None, None)
