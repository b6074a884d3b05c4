from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.doctor.doctor_report import SHOP, DoctorReport
from tests.fakes import NOW, Clock
from tests.shopify.faulty_server import FaultyServer, responds
from tracking.doctor.clock import clock_finding


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(31, "It is 31 seconds behind Shopify's."), (-180, "It is 180 seconds ahead of Shopify's.")],
)
def test_clock_difference_is_reported_in_seconds(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str], seconds: int, words: str
) -> None:
    theirs = Clock(now=NOW + timedelta(seconds=seconds))
    (said,) = look_at(open_shop(clock=theirs)).of("clock")
    assert (said.state, said.message) == ("!!", words)
    assert "this machine" in said.fix
    assert "90 seconds" in said.fix


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_small_clock_difference_is_ok(seconds: int) -> None:
    assert clock_finding(NOW, NOW + timedelta(seconds=seconds), has_access=True).state == "ok"


@pytest.mark.parametrize("headers", [{}, {"Date": "soon"}])
def test_missing_date_header_is_reported(
    look_at: Callable[..., DoctorReport], serve: Callable[..., FaultyServer], headers: dict[str, str]
) -> None:
    shop = {"name": "Harbor Goods", "myshopifyDomain": SHOP}
    report = look_at(serve(responds({"data": {"shop": shop}}, headers=headers)).url)
    assert [said.state for said in report.of("access")] == ["ok"]
    (said,) = report.of("clock")
    assert said.state == "?"
    assert "SHOPIFY_API_URL" in said.fix
    assert "the header Date" in said.fix
