import re
from dataclasses import fields
from io import StringIO
from pathlib import Path

from dotenv.parser import parse_stream

from tracking.settings import DEMO_SECRET_KEY, Settings
from tracking.settings.example import example
from tracking.settings.settings import read_value

FILE = Path(__file__).parents[2] / ".env.example"


def test_the_file_is_what_the_table_makes() -> None:
    assert FILE.read_text() == example(), "run `python -m tracking setup --example > .env.example`"


def test_every_setting_stands_there_with_its_sentence_and_its_default() -> None:
    rows = re.findall(r"^# (.+)\n# ([A-Z_]+)=(.*)$", example(), re.MULTILINE)
    assert [name for _, name, _ in rows] == [field.name.upper() for field in fields(Settings)]
    for sentence, name, value in rows:
        assert re.fullmatch(r"[A-Z].*[.]", sentence), sentence
        default = Settings.__dataclass_fields__[name.lower()].default
        assert (read_value(name, value) if value else default) == default
        assert value or default in (None, (), DEMO_SECRET_KEY), f"{name} has a default that is not shown"


def test_nothing_in_it_is_set() -> None:
    assert [binding.key for binding in parse_stream(StringIO(example())) if binding.key or binding.error] == []
