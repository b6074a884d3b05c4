import re
import subprocess
from collections.abc import Callable

import pytest
from flask import Flask

from tracking.cli.email_snippets import UnusableKey, snippets

MAIL = {"PUBLIC_URL": "https://track.example.com", "LINK_KEY": "mail-key"}


def test_the_lines_for_e_mails_are_ready_to_paste(make_app: Callable[..., Flask]) -> None:
    said = make_app(**MAIL).test_cli_runner().invoke(args=["email-snippets"]).output
    assert "https://track.example.com/o/{{ id }}?s={{ signed | hmac_sha256: 'mail-key' }}" in said
    assert "{{ 'probe' | hmac_sha256: 'probe' }}" in said
    assert "https://track.example.com/?order={{ order_number }}" in said
    assert "LINK_KEY is not set" not in said


def test_missing_key_prints_how_to_make_one(make_app: Callable[..., Flask]) -> None:
    said = make_app(PUBLIC_URL=MAIL["PUBLIC_URL"]).test_cli_runner().invoke(args=["email-snippets"]).output
    assert "LINK_KEY is not set" in said
    assert "start the site" in said
    assert "/o/" not in said
    assert "hmac_sha256" not in said
    assert "https://track.example.com/?order={{ order_number }}" in said


@pytest.mark.parametrize("settings", [{}, {**MAIL, "LINK_KEY": "it's"}])
def test_missing_setting_is_named(make_app: Callable[..., Flask], settings: dict[str, str]) -> None:
    result = make_app(**settings).test_cli_runner().invoke(args=["email-snippets"])
    assert result.exit_code == 1
    assert ("LINK_KEY may only" if settings else "Set PUBLIC_URL") in result.output


SITE = "https://track.example.com"


def test_signed_link_signs_the_order_id_with_the_key() -> None:
    lines = snippets(SITE, "s3cret_key-1")
    assert lines.signed == (
        "{% assign signed = 'track:' | append: id %}"
        "<a href=\"https://track.example.com/o/{{ id }}?s={{ signed | hmac_sha256: 's3cret_key-1' }}\">"
        "Track your order</a>"
    )


def test_expected_probe_is_what_liquid_renders() -> None:
    lines = snippets(SITE, "k")
    assert lines.probe == "{{ 'probe' | hmac_sha256: 'probe' }}"
    made = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", "probe"],  # noqa: S607 - the system's own
        input=b"probe",
        capture_output=True,
        check=True,
    )
    assert lines.expected == made.stdout.decode().split()[-1]


def test_link_by_number_has_only_the_number() -> None:
    lines = snippets(SITE, "k")
    assert lines.by_number == f'<a href="{SITE}/?order={{{{ order_number }}}}">Track your order</a>'
    assert set(re.findall(r"{{ (\w+)", lines.by_number)) == {"order_number"}


def test_snippets_without_key_have_no_signed_link() -> None:
    assert snippets(SITE, None).signed is None


@pytest.mark.parametrize("key", ["it's", 'say "k"', "a}}b", "a%}b", "two words", "é", ""])
def test_key_that_liquid_cannot_quote_raises_unusable_key(key: str) -> None:
    with pytest.raises(UnusableKey):
        snippets(SITE, key)
