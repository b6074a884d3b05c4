import pytest

from tracking.order.model import NamedDay
from tracking.shopify.json_decoder import JsonObject
from tracking.shopify.parsing.named_days import read_named_day
from tracking.shopify.parsing.node import MissingValue, Node

ROW: JsonObject = {"part": "pending-1", "step": "send", "last": "2026-11-30", "at": "2026-11-20T09:00:00+00:00"}


def test_a_day_is_read() -> None:
    day = read_named_day(Node(ROW))
    assert isinstance(day, NamedDay)
    assert (day.part, day.step, day.last.day, day.said_at.hour) == ("pending-1", "send", 30, 9)


@pytest.mark.parametrize("change", [{"part": None}, {"step": "walk"}, {"step": None}, {"last": "soon"}, {"at": "2026"}])
def test_malformed_day_is_left_out(change: JsonObject) -> None:
    with pytest.raises(MissingValue):
        read_named_day(Node({**ROW, **change}))
