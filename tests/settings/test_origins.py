from pathlib import Path

from tracking.settings.origins import OriginKind, SettingOrigin, origins
from tracking.settings.sources import SettingsSources


def test_each_setting_says_where_it_is_from(tmp_path: Path) -> None:
    lines = ["# mine", "KEEP_DAYS=30", "PORT=", "LINK_KEY_FILE=/run/link", "LINK_DAYS=5"]
    (tmp_path / ".env").write_text("\n".join(lines), encoding="utf-8")
    environ = {"LINK_DAYS": "7", "SECRET_KEY_FILE": "/run/secret", "HOST": "", "PATH": "/bin"}
    found = origins(SettingsSources.read(environ, tmp_path))
    assert found["KEEP_DAYS"] == SettingOrigin(OriginKind.ENV_FILE, line=2)
    assert found["LINK_KEY"] == SettingOrigin(OriginKind.ENV_FILE, line=4, is_in_file=True)
    assert found["LINK_DAYS"] == SettingOrigin(OriginKind.ENVIRONMENT)
    assert found["SECRET_KEY"] == SettingOrigin(OriginKind.ENVIRONMENT, is_in_file=True)
    assert {found[name].kind for name in ("PORT", "HOST", "SMTP_URL")} == {OriginKind.DEFAULT}


def test_without_a_file_all_is_of_the_environment_or_a_default() -> None:
    found = origins(SettingsSources({"PORT": "80"}))
    assert {name for name, origin in found.items() if origin.kind is not OriginKind.DEFAULT} == {"PORT"}
