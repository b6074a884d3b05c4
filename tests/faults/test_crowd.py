"""More people than the process takes on, and many who want the same.

Shopify is asked without HTTP: on a slow machine, a call would time out before all have come.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

import pytest

from tests.call_counts import threads_in
from tests.fakes import Shopify
from tests.faults.conftest import EMAIL, Site
from tests.faults.test_redis import told
from tracking.orders import CallExecutor

TIMEOUT = 60.0  # seconds
CALLS, WAITING = 4, 8
CROWD = 60
MOST = CALLS + WAITING


@pytest.fixture
def site(make_site: Callable[..., Site], shopify: Shopify) -> Site:
    return make_site(transport=shopify, calls=CallExecutor(CALLS, WAITING))


def close_gate(shopify: Shopify) -> None:
    shopify.calls.clear()
    shopify.arrived.clear()
    shopify.gate.clear()


def reload_until_shown(site: Site) -> bool:
    """Whether the order is stale. On a slow machine some are told to come back: a page is waited for in real time."""
    while (answer := site.order()).status_code == 503:
        assert answer.headers["Retry-After"]
    return bool(answer.get_json()["stale"])


def test_a_crowd_that_opens_one_cold_order_is_one_question(site: Site, shopify: Shopify) -> None:
    site.look_up("#99999")
    close_gate(shopify)
    with ThreadPoolExecutor(CROWD) as pool:
        asked = [pool.submit(reload_until_shown, site) for _ in range(CROWD)]
        assert shopify.arrived.wait(TIMEOUT)
        shopify.gate.set()
        assert {each.result() for each in asked} == {False}
    assert shopify.calls == {"Order": 1}


def test_a_crowd_that_looks_one_cold_order_up_shares_a_search_and_is_told_by_its_own_contacts(
    site: Site, shopify: Shopify
) -> None:
    site.look_up("#99999")
    close_gate(shopify)
    with ThreadPoolExecutor(CROWD) as pool:
        own = [pool.submit(site.look_up, "#1001") for _ in range(CROWD - 10)]
        others = [pool.submit(site.look_up, "#1001", "eve@example.com") for _ in range(10)]
        while threads_in(CallExecutor.run) < CROWD:
            assert not any(each.done() for each in own)
        shopify.gate.set()
        assert {each.result().status_code for each in own} == {303}
        assert {each.result().status_code for each in others} == {404}
    assert shopify.calls == {"Search": 1, "Order": 1}


def test_twice_as_many_as_it_takes_on_are_told_at_once_and_the_others_are_served(site: Site, shopify: Shopify) -> None:
    known = site.state()
    close_gate(shopify)
    with ThreadPoolExecutor(2 * MOST) as pool:
        asked = [pool.submit(site.look_up, f"#{50_000 + number}") for number in range(2 * MOST)]
        surplus = [each.result() for each in islice(as_completed(asked), MOST)]
        assert sum(each.done() for each in asked) == MOST
        assert site.state() == known
        assert told(site) == 200
        assert site.get("/healthz").status_code == 200
        shopify.gate.set()
        answers = [each.result() for each in asked]
    assert {answer.status_code for answer in surplus} == {503}
    assert all(1 <= int(answer.headers["Retry-After"]) <= 5 for answer in surplus)
    assert Counter(answer.status_code for answer in answers) == {404: MOST, 503: MOST}


def test_no_such_order_and_somebody_elses_cost_and_say_the_same(site: Site, shopify: Shopify) -> None:
    site.state()
    seen = []
    for name, email in (("#99999", EMAIL), ("#1001", "eve@example.com"), ("#1002", EMAIL)):
        shopify.calls.clear()
        answer = site.look_up(name, email)
        headers = {name: value for name, value in answer.headers.items() if name not in {"X-Request-Id", "Date"}}
        seen.append((answer.status_code, answer.data, headers, dict(shopify.calls)))
    assert seen[0][0] == 404
    assert seen[0] == seen[1] == seen[2]
