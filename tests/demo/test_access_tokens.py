from datetime import timedelta

from tests.demo.demo_client import NOW
from tracking.demo.access_tokens import AccessTokens


class Clock:
    def __init__(self) -> None:
        self.now = NOW


def tokens(clock: Clock) -> AccessTokens:
    return AccessTokens(clock=lambda: clock.now, static="static", client=("id", "secret"))


def test_static_token_never_expires() -> None:
    clock = Clock()
    known = tokens(clock)
    clock.now += timedelta(days=900)
    assert known.is_valid("static")
    assert not known.is_valid("another")
    assert not known.is_valid(None)


def test_granted_token_expires_after_a_day() -> None:
    clock = Clock()
    known = tokens(clock)
    token = known.grant("id", "secret")
    assert known.is_valid(token)
    clock.now += timedelta(days=1)
    assert not known.is_valid(token)


def test_wrong_secret_is_granted_no_token() -> None:
    assert tokens(Clock()).grant("id", "guess") is None


def test_revoked_tokens_are_invalid_and_a_new_one_is_valid() -> None:
    known = tokens(Clock())
    first = known.grant("id", "secret")
    known.revoke()
    second = known.grant("id", "secret")
    assert not known.is_valid(first)
    assert known.is_valid(second)
    assert first != second
