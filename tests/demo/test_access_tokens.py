from datetime import timedelta

from tests.demo.asking import NOW
from tracking.demo.access_tokens import Tokens


class Clock:
    def __init__(self) -> None:
        self.now = NOW


def tokens(clock: Clock) -> Tokens:
    return Tokens(clock=lambda: clock.now, static="static", client=("id", "secret"))


def test_the_static_token_opens_the_shop_for_good() -> None:
    clock = Clock()
    known = tokens(clock)
    clock.now += timedelta(days=900)
    assert known.opens("static")
    assert not known.opens("another")
    assert not known.opens(None)


def test_a_granted_token_lasts_a_day() -> None:
    clock = Clock()
    known = tokens(clock)
    token = known.grant("id", "secret")
    assert known.opens(token)
    clock.now += timedelta(days=1)
    assert not known.opens(token)


def test_a_wrong_secret_is_granted_nothing() -> None:
    assert tokens(Clock()).grant("id", "guess") is None


def test_revoked_tokens_open_nothing_and_a_new_one_does() -> None:
    known = tokens(Clock())
    first = known.grant("id", "secret")
    known.revoke()
    second = known.grant("id", "secret")
    assert not known.opens(first)
    assert known.opens(second)
    assert first != second
