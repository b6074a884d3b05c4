from collections.abc import Callable

import pytest
from flask import Flask

from tests.cli.doctor.diagnosing import diagnose


def test_the_demos_key_is_said_to_be_the_demos(app: Flask) -> None:
    (said,) = diagnose(app).of("SECRET_KEY")
    assert (said.state, said.words) == ("ok", "It is the demo's own, which everybody knows.")


@pytest.mark.parametrize("name", ["SECRET_KEY", "LINK_KEY"])
@pytest.mark.parametrize(("length", "state"), [(31, "!!"), (32, "ok")])
def test_a_short_key_is_told_and_how_to_make_a_long_one(
    make_app: Callable[..., Flask], name: str, length: int, state: str
) -> None:
    (said,) = diagnose(make_app(**{name: "x" * length})).of(name)
    assert said.state == state
    assert (f"Set {name} to" in said.fix and f"{name}_FALLBACKS" in said.fix) == (state == "!!")


@pytest.mark.parametrize(("name", "path"), [("METRICS_TOKEN", "/metrics"), ("PREVIEW_KEY", "/preview")])
def test_what_is_open_and_what_is_closed_is_told(app_of: Callable[..., Flask], name: str, path: str) -> None:
    (opened,) = diagnose(app_of("http://127.0.0.1:1", **{name: "canary of the metrics"})).of(name)
    (closed,) = diagnose(app_of("http://127.0.0.1:1")).of(name)
    assert (opened.state, opened.words) == ("ok", f"{path} is open to those who know it.")
    assert (closed.state, closed.words) == ("ok", f"It is not set, so {path} is closed.")


def test_the_demos_preview_needs_no_key(app: Flask) -> None:
    assert not diagnose(app).of("PREVIEW_KEY")


def test_a_shop_whose_e_mails_cannot_sign_links_is_told(app_of: Callable[..., Flask], app: Flask) -> None:
    (said,) = diagnose(app_of("http://127.0.0.1:1")).of("LINK_KEY")
    assert (said.state, "/o/" in said.words) == ("?", True)
    assert "email-snippets" in said.fix
    assert not diagnose(app).of("LINK_KEY")
