from collections.abc import Mapping
from pathlib import Path

import pytest

from tracking.settings import Settings
from tracking.settings.sources import SKIP, SettingsSources


def sources(folder: Path, text: str, **environ: str) -> SettingsSources:
    (folder / ".env").write_text(text, encoding="utf-8")
    (folder / ".env").chmod(0o600)
    return SettingsSources.read(environ, folder)


def words(found: SettingsSources) -> list[str]:
    return [concern.description for concern in found.concerns()]


def test_environment_takes_precedence_over_the_file(tmp_path: Path) -> None:
    settings = Settings.from_environ(sources(tmp_path, "BRAND_NAME=Tea\nPORT=8000\n", PORT="9000").values)
    assert (settings.brand_name, settings.port) == ("Tea", 9000)


def test_missing_file_leaves_the_environment(tmp_path: Path) -> None:
    assert SettingsSources.read({"PORT": "9000"}, tmp_path).values == {"PORT": "9000"}


def test_empty_environment_variable_unsets_the_value_of_the_file(tmp_path: Path) -> None:
    values = sources(tmp_path, "BRAND_NAME=Tea\n", BRAND_NAME="").values
    assert Settings.from_environ(values).brand_name is None


@pytest.mark.parametrize(
    ("text", "environ"),
    [("SECRET_KEY=in the file\n", "SECRET_KEY_FILE"), ("SECRET_KEY_FILE=/nowhere\n", "SECRET_KEY")],
)
def test_setting_and_its_file_override_each_other(tmp_path: Path, text: str, environ: str) -> None:
    (tmp_path / "key").write_text("of the environment")
    value = str(tmp_path / "key") if environ.endswith("_FILE") else "of the environment"
    values = sources(tmp_path, text, **{environ: value}).values
    assert Settings.from_environ(values).secret_key == "of the environment"


@pytest.mark.parametrize("switch", ["1", "true", "yes"])
def test_flask_skip_dotenv_skips_the_file(tmp_path: Path, switch: str) -> None:
    assert sources(tmp_path, "broken line\n", **{SKIP: switch}).file is None


@pytest.mark.parametrize("switch", ["", "0", "false", "No"])
def test_disabled_flask_skip_dotenv_reads_the_file(tmp_path: Path, switch: str) -> None:
    assert sources(tmp_path, "A=1\n", **{SKIP: switch}).file


@pytest.mark.parametrize("loaded", ["a${HOME}b$", "a/rootb$"])
def test_value_that_flask_loaded_is_not_expanded(tmp_path: Path, loaded: str) -> None:
    found = sources(tmp_path, "SECRET_KEY='a${HOME}b$'\n", HOME="/root", SECRET_KEY=loaded)
    assert found.values["SECRET_KEY"] == "a${HOME}b$"
    assert "SECRET_KEY" not in found.environment_names


def test_error_names_the_line_of_the_value(tmp_path: Path) -> None:
    found = sources(tmp_path, "# c\n\nLINK_DAYS=soon\nSECRET_KEY_FILE=/x\n", PORT="http")
    wrong = "LINK_DAYS must be a whole number."
    assert found.with_lines(wrong) == "LINK_DAYS must be a whole number (LINK_DAYS stands in line 3 of .env)."
    assert found.with_lines("SECRET_KEY_FILE must be.").endswith("(SECRET_KEY_FILE stands in line 4 of .env).")
    assert found.with_lines("PORT must be a number.") == "PORT must be a number."
    assert SettingsSources({}).with_lines(wrong) == wrong


@pytest.mark.parametrize(
    ("text", "environ", "place", "meant"),
    [
        ("\nSHOPIFY_SHOPP=x\n", {}, "SHOPIFY_SHOPP (line 2 of .env)", "SHOPIFY_SHOP"),
        ("", {"BRAND_COLOUR": "x"}, "BRAND_COLOUR (in the environment)", "BRAND_COLOR"),
        ("BRAND_COLOUR=x\n", {"BRAND_COLOUR": "x"}, "BRAND_COLOUR (line 1 of .env)", "BRAND_COLOR"),
        ("port=1\n", {}, "port (line 1 of .env)", "PORT"),
    ],
)
def test_misspelled_setting_is_reported_with_a_suggestion(
    tmp_path: Path, text: str, environ: Mapping[str, str], place: str, meant: str
) -> None:
    (concern,) = sources(tmp_path, text, **environ).concerns()
    assert concern.description == f"{place} is no setting, and has no effect: {meant} is meant."
    assert concern.fix == f"Write {meant} in place of {place.partition(' ')[0]}."
    assert concern.is_error


def test_unknown_name_in_the_file_is_reported(tmp_path: Path) -> None:
    (concern,) = sources(tmp_path, "FOO=x\n").concerns()
    assert concern.description == "FOO (line 1 of .env) is no setting, and has no effect."
    assert "Take FOO out of .env" in concern.fix
    assert not concern.is_error


def test_variables_of_other_programs_are_not_reported(tmp_path: Path) -> None:
    environ = {"FOO": "x", "port": "1", "LANGUAGE": "sv:en", "HOSTNAME": "pod-1", "PATH": "/bin", "SHOPIFY_SHOP": "a"}
    assert words(sources(tmp_path, "COMPOSE_PROJECT_NAME=x\nTZ=UTC\nBRAND_NAME=Tea\n", **environ)) == []


def test_world_readable_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=1\n")
    (tmp_path / ".env").chmod(0o644)
    (concern,) = SettingsSources.read({}, tmp_path).concerns()
    assert concern.description == "Every user of this machine may read .env, which holds keys."
    assert "chmod 600 .env" in concern.fix
    assert not concern.is_error


def test_repeated_name_is_reported(tmp_path: Path) -> None:
    found = sources(tmp_path, "PORT=1\n\nPORT=2\n")
    (concern,) = found.concerns()
    assert concern.description == "PORT stands in .env more than once (lines 1, 3), and only the last one holds."
    assert found.values["PORT"] == "2"
