import pytest
from flask import Flask

from tracking.theming.embed_theme import EmbedTheme
from tracking.web.preview_options import PreviewOptions, preview_options, show_with


@pytest.mark.parametrize(
    ("query", "params"),
    [
        ("", {}),
        ("lang=en&color=%23ABC&scheme=light", {"lang": "en", "color": "aabbcc", "scheme": "light"}),
        ("name=+Tea+&code=late&key=k&framed=1", {"name": "Tea", "code": "late", "key": "k", "framed": "1"}),
        ("lang=xx&color=red&scheme=sepia&name=%3Cb%3E&code=sunk&framed=yes&show=delayed", {}),
    ],
)
def test_links_carry_the_valid_ones(app: Flask, query: str, params: dict[str, str]) -> None:
    with app.test_request_context(f"/preview?{query}"):
        assert PreviewOptions.of_request().params() == params


def test_invalid_ones_have_a_sentence_each(app: Flask) -> None:
    with app.test_request_context("/preview?color=red&name=%3Cb%3E"):
        options = PreviewOptions.of_request()
    assert set(options.errors) == {"color", "name"}
    assert options.typed == {"color": "red", "name": "<b>"}
    assert (options.theme, options.name) == (EmbedTheme(), None)


def test_key_is_not_printed() -> None:
    assert "secret" not in repr(PreviewOptions(key="secret"))


def test_a_page_has_none_unless_it_is_shown_with_them(app: Flask) -> None:
    with app.test_request_context("/preview/delayed?color=ffd400"):
        assert preview_options() is None
        show_with(PreviewOptions.of_request())
        assert preview_options() == PreviewOptions.of_request()
