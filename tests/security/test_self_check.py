import hashlib
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from tracking.security.links import BadLink, Links
from tracking.security.self_check import LIFE, NotOurs, SelfCheck, SelfCheckResult

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
SEEN = SelfCheckResult(
    trusted=1, forwarded=2, tells_scheme=True, scheme="https", host="track.example.com", address="203.0.113.7"
)


def probes(*keys: str, now: datetime = NOW) -> SelfCheck:
    return SelfCheck(keys or ("key",), clock=lambda: now)


def answered(probe: str, *keys: str) -> str:
    answer = probes(*keys).answer(probe, SEEN)
    assert answer
    return answer


def test_what_the_site_saw_is_read_by_whoever_asked() -> None:
    probe = probes().probe()
    assert probes().read(answered(probe), probe) == SEEN


def test_a_probe_is_answered_for_two_minutes() -> None:
    probe = probes().probe()
    assert probes(now=NOW + LIFE - timedelta(seconds=1)).answer(probe, SEEN)
    assert probes(now=NOW + LIFE).answer(probe, SEEN) is None
    assert probes(now=NOW - LIFE).answer(probe, SEEN), "another machine's clock may be behind"
    assert probes(now=NOW - LIFE - timedelta(seconds=1)).answer(probe, SEEN) is None, "or ours is wrong"


def test_an_older_key_asks_and_answers_too() -> None:
    probe = probes("old").probe()
    assert probes("old").read(answered(probe, "old"), probe) == SEEN
    assert probes("old", "new").read(answered(probe, "old", "new"), probe) == SEEN


def test_another_key_gets_no_answer_and_its_own_is_not_believed() -> None:
    probe = probes("another").probe()
    assert probes().answer(probe, SEEN) is None
    with pytest.raises(NotOurs):
        probes().read(answered(probe, "another"), probe)


def test_an_answer_to_an_earlier_probe_is_not_believed() -> None:
    earlier, probe = probes().probe(), probes().probe()
    assert earlier != probe
    with pytest.raises(NotOurs):
        probes().read(answered(earlier), probe)


@pytest.mark.parametrize("seen", [{"trusted": 1}, {**asdict(SEEN), "mood": "fine"}, [], None])
def test_an_answer_of_another_release_is_not_believed(seen: object) -> None:
    signs = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    probe = probes().probe()
    answer = URLSafeSerializer("key", salt="probe.seen", signer_kwargs=signs).dumps([probe, seen])
    with pytest.raises(NotOurs):
        probes().read(str(answer), probe)


def test_neither_is_a_link_nor_a_link_a_probe() -> None:
    links = Links(("key",), life=timedelta(days=30), clock=lambda: NOW)
    probe = probes().probe()
    for token in (probe, answered(probe)):
        with pytest.raises(BadLink):
            links.open(token)
    assert probes().answer(links.sign("1"), SEEN) is None


@given(st.text(st.characters(codec=None)))
def test_whatever_comes_is_no_probe_and_no_answer(text: str) -> None:
    assert probes().answer(text, SEEN) is None
    with pytest.raises(NotOurs):
        probes().read(text, text)
