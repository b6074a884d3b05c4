"""Every catalogue is complete, up to date, and in its own language."""

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Flask

from scripts.translations import FOLDER, TEMPLATE, collect, path_of
from tests.demo_orders import paths

LANGUAGES = sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s")
WORD = re.compile(r"[A-Za-z]{3,}")

# Languages that the first shops speak.
PROMISED = {"nb", "sv", "nl", "pl", "zh_Hans", "de", "da", "fi", "fr"}


@pytest.fixture(scope="module")
def written() -> Catalog:
    return collect()


@cache
def catalogue(language: str) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> Iterator[Message]:
    return (message for message in catalogue(language) if message.id)


def forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text),)


def test_the_promised_languages_are_there() -> None:
    assert set(LANGUAGES) == PROMISED


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_exactly_the_sentences_of_the_site(language: str, written: Catalog) -> None:
    wanted = {forms(message.id) for message in written if message.id}
    assert {forms(message.id) for message in messages(language)} == wanted, "run python -m scripts.translations"
    assert not catalogue(language).obsolete


def test_the_template_has_exactly_the_sentences_of_the_site(written: Catalog) -> None:
    with (FOLDER / TEMPLATE).open("rb") as file:
        listed = {forms(message.id) for message in read_po(file) if message.id}
    assert listed == {forms(message.id) for message in written if message.id}, "run python -m scripts.translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_none_is_a_guess(language: str) -> None:
    plurals = catalogue(language).num_plurals
    for message in messages(language):
        hint = f"{language}: this sentence was changed: translate it anew, and take its #, fuzzy away: {message.id}"
        assert not message.fuzzy, hint
        assert all(forms(message.string)), f"{language}: this sentence has no translation: {message.id}"
        assert all(text.strip() for text in forms(message.string)), message.id
        assert len(forms(message.string)) == (plurals if message.pluralizable else 1), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_names_the_values_of_the_original(language: str) -> None:
    for message in messages(language):
        required = set(PLACEHOLDER.findall(forms(message.id)[-1])) - {"%(count)s"}
        allowed = {name for text in forms(message.id) for name in PLACEHOLDER.findall(text)}
        for text in forms(message.string):
            assert required <= set(PLACEHOLDER.findall(text)) <= allowed, message.id
            assert "%" not in PLACEHOLDER.sub("", text).replace("%%", ""), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_was_left_in_english(language: str) -> None:
    def same(message: Message) -> bool:
        return forms(message.string)[0] == forms(message.id)[0] and len(WORD.findall(forms(message.id)[0])) > 1

    plain = {message.id for message in messages(language) if same(message)}
    bare = {text for text in plain if not WORD.search(PLACEHOLDER.sub("", forms(text)[0]))}
    assert plain - bare == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_speaks_of_a_shops_suspicion(language: str) -> None:
    spoken = " ".join(text for message in messages(language) for text in forms(message.string)).lower()
    assert not re.search(r"fraud|betrug|svindel|bedräg|bedrageri|petos|oszust|欺诈|fulfil", spoken)


CUSTOMERS = {
    "norwegian-bring": "nb",
    "swedish-postnord": "sv",
    "dutch-postnl": "nl",
    "polish-inpost": "pl",
    "chinese-sf-express": "zh-Hans",
    "german-dhl": "de",
    "danish-postnord": "da",
    "finnish-posti": "fi",
    "french-colissimo": "fr",
}


def test_an_order_opens_in_its_customers_language_and_can_be_read_in_another(app: Flask) -> None:
    client, addresses = app.test_client(), paths(app)
    for slug, language in CUSTOMERS.items():
        assert f'<html lang="{language}"' in client.get(addresses[slug]).text, slug
        assert '<html lang="en"' in client.get(addresses[slug], query_string={"lang": "en"}).text, slug


def shown_in(app: Flask, language: str, slugs: set[str] | None = None) -> None:
    """Open order pages in a language: the client holds each one to the rules for responses."""
    client = app.test_client()
    for slug, path in paths(app).items():
        if slugs is None or slug in slugs:
            answer = client.get(path, query_string={"lang": language.replace("_", "-")})
            assert answer.status_code == 200, (slug, language)


def test_a_split_order_reads_in_every_language(app: Flask) -> None:
    for language in LANGUAGES:
        shown_in(app, language, {"split-in-three", "estimate-changed", "return-refunded"})


@pytest.mark.audit
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_situation_reads_in_every_language(make_app: Callable[..., Flask], language: str) -> None:
    shown_in(make_app(), language)
