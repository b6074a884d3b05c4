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
    assert (alone.in_language("sv"), alone.lacks("sv")) == ("Hello", True)


def test_language_without_its_own_text_is_known() -> None:
    assert [code for code in ("en", "sv-FI", "zh-Hans", "de") if SEVERAL.lacks(code)] == ["de"]
