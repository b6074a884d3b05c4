from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.cli.doctor.diagnosing import diagnose
from tests.parts import NOW, Clock
from tracking.cli.doctor.clock import finding


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(31, "It is 31 seconds behind Shopify's."), (-180, "It is 180 seconds ahead of Shopify's.")],
)
def test_a_clock_that_is_off_is_told_by_how_much(
    app_of: Callable[..., Flask], open_shop: Callable[..., str], seconds: int, words: str
) -> None:
    theirs = Clock(now=NOW + timedelta(seconds=seconds))
    (said,) = diagnose(app_of(open_shop(clock=theirs))).of("clock")
    assert (said.state, said.words) == ("!!", words)
    assert "this machine" in said.fix
    assert "90 seconds" in said.fix


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_clock_may_be_a_little_off(seconds: int) -> None:
    assert finding(NOW, NOW + timedelta(seconds=seconds)).state == "ok"


def test_without_shopifys_time_nothing_can_be_said() -> None:
    assert finding(None, NOW).state == "?"
