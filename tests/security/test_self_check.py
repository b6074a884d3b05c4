import hashlib
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from tracking.security.links import InvalidLink, Links
from tracking.security.self_check import LIFETIME, InvalidSelfCheck, SelfCheck, SelfCheckResult

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
SEEN = SelfCheckResult(
    trusted=1, forwarded=2, has_forwarded_scheme=True, scheme="https", host="track.example.com", address="203.0.113.7"
)


def probes(*keys: str, now: datetime = NOW) -> SelfCheck:
    return SelfCheck(keys or ("key",), clock=lambda: now)


def answered(probe: str, *keys: str) -> str:
    answer = probes(*keys).answer(probe, SEEN)
    assert answer
    return answer


def test_result_is_read_by_the_sender_of_the_probe() -> None:
    probe = probes().create_probe()
    assert probes().read_answer(answered(probe), probe) == SEEN


def test_a_probe_is_answered_for_two_minutes() -> None:
    probe = probes().create_probe()
    assert probes(now=NOW + LIFETIME - timedelta(seconds=1)).answer(probe, SEEN)
    assert probes(now=NOW + LIFETIME).answer(probe, SEEN) is None
    assert probes(now=NOW - LIFETIME).answer(probe, SEEN), "another machine's clock may be behind"
    assert probes(now=NOW - LIFETIME - timedelta(seconds=1)).answer(probe, SEEN) is None, "or ours is wrong"


def test_older_key_is_accepted_by_both_ends() -> None:
    probe = probes("old").create_probe()
    assert probes("old").read_answer(answered(probe, "old"), probe) == SEEN
    assert probes("old", "new").read_answer(answered(probe, "old", "new"), probe) == SEEN


def test_other_key_is_rejected_by_both_ends() -> None:
    probe = probes("another").create_probe()
    assert probes().answer(probe, SEEN) is None
    with pytest.raises(InvalidSelfCheck):
        probes().read_answer(answered(probe, "another"), probe)


def test_answer_to_an_earlier_probe_is_rejected() -> None:
    earlier, probe = probes().create_probe(), probes().create_probe()
    assert earlier != probe
    with pytest.raises(InvalidSelfCheck):
        probes().read_answer(answered(earlier), probe)


@pytest.mark.parametrize("seen", [{"trusted": 1}, {**asdict(SEEN), "mood": "fine"}, [], None])
def test_answer_of_another_release_is_rejected(seen: object) -> None:
    signs = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    probe = probes().create_probe()
    answer = URLSafeSerializer("key", salt="probe.seen", signer_kwargs=signs).dumps([probe, seen])
    with pytest.raises(InvalidSelfCheck):
        probes().read_answer(str(answer), probe)


def test_probes_and_links_are_not_interchangeable() -> None:
    links = Links(("key",), lifetime=timedelta(days=30), clock=lambda: NOW)
    probe = probes().create_probe()
    for token in (probe, answered(probe)):
        with pytest.raises(InvalidLink):
            links.open(token)
    assert probes().answer(links.sign("1"), SEEN) is None


@hypothesis_settings(deadline=None)  # a busy machine is no failure
@given(st.text(st.characters(codec=None)))
def test_arbitrary_text_is_neither_probe_nor_answer(text: str) -> None:
    assert probes().answer(text, SEEN) is None
    with pytest.raises(InvalidSelfCheck):
        probes().read_answer(text, text)
