import re
from pathlib import Path

from tests.commands import WHEREABOUTS, run


def test_a_second_sync_asks_for_what_changed_only(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'orders.db'}"
    first = run(*WHEREABOUTS, "sync", DATABASE_URL=url)
    assert (first[0], "Traceback" in first[2]) == (0, False)
    fetched, known = numbers(first[1])
    assert fetched >= known > 200
    status, output, _ = run(*WHEREABOUTS, "sync", DATABASE_URL=url)
    again = numbers(output)
    assert status == 0
    assert again[0] < known / 10
    assert again[1] >= known


def numbers(output: str) -> tuple[int, int]:
    found = re.search(r"Orders fetched: (\d+); known now: (\d+)\.", output)
    assert found, output
    return int(found[1]), int(found[2])


def test_a_wrong_date_is_refused() -> None:
    status, _, errors = run(*WHEREABOUTS, "sync", "--since", "yesterday")
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
    status, _, errors = run(*WHEREABOUTS, "sync", "--patience", "1", **settings)
    assert status == 1
    assert "Not everything is in: Shopify could not be reached" in errors
