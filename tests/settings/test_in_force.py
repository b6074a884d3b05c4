from dataclasses import fields
from pathlib import Path

import pytest

from tracking.settings import Settings
from tracking.settings.env_file import EnvFile
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


# Values of which the next reader could make something else, by the name of their setting.
ODD = {
    "SHOPIFY_SHOP": ["https://admin.shopify.com/store/tea"],
    "SHOPIFY_CLIENT_ID": ["a$b#c'd"],
    "SHOPIFY_API_URL": ["http://10.0.0.1:8080"],
    "SHOPIFY_API_VERSION": ["unstable"],
    "LINK_DAYS": ["7"],
    "PUBLIC_URL": ["https://track.example.com/where/"],
    "EMBED_ORIGINS": ["https://shop.example.com https://a.example.com:8443"],
    "KEEP_DAYS": ["1"],
    "WORKER": ["off"],
    "TRUSTED_PROXIES": ["0", "2"],
    "BRAND_NAME": ['Tea, "Milk"; Bread\'s #1 = $5'],
    "BRAND_COLOR": ["#0A7C5C"],
    "BRAND_LOGO_URL": ["logo.svg", "https://example.com/logo.svg"],
    "SUPPORT_EMAIL": ["o'hara+x@example.com"],
    "SUPPORT_URL": ["https://example.com/contact?order={order}"],
    "FOOTER_LINKS": ["Imprint=https://example.com/i?a=b; Terms, all=https://example.com/t"],
    "REVIEW_URL": ["https://example.com/review?a=b#c"],
    "BRAND_DIR": ["."],
    "HANDLING_DAYS": ["1"],
    "STALLED_DAYS": ["9"],
    "LOST_DAYS": ["30"],
    "LOST_POLICY": ["We're sorry; = en, \\ and $5 back"],
    "WAIT_POLICY": ["Mon=Fri"],
    "SHOPIFY_MAILS": ["none", "shipped", "returns,shipped"],
    "SHOPIFY_WRITES": ["tags,deadline"],
    "MAIL_FROM": ["orders@example.com", "Tea, Milk & Bread <orders@example.com>", "O'Hara. <o@example.com>"],
    "MAIL_FOOTER": ["Tea, Lund; Sweden"],
    "NOTICES": ["none", "+sent,-back_on_track", "delayed,+new_date"],
    "NOTICES_FROM": ["2026-12-01"],
    "NOTICES_WAIT": ["0"],
    "NOTICES_PAUSE": ["0"],
    "NOTICES_PER_HOUR": ["1"],
    "QUIET_HOURS": ["off", "24-6"],
    "FEEDBACK_DAYS": ["2"],
    "CHOICES": ["none", "swap,wait"],
    "TEXT_TO_PHONE_ORDERS": ["on"],
    "DIGEST_AT": ["off", "0", "08"],
    "STAFF_EMAILS": ["ada@example.com, Ben@example.com"],
    "DOWNLOADS": ["none", "Hats, large;", "Hats, large; Pattern*", "Pattern*, GUIDE-1"],
    "LOCATION_NAMES": ["WH-2=Lund; A=B=Malmö, the old town"],
    "PICKUP_HOURS": ["Mon-Sat 10-18"],
    "RETENTION_HOURS": ["1"],
    "CARRIERS_FILE": ["pyproject.toml"],
    "LANGUAGES": ["zh,no"],
    "DEFAULT_LANGUAGE": ["no"],
    "HOST": ["[::1]"],
    "PORT": ["0"],
}


@pytest.mark.parametrize("name", [row.name.upper() for row in fields(Settings) if row.repr])
def test_a_line_of_it_leads_to_the_value_in_force(name: str, tmp_path: Path) -> None:
    path = tmp_path / ".env"
    for text in ["", *ODD[name]]:
        settings = Settings.from_environ_subset({name: text}, [name])
        (row,) = (each for each in settings_in_force(settings, {}) if each.name == name)
        path.write_text(f"{row.line}\n", encoding="utf-8")
        file = EnvFile.read(path)
        assert file is not None
        assert Settings.from_environ_subset(file.values, [name]) == settings, row.line
        assert row.value or not row.is_set


def test_texts_of_a_file_have_no_line(tmp_path: Path) -> None:
    (tmp_path / "wait.toml").write_text('en = "Wait."\nsv = "Vänta."\n', encoding="utf-8")
    settings = Settings.from_environ_subset({"WAIT_POLICY": f"{tmp_path}/wait.toml"}, ["WAIT_POLICY"])
    (row,) = (each for each in settings_in_force(settings, {}) if each.is_set)
    assert (row.line, row.value) == (None, "en=Wait.; sv=Vänta.")


def test_no_secret_is_in_it() -> None:
    assert "canary" not in repr(rows())
    hidden = {row.name.upper() for row in fields(Settings) if not row.repr}
    assert {row.name for row in rows().values() if row.value is None} == hidden
    assert rows()["SECRET_KEY"].is_set
    assert not rows()["LINK_KEY"].is_set


def test_setting_that_is_not_set_is_a_default() -> None:
    assert rows()["LANGUAGES"].origin == SettingOrigin(OriginKind.ENV_FILE, line=3)
    assert rows()["PORT"].origin.kind is OriginKind.DEFAULT
    assert {name for name, row in rows().items() if row.is_set} == WRITTEN.keys()
