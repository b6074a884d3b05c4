from datetime import timedelta

import pytest

from tests.fakes import Clock
from tracking.security.links import InvalidLink, LinkExpired
from tracking.security.short_links import ShortLinks

KEY = "a key of a shop"


def links(clock: Clock, *keys: str) -> ShortLinks:
    return ShortLinks(keys or (KEY,), lifetime=timedelta(days=30), clock=clock)


def test_a_code_of_twenty_characters_opens_its_order_until_its_day_is_over(clock: Clock) -> None:
    code = links(clock).sign("5300000001")
    assert len(code) == 20
    clock.advance(days=30)
    assert links(clock).open(code).order_id == "5300000001"
    clock.advance(days=1)
    with pytest.raises(LinkExpired):
        links(clock).open(code)


def test_older_keys_still_open(clock: Clock) -> None:
    code = links(clock).sign("1")
    assert links(clock, KEY, "a newer one").open(code).order_id == "1"
    with pytest.raises(InvalidLink):
        links(clock, "a newer one").open(code)


def test_no_other_code_opens(clock: Clock) -> None:
    code = links(clock).sign("5300000001")
    spoiled = [f"{code[:place]}{'A' if code[place] != 'A' else 'B'}{code[place + 1 :]}" for place in range(len(code))]
    for other in (*spoiled, "", code[:-1], f"{code}=", code.swapcase(), "ä" * 20, "\ud800" * 20, "+" * 20, "A" * 20):
        with pytest.raises(InvalidLink):
            links(clock).open(other)


def test_an_id_that_has_no_room_is_refused(clock: Clock) -> None:
    with pytest.raises(OverflowError):
        links(clock).sign(str(2**48))
