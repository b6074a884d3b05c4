import pytest

from tests.fakes import Clock
from tracking.security.erase_confirmations import LIFETIME, EraseConfirmations
from tracking.security.stop_links import StopLink, StopLinks

OLD, NEW = "o" * 32, "n" * 32


def test_confirmation_holds_for_its_order_and_a_short_while(clock: Clock) -> None:
    signed = EraseConfirmations([OLD], clock=clock).issue("17")
    confirmations = EraseConfirmations([OLD, NEW], clock=clock)
    assert confirmations.holds(signed, "17")
    assert not confirmations.holds(signed, "18")
    assert not EraseConfirmations([NEW], clock=clock).holds(signed, "17")
    clock.advance(seconds=LIFETIME.total_seconds())
    assert not confirmations.holds(signed, "17")


@pytest.mark.parametrize("token", ["", "yes", "\ud800", "W10.x", StopLinks([OLD]).sign(StopLink("17"))])
def test_token_not_signed_for_erasing_does_not_hold(clock: Clock, token: str) -> None:
    assert not EraseConfirmations([OLD], clock=clock).holds(token, "17")
