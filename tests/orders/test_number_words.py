from tests.sampling import each_row
from tracking.i18n.catalogues import FOLDER, SOURCE
from tracking.orders.number_words import WORDS
from tracking.orders.order_number import spellings


def test_every_language_of_the_site_has_words() -> None:
    languages = {path.name for path in FOLDER.iterdir() if path.is_dir()} | {SOURCE}
    assert len(languages) == 10
    assert languages <= WORDS.keys()


@each_row("language", WORDS)
def test_word_before_a_number_is_left_out(language: str) -> None:
    for word in WORDS[language].split():
        for typed in (f"{word} 7410", f"{word.upper()}: #7410", f"{word}7410"):
            assert "#7410" in spellings(typed, "#", "").searches[0], typed
