import re
import subprocess

import pytest

from tracking.shopify.notifications import UnusableKey, snippets

SITE = "https://track.example.com"


def test_the_signed_link_signs_the_orders_id_under_the_key() -> None:
    lines = snippets(SITE, "s3cret_key-1")
    assert lines.signed == (
        "{% assign signed = 'track:' | append: id %}"
        "<a href=\"https://track.example.com/o/{{ id }}?s={{ signed | hmac_sha256: 's3cret_key-1' }}\">"
        "Track your order</a>"
    )


def test_the_probe_shows_what_liquid_would_make_of_it() -> None:
    lines = snippets(SITE, "k")
    assert lines.probe == "{{ 'probe' | hmac_sha256: 'probe' }}"
    made = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", "probe"],  # noqa: S607 - the system's own
        input=b"probe",
        capture_output=True,
        check=True,
    )
    assert lines.expected == made.stdout.decode().split()[-1]


def test_the_link_by_number_carries_the_number_only() -> None:
    lines = snippets(SITE, "k")
    assert lines.by_number == f'<a href="{SITE}/?order={{{{ order_number }}}}">Track your order</a>'
    assert set(re.findall(r"{{ (\w+)", lines.by_number)) == {"order_number"}


def test_without_a_key_there_is_no_signed_link() -> None:
    assert snippets(SITE, None).signed is None


@pytest.mark.parametrize("key", ["it's", 'say "k"', "a}}b", "a%}b", "two words", "é", ""])
def test_a_key_that_liquid_cannot_write_is_refused(key: str) -> None:
    with pytest.raises(UnusableKey):
        snippets(SITE, key)
