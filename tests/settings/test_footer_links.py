import pytest

from tests.sampling import each_row
from tests.settings.conftest import mistake
from tracking.settings import Settings
from tracking.settings.footer_links import MAX_LINKS, footer_links

IMPRINT = ("Imprint", "https://example.com/imprint")


@pytest.mark.parametrize(
    ("value", "links"),
    [
        ("Imprint=https://example.com/imprint", (IMPRINT,)),
        (
            " Imprint = https://example.com/imprint ;; Returns & refunds=https://example.com/r?a=1&b=2#top; ",
            (IMPRINT, ("Returns & refunds", "https://example.com/r?a=1&b=2#top")),
        ),
        ("Impressum und Datenschutzerklärung=https://example.com", (("Impressum und Datenschutzerklärung", "https://example.com"),)),
        ("; ".join(f"Link {n}=https://example.com/{n}" for n in range(MAX_LINKS)),
         tuple((f"Link {n}", f"https://example.com/{n}") for n in range(MAX_LINKS))),
    ],
)  # fmt: skip
def test_links_are_named_addresses_in_their_order(value: str, links: tuple[tuple[str, str], ...]) -> None:
    assert footer_links(value) == links
    assert Settings.from_environ({"FOOTER_LINKS": value}).footer_links == links


@each_row(
    ("value", "named"),
    [
        (";", "from 1 to 8 links"),
        ("; ".join(f"Link {n}=https://example.com/{n}" for n in range(MAX_LINKS + 1)), "from 1 to 8 links"),
        ("https://example.com/imprint", "a name"),
        ("https://example.com/imprint?a=https://example.com", "a name"),
        ("=https://example.com/imprint", "a name"),
        (f"{'x' * 41}=https://example.com", "a name"),
        ("<b>Imprint</b>=https://example.com", "a name"),
        ("Im\u200bprint=https://example.com", "a name"),
        ("Imprint", "a name"),
        ("Imprint=", "an address that begins with https://"),
        ("Imprint=http://example.com/imprint", "an address that begins with https://"),
        ("Imprint=javascript:alert(1)", "an address that begins with https://"),
        ("Imprint=/pages/imprint", "an address that begins with https://"),
        ("Imprint=https://example.com/imprint, Privacy=https://example.com/privacy x", "an address that begins"),
        ('Imprint=https://example.com/"onclick="', "an address that begins with https://"),
        ("Imprint=https://example.com/a; imprint=https://example.com/b", "a name of its own"),
    ],
)
def test_anything_else_is_one_sentence_that_names_the_setting(value: str, named: str) -> None:
    sentence = mistake(FOOTER_LINKS=value)
    assert sentence.startswith("FOOTER_LINKS must ")
    assert named in sentence
    assert sentence.endswith("such as Imprint=https://example.com/imprint; Privacy=https://example.com/privacy.")
