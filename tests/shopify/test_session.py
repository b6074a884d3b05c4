from collections.abc import Callable

import pytest
import requests

from tests.shopify.misbehaving import Misbehaving, says
from tracking.shopify.session import POOL_SIZE


def test_nothing_is_read_from_the_environment(session: requests.Session) -> None:
    assert session.trust_env is False


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_connections_are_pooled_and_requests_are_not_repeated_behind_our_back(
    session: requests.Session, scheme: str
) -> None:
    adapter = session.get_adapter(f"{scheme}://demo.myshopify.com")

    assert isinstance(adapter, requests.adapters.HTTPAdapter)
    assert adapter.max_retries.total == 0
    pool = adapter.poolmanager.connection_from_url(f"{scheme}://127.0.0.1")
    assert pool.pool is not None
    assert pool.pool.maxsize == POOL_SIZE


def test_no_cookie_is_kept(serve: Callable[..., Misbehaving], session: requests.Session) -> None:
    server = serve(says({}, headers={"Set-Cookie": "_shopify_visitor=1; Path=/"}))
    for _ in range(2):
        session.post(server.url, timeout=4)

    assert "Cookie" not in server.seen[1].headers


def test_without_a_time_out_nothing_is_cut(serve: Callable[..., Misbehaving], session: requests.Session) -> None:
    assert session.post(serve(says({})).url, timeout=None).status_code == 200
