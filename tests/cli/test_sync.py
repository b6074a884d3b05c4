import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands import invoke


def test_sync_since_a_moment_does_not_pass_for_a_whole_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'orders.db'}"
    since = f"{datetime.now(UTC) - timedelta(hours=2):%Y-%m-%dT%H:%M:%S}"
    status, output, _ = invoke("sync", "--since", since, DATABASE_URL=url)
    assert status == 0
    fetched, known = numbers(output)
    assert 0 < known <= fetched < 100
    assert "Older orders are not all in" in output
    status, _, errors = invoke("sync", "--since", since, "--patience", "0", **unreachable(url))
    assert (status, "Not everything is in" in errors) == (1, True)


@pytest.mark.audit
def test_a_second_sync_asks_for_what_changed_only(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'orders.db'}"
    status, output, _ = invoke("sync", DATABASE_URL=url)
    assert (status, "Older orders" in output) == (0, False)
    fetched, known = numbers(output)
    assert fetched >= known > 200
    status, output, _ = invoke("sync", DATABASE_URL=url)
    again = numbers(output)
    assert status == 0
    assert again[0] < known / 10
    assert again[1] >= known


def unreachable(url: str) -> dict[str, str]:
    """Settings of a shop at which nobody answers."""
    return {
        "SHOPIFY_SHOP": "demo.myshopify.com",
        "SHOPIFY_ACCESS_TOKEN": "x",
        "SECRET_KEY": "k" * 40,
        "SHOPIFY_API_URL": "http://127.0.0.1:1",
        "DATABASE_URL": url,
    }


def numbers(output: str) -> tuple[int, int]:
    found = re.search(r"Orders fetched: (\d+); known now: (\d+)\.", output)
    assert found, output
    return int(found[1]), int(found[2])


def test_a_wrong_date_is_refused() -> None:
    status, _, errors = invoke("sync", "--since", "yesterday")
    assert status == 2
    assert "--since" in errors


def test_a_moment_in_the_future_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'orders.db'}"
    status, _, errors = invoke("sync", "--since", "2099-01-01", **unreachable(url))
    assert (status, "2099-01-01 00:00 UTC is in the future" in errors) == (2, True)


def test_an_unreachable_shop_is_a_sentence(tmp_path: Path) -> None:
    status, _, errors = invoke("sync", "--patience", "1", **unreachable(f"sqlite:///{tmp_path / 'orders.db'}"))
    assert status == 1
    assert "Not everything is in: Shopify could not be reached" in errors
