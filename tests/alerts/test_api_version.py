from datetime import date

import pytest

from tracking.alerts.api_version import version_end, version_trouble


def test_a_version_lasts_a_year() -> None:
    assert version_end("2026-10") == date(2027, 10, 1)
    assert version_end("unstable") is None


@pytest.mark.parametrize(
    ("today", "about"),
    [
        (date(2026, 11, 28), None),
        (date(2027, 8, 1), None),
        (date(2027, 8, 2), "2026-10 60"),
        (date(2027, 9, 16), "2026-10 60"),
        (date(2027, 9, 17), "2026-10 14"),
        (date(2027, 9, 30), "2026-10 14"),
        (date(2027, 10, 1), "2026-10 0"),
    ],
)
def test_the_shop_hears_of_its_end_three_times(today: date, about: str | None) -> None:
    trouble = version_trouble("2026-10", "2026-10", today)
    assert (trouble.about if trouble else None) == about
    assert trouble is None or "SHOPIFY_API_VERSION" in trouble.sentence


def test_a_version_that_shopify_no_longer_serves_is_told_at_once() -> None:
    trouble = version_trouble("2026-10", "2027-01", date(2026, 11, 28))
    assert trouble
    assert "no longer serves API version 2026-10, and answers in 2027-01" in trouble.sentence


def test_a_version_without_an_end_is_no_trouble() -> None:
    assert version_trouble("unstable", "unstable", date(2030, 1, 1)) is None
