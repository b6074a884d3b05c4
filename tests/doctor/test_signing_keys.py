from collections.abc import Callable

import pytest
from flask import Flask

from tests.doctor.doctor_report import run_doctor


def test_demo_key_is_ok(app: Flask) -> None:
    (said,) = run_doctor(app).of("SECRET_KEY")
    assert (said.state, said.message) == ("ok", "It is the demo's own, which everybody knows.")


@pytest.mark.parametrize("name", ["SECRET_KEY", "LINK_KEY"])
@pytest.mark.parametrize(("length", "state"), [(31, "!!"), (32, "ok")])
def test_short_key_is_an_error_with_its_fix(make_app: Callable[..., Flask], name: str, length: int, state: str) -> None:
    (said,) = run_doctor(make_app(**{name: "x" * length})).of(name)
    assert said.state == state
    assert (f"Set {name} to" in said.fix and f"{name}_FALLBACKS" in said.fix) == (state == "!!")


@pytest.mark.parametrize(("name", "path"), [("METRICS_TOKEN", "/metrics"), ("PREVIEW_KEY", "/preview")])
def test_optional_keys_are_reported_as_open_or_closed(app_of: Callable[..., Flask], name: str, path: str) -> None:
    (opened,) = run_doctor(app_of("http://127.0.0.1:1", **{name: "a canary of the metrics, long enough"})).of(name)
    (closed,) = run_doctor(app_of("http://127.0.0.1:1")).of(name)
    assert (opened.state, opened.message) == ("ok", f"{path} is open to those who know it.")
    assert (closed.state, closed.message) == ("ok", f"It is not set, so {path} is closed.")


@pytest.mark.parametrize(("name", "path"), [("METRICS_TOKEN", "/metrics"), ("PREVIEW_KEY", "/preview")])
def test_short_optional_key_is_reported(app_of: Callable[..., Flask], name: str, path: str) -> None:
    (said,) = run_doctor(app_of("http://127.0.0.1:1", **{name: "canary"})).of(name)
    assert (said.state, said.message.endswith(f"{path} is open to those who guess it.")) == ("?", True)
    assert f"Set {name} to" in said.fix


def test_the_demos_preview_needs_no_key(app: Flask) -> None:
    assert not run_doctor(app).of("PREVIEW_KEY")


def test_missing_link_key_is_reported(app_of: Callable[..., Flask], app: Flask) -> None:
    (said,) = run_doctor(app_of("http://127.0.0.1:1")).of("LINK_KEY")
    assert (said.state, "/o/" in said.message) == ("?", True)
    assert "email-snippets" in said.fix
    assert not run_doctor(app).of("LINK_KEY")


@pytest.mark.parametrize(
    ("token", "said"), [("", "to sessions alone: it is not set."), ("x" * 32, "to those who know it, too.")]
)
def test_export_access_is_reported(app_of: Callable[..., Flask], token: str, said: str) -> None:
    (found,) = run_doctor(app_of("http://127.0.0.1:1", EXPORT_TOKEN=token)).of("EXPORT_TOKEN")
    assert (found.state, found.message) == ("ok", f"The export of the overview's list is open {said}")
