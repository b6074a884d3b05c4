import re
from dataclasses import fields
from io import StringIO
from pathlib import Path

from dotenv.parser import parse_stream

from tracking.settings import DEMO_SECRET_KEY, Settings
from tracking.settings.example import example_env_file
from tracking.settings.settings import read_value

FILE = Path(__file__).parents[2] / ".env.example"


def test_example_file_matches_the_settings() -> None:
    assert FILE.read_text() == example_env_file(), "run `python -m tracking setup --example > .env.example`"


def test_every_setting_has_its_description_and_default() -> None:
    rows = re.findall(r"^# (.+)\n# ([A-Z_]+)=(.*)$", example_env_file(), re.MULTILINE)
    assert [name for _, name, _ in rows] == [field.name.upper() for field in fields(Settings)]
    for sentence, name, value in rows:
        assert re.fullmatch(r"[A-Z].*[.]", sentence), sentence
        default = Settings.__dataclass_fields__[name.lower()].default
        assert (read_value(name, value) if value else default) == default
        assert value or default in (None, (), DEMO_SECRET_KEY), f"{name} has a default that is not shown"


def test_every_setting_is_commented_out() -> None:
    assert [binding.key for binding in parse_stream(StringIO(example_env_file())) if binding.key or binding.error] == []
