from collections.abc import Callable

import pytest
from flask import Flask, g

from tests.fakes import Clock
from tracking.services import services
from tracking.web.fragment_cache import FragmentCache, fragment_cache


class Maker:
    """Makes another piece each time."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> str:
        self.made += 1
        return f"<p>{self.made}"


@pytest.fixture
def make() -> Maker:
    return Maker()


@pytest.fixture
def kept(clock: Clock) -> FragmentCache:
    return FragmentCache(monotonic=clock.monotonic)


def test_a_piece_is_made_again_when_anything_that_it_is_made_of_has_changed(
    app: Flask, kept: FragmentCache, make: Maker
) -> None:
    with app.test_request_context():
        assert kept.get(("7", "en"), (1, {"a": 2}), make) == kept.get(("7", "en"), (1, {"a": 2}), make) == "<p>1"
        assert kept.get(("7", "en"), (1, {"a": 3}), make) == "<p>2"
        assert kept.get(("7", "en"), (1, {"a": 2}), make) == "<p>3", "what it was made of before is not remembered"
        assert kept.get(("7", "de"), (1, {"a": 2}), make) == "<p>4"
    assert len(kept) == 2


def test_the_pieces_of_an_order_are_forgotten_with_it(app: Flask, kept: FragmentCache, make: Maker) -> None:
    with app.test_request_context():
        for name in (("7", "en"), ("7", "de"), ("8", "en"), ("", "7")):
            kept.get(name, 1, make)
        kept.forget("7")
        assert len(kept) == 2
        assert kept.get(("7", "en"), 1, make) == "<p>5"
        kept.forget(None)
    assert len(kept) == 0


def test_a_piece_that_is_being_made_while_its_order_is_forgotten_is_not_kept(app: Flask, kept: FragmentCache) -> None:
    def make() -> str:
        kept.forget("7")
        return "<p>"

    with app.test_request_context():
        assert kept.get(("7", "en"), 1, make) == "<p>"
    assert len(kept) == 0


def test_piece_unused_for_an_hour_is_forgotten(app: Flask, kept: FragmentCache, make: Maker, clock: Clock) -> None:
    with app.test_request_context():
        kept.get(("7",), 1, make)
        clock.advance(seconds=3599)
        assert len(kept) == 1
        clock.advance(seconds=2)
    assert len(kept) == 0


def test_fragments_take_no_more_memory_than_they_may(app: Flask, clock: Clock) -> None:
    kept = FragmentCache(monotonic=clock.monotonic, most_characters=16_000)
    with app.test_request_context():
        for number in range(20):
            kept.get((str(number),), 1, lambda: "x" * 500)
        assert len(kept) == 4
        assert kept.get(("large",), 1, lambda: "x" * 20_000) == "x" * 20_000
    assert len(kept) == 4


def test_nothing_is_kept_that_our_own_templates_stood_in_for(app: Flask, kept: FragmentCache, make: Maker) -> None:
    with app.test_request_context():
        g.is_fallback = True
        kept.get(("7",), 1, make)
    assert len(kept) == 0


def test_invalidation_of_an_order_removes_its_fragments(make_app: Callable[..., Flask], make: Maker) -> None:
    app = make_app()
    with app.test_request_context():
        fragment_cache().get(("7",), 1, make)
        services().invalidation.publish("7")
        assert len(fragment_cache()) == 0
