from dataclasses import replace

import pytest

from tests.doctor.doctor_report import check_sentences
from tracking.doctor.proxies import findings
from tracking.security.self_check import SelfCheckResult
from tracking.settings import Settings

SEEN = SelfCheckResult(
    trusted=1, forwarded=1, has_forwarded_scheme=True, scheme="https", host="track.example.com", address="203.0.113.7"
)
URL = "https://track.example.com"


def say(seen: SelfCheckResult, url: str = URL) -> tuple[str, str, str]:
    (found,) = findings(seen, Settings.from_environ({"PUBLIC_URL": url, "TRUSTED_PROXIES": str(seen.trusted)}))
    check_sentences(found.state, found.message, found.fix)
    return found.state, found.message, found.fix


def test_proxy_with_all_headers_is_ok() -> None:
    state, words, _ = say(SEEN)
    assert state == "ok"
    assert words.endswith("this machine is 203.0.113.7, which opened https://track.example.com.")


def test_missing_forwarded_proto_is_reported() -> None:
    state, words, fix = say(replace(SEEN, scheme="http", has_forwarded_scheme=False))
    assert (state, words) == ("?", "The reverse proxy does not say that visitors come by https.")
    assert "X-Forwarded-Proto" in fix


def test_scheme_from_another_source_is_ok() -> None:
    # Two proxies, of which the inner one speaks http to the site and the outer one alone names the scheme.
    assert say(replace(SEEN, trusted=2, forwarded=2, scheme="http"))[0] == "ok"
    assert say(replace(SEEN, scheme="http", has_forwarded_scheme=False), "http://127.0.0.1")[0] == "ok"


def test_proxy_without_headers_is_an_error() -> None:
    state, words, fix = say(replace(SEEN, trusted=0, forwarded=0, scheme="http", has_forwarded_scheme=False))
    assert state == "!!"
    assert "203.0.113.7" in words
    assert "X-Forwarded-For" in fix
    assert fix.endswith("set TRUSTED_PROXIES to 1.")


@pytest.mark.parametrize(("trusted", "forwarded"), [(0, 1), (1, 0), (2, 1), (1, 3)])
def test_wrong_count_is_reported_before_the_scheme(trusted: int, forwarded: int) -> None:
    state, _, fix = say(replace(SEEN, trusted=trusted, forwarded=forwarded, scheme="http", has_forwarded_scheme=False))
    assert state == "!!"
    assert fix.startswith(f"Set TRUSTED_PROXIES to {forwarded}")
