import pytest

from tracking.i18n.localized_text import LocalizedText

SEVERAL = LocalizedText((("en", "Hello"), ("sv", "Hej"), ("zh_Hans", "你好")))


@pytest.mark.parametrize(
    ("code", "text"),
    [("sv", "Hej"), ("sv-FI", "Hej"), ("SV", "Hej"), ("zh-Hans", "你好"), ("zh_Hans", "你好"), ("de", "Hello")],
)
def test_text_is_in_the_language_else_the_first_one(code: str, text: str) -> None:
    assert SEVERAL.in_language(code) == text


def test_one_text_is_for_all_readers() -> None:
    alone = LocalizedText((("", "Hello"),))
    assert (alone.in_language("sv"), alone.languages) == ("Hello", ())
    assert SEVERAL.languages == ("en", "sv", "zh_Hans")
