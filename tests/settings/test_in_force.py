from dataclasses import fields

from tracking.settings import Settings
from tracking.settings.in_force import SettingInForce, settings_in_force
from tracking.settings.origins import OriginKind, SettingOrigin

WRITTEN = {
    "PUBLIC_URL": "https://track.example.com",
    "SHOPIFY_SHOP": "tea.myshopify.com",
    "SHOPIFY_ACCESS_TOKEN": "shpat_canary",
    "SECRET_KEY": "canary of a key that is long enough",
    "LANGUAGES": "en,sv",
    "FOOTER_LINKS": "Imprint=https://example.com/imprint",
    "QUIET_HOURS": "22-7",
    "NOTICES_FROM": "2026-11-01",
    "WAIT_POLICY": "We send you $5",
    "SMTP_URL": "smtp://canary:canary@mail.example.com",
    "MAIL_FROM": "Tea <tea@example.com>",
}


def rows() -> dict[str, SettingInForce]:
    origins = {"LANGUAGES": SettingOrigin(OriginKind.ENV_FILE, line=3)}
    return {row.name: row for row in settings_in_force(Settings.from_environ(WRITTEN), origins)}


def test_a_line_of_it_leads_to_the_same_setting() -> None:
    from_lines = {
        row.name: row.line.partition("=")[2].strip("'\"") for row in rows().values() if row.is_set and row.value
    }
    secrets = {name: text for name, text in WRITTEN.items() if name not in from_lines}
    assert Settings.from_environ({**from_lines, **secrets}) == Settings.from_environ(WRITTEN)


def test_no_secret_is_in_it() -> None:
    assert "canary" not in repr(rows())
    hidden = {row.name.upper() for row in fields(Settings) if not row.repr}
    assert {row.name for row in rows().values() if row.value is None} == hidden
    assert rows()["SECRET_KEY"].is_set
    assert not rows()["LINK_KEY"].is_set


def test_what_was_not_written_is_a_default() -> None:
    assert rows()["LANGUAGES"].origin == SettingOrigin(OriginKind.ENV_FILE, line=3)
    assert rows()["PORT"].origin.kind is OriginKind.DEFAULT
    assert {name for name, row in rows().items() if row.is_set} == WRITTEN.keys()
