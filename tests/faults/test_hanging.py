"""A Shopify that does not fail but never comes to an end: in real time, because only that ends it.

The seconds of each bound are tested where it is; here, that none is missing: the answers come while all calls hang.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

from werkzeug.test import TestResponse

from tests.fakes import Clock
from tests.faults.conftest import Site
from tests.faults.shop import Shop
from tests.shopify.faulty_server import Behavior, hangs, http_response, sends_slowly

HANGING: Mapping[str, Behavior] = {
    "says nothing": hangs(),
    "stops in its head": hangs(b"HTTP/1.1 200 OK\r\nContent-Type: app"),
    "drips its head": sends_slowly(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000),
    "stops in its body": hangs(http_response(200, b'{"data": ', {"Content-Length": "999"})),
    "drips its body": sends_slowly(http_response(200, b'{"data": {"order": null}}' + b" " * 1000)),
    "drips in chunks": sends_slowly(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\n \r\n" * 1000),
}


def test_visitors_do_not_wait_for_a_hanging_call(make_site: Callable[..., Site], clock: Clock) -> None:
    with ExitStack() as stack, ThreadPoolExecutor(3 * len(HANGING)) as pool:
        sites = {name: make_site(stack.enter_context(Shop(clock)), real_time=True) for name in HANGING}
        for site in sites.values():
            assert not site.state()[0]
        clock.advance(minutes=10)
        asked = {name: _asked(pool, site, HANGING[name]) for name, site in sites.items()}
        answers = {name: [each.result() for each in three] for name, three in asked.items()}
    seen = {name: tuple(answer.status_code for answer in three) for name, three in answers.items()}
    assert seen == dict.fromkeys(HANGING, (200, 503, 503))
    assert all(three[0].get_json()["stale"] for three in answers.values())
    assert all(answer.headers["Retry-After"] for three in answers.values() for answer in three[1:])


def test_a_call_that_hangs_once_is_repeated(site: Site, clock: Clock) -> None:
    assert not site.state()[0]
    clock.advance(minutes=10)
    site.shop.hiccups.append(hangs())
    assert not site.state()[0]


def _asked(pool: ThreadPoolExecutor, site: Site, behavior: Behavior) -> list[Future[TestResponse]]:
    """By who has a link to a known order, by who has one to another, and by who has none."""
    site.shop.fault = behavior
    return [pool.submit(site.order), pool.submit(site.order, "#1002"), pool.submit(site.look_up, "#1001")]
