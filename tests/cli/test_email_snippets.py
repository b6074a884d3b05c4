from collections.abc import Callable

import pytest
from flask import Flask

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
