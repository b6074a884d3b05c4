import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands import invoke
from tests.sampling import matrix


def two_hours_ago() -> str:
    return f"{datetime.now(UTC) - timedelta(hours=2):%Y-%m-%dT%H:%M:%S}"


@pytest.mark.parametrize(
    ("options", "least"),
    matrix({"of two hours": (["--since", two_hours_ago()], 1), "whole": ([], 200)}, "of two hours"),
)
def test_a_second_sync_asks_for_what_changed_only(tmp_path: Path, options: list[str], least: int) -> None:
    url = f"sqlite:///{tmp_path / 'orders.db'}"
    status, output, _ = invoke("sync", *options, DATABASE_URL=url)
    assert status == 0
    fetched, known = numbers(output)
    assert fetched >= known > least
    status, output, _ = invoke("sync", DATABASE_URL=url)
    again = numbers(output)
    assert status == 0
    assert again[0] < known / 10
    assert again[1] >= known


def numbers(output: str) -> tuple[int, int]:
    found = re.search(r"Orders fetched: (\d+); known now: (\d+)\.", output)
    assert found, output
    return int(found[1]), int(found[2])


def test_a_wrong_date_is_refused() -> None:
    status, _, errors = invoke("sync", "--since", "yesterday")
    assert status == 2
    assert "--since" in errors


def test_an_unreachable_shop_is_a_sentence(tmp_path: Path) -> None:
    settings = {
        "SHOPIFY_SHOP": "demo.myshopify.com",
        "SHOPIFY_ACCESS_TOKEN": "x",
        "SECRET_KEY": "k" * 40,
        "SHOPIFY_API_URL": "http://127.0.0.1:1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'orders.db'}",
    }
    status, _, errors = invoke("sync", "--patience", "1", **settings)
    assert status == 1
    assert "Not everything is in: Shopify could not be reached" in errors
