import json
import re
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sampling import each_row
from tracking.carriers import Carriers, Explanation, Link, LinkEvidence
from tracking.carriers.row import CarrierRow
from tracking.carriers.urls import read_url

Resolve = Callable[..., Link]

CASES = [json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_text(encoding="utf-8").splitlines()]


@each_row("kind", dict.fromkeys(case["shows"] for case in CASES))
def test_every_case_has_its_link(resolve: Resolve, kind: str) -> None:
    mistakes = [
        f"{case} was answered with {link}"
        for case in CASES
        if case["shows"] == kind
        if (link := _answer(resolve, case)).carrier != case["carrier"] or link.url != case["link"]
    ]

    assert mistakes == []


def _answer(resolve: Resolve, case: dict[str, str]) -> Link:
    clues = {clue: case[clue] for clue in ("company", "url", "country", "postcode", "language") if clue in case}
    return resolve(case.get("number"), **clues)


def test_deciding_number_overrides_a_name_that_does_not_accept_it(resolve: Resolve) -> None:
    link = resolve("420 77469 9261290416102420744039", company="DHL")

    assert (link.carrier, link.evidence) == ("usps", LinkEvidence.NUMBER)
    assert link.number == "9261290416102420744039"


def test_deciding_number_keeps_a_name_that_accepts_it(resolve: Resolve) -> None:
    link = resolve("420774699261290416102420744039", company="DHL eCommerce")

    assert (link.carrier, link.evidence) == ("dhl-ecommerce", LinkEvidence.COMPANY)
    assert link.number == "9261290416102420744039"
    assert resolve("1Z5R89390357567127", company="UPS").evidence == LinkEvidence.COMPANY


def test_name_outranks_the_merchants_link(resolve: Resolve) -> None:
    link = resolve("AB12345678", company="PostNord SE", url="https://www.ups.com/track?tracknum=AB12345678")

    assert (link.carrier, link.evidence) == ("postnord-se", LinkEvidence.COMPANY)
    assert link.url == "https://tracking.postnord.com/se/?id=AB12345678"


def test_host_outranks_the_number(resolve: Resolve) -> None:
    link = resolve("RB123456785GB", url="https://tracking.bring.com/tracking/RB123456785GB", language="nb")

    assert (link.carrier, link.evidence) == ("bring", LinkEvidence.HOST)
    assert link.url == "https://tracking.bring.com/tracking/RB123456785GB?lang=no"


def test_number_is_the_last_evidence(resolve: Resolve) -> None:
    link = resolve("rb 1234 5678 5 gb", company="The usual", url="http://www.usual.net/RB123456785GB")

    assert (link.carrier, link.name, link.number) == ("royal-mail", "Royal Mail", "RB123456785GB")
    assert link.evidence == LinkEvidence.NUMBER


def test_an_unknown_carriers_safe_link_is_kept(resolve: Resolve) -> None:
    link = resolve("ab 123", company="Whiz", url="https://whiz.net/t/ab123")

    assert link == Link(
        carrier=None, name="Whiz", number="ab123", url="https://whiz.net/t/ab123", evidence=LinkEvidence.MERCHANT
    )


def test_row_of_a_link_is_found_by_its_code(carriers: Carriers) -> None:
    row = carriers.row(carriers.resolve("AB12345678", company="PostNord SE").carrier)

    assert row is not None
    assert row.code == "postnord-se"
    assert carriers.row(None) is None
    assert carriers.row("no-such-carrier") is None


def test_a_name_in_the_carriers_script_is_found_and_shown_to_those_who_read_it() -> None:
    row = CarrierRow(code="some", name="Some Express", native_names={"zh": "某快递", "ja": "ある急便"})
    own = Carriers([row])

    assert [own.resolve("AB12345678", company=name).carrier for name in ("某快递", "ある急便")] == ["some", "some"]
    assert own.resolve("AB12345678", company="Some Express", language="zh_Hans").name == "某快递"
    assert own.resolve("AB12345678", company="某快递", language="sv").name == "Some Express"


def test_link_without_evidence_has_no_carrier(resolve: Resolve) -> None:
    assert resolve(None) == Link(carrier=None, name=None, number=None, url=None, evidence=LinkEvidence.NONE)
    assert resolve("", company="Other").name is None
    assert resolve("12345", company="Store Pickup").name == "Store Pickup"


def test_page_for_many_carriers_belongs_to_none(resolve: Resolve) -> None:
    link = resolve("AB12345678", url="https://www.17track.net/en/track?nums=AB12345678")

    assert (link.carrier, link.evidence) == (None, LinkEvidence.MERCHANT)


def test_a_known_carrier_without_a_link_gets_the_merchants(resolve: Resolve) -> None:
    url = "https://porterbuddy.com/t/AB12345678"

    assert resolve("AB12345678", company="Porterbuddy", url=url).url == url
    assert resolve("AB12345678", company="Porterbuddy").url is None


def test_a_known_carrier_never_gets_another_carriers_link(resolve: Resolve) -> None:
    link = resolve("AB12345678", company="Porterbuddy", url="https://www.ups.com/track?tracknum=AB12345678")

    assert (link.carrier, link.url) == ("porterbuddy", None)


def test_a_known_carrier_without_a_number_gets_the_merchants_link(resolve: Resolve) -> None:
    link = resolve(None, company="UPS", url="http://www.ups.com/track?tracknum=1Z5R89390357567127")

    assert link.url == "https://www.ups.com/track?tracknum=1Z5R89390357567127"


def test_a_bare_page_is_no_link(resolve: Resolve) -> None:
    assert resolve(None, company="Porterbuddy", url="https://porterbuddy.com/track").url is None
    assert resolve(None, url="https://www.ups.com/track").carrier is None


def test_bare_page_is_evidence_of_the_carrier_of_a_number(resolve: Resolve) -> None:
    link = resolve("AB12345678", url="https://helthjem.no/sporing")

    assert (link.carrier, link.url) == ("helthjem", "https://helthjem.no/sporing/AB12345678")


def test_link_falls_back_to_one_without_the_postcode(resolve: Resolve) -> None:
    known = resolve("3SDFC0123456789", company="PostNL", country="NL", postcode="1012 ab", language="nl")
    unknown = resolve("3SDFC0123456789", company="PostNL", country="NL", language="nl")

    assert known.url == "https://jouw.postnl.nl/track-and-trace/3SDFC0123456789-NL-1012AB"
    assert unknown.url == "https://postnl.nl/tracktrace/?B=3SDFC0123456789&D=NL&T=C&L=NL"


def test_branch_has_its_display_name(resolve: Resolve) -> None:
    assert resolve("AB12345678", company="PostNord NO").name == "PostNord"


def test_link_can_be_explained(carriers: Carriers) -> None:
    reasons = Explanation()
    carriers.resolve("AB12345678", company="Usual", url="https://www.ups.com.evil.net/AB12345678", explain=reasons)

    assert reasons == [
        "The merchant's link is refused: www.ups.com.evil.net imitates a carrier's host.",
        "The merchant's \"Usual\" is no carrier's name, or several carriers'.",
        "Nobody is known to carry this number.",
    ]


@each_row(
    ("clues", "reason"),
    [
        ({"company": "ups"}, 'The merchant\'s "ups" means UPS.'),
        ({"number": "1Z5R89390357567127", "company": "DHL"}, "The number can only be UPS's."),
        ({"url": "https://www.ups.com/t/1Z123"}, "The merchant's link leads to UPS."),
        ({"number": "JJFI12345678"}, "The number looks like Posti's, and like no other carrier's."),
        ({"company": "Wizmo"}, "We have no link to Wizmo for this number."),
        (
            {"company": "Wizmo", "url": "https://www.ups.com/1Z123456"},
            "The merchant's link is refused: it leads to UPS.",
        ),
        ({"url": "https://shop.net/parcel"}, "The merchant's link is refused: it does not say which parcel."),
        ({"url": "https://shop.net/parcel/12345"}, "The link is the merchant's own."),
    ],
)
def test_each_step_has_its_explanation(carriers: Carriers, clues: dict[str, str], reason: str) -> None:
    reasons = Explanation()
    carriers.resolve(clues.get("number"), company=clues.get("company"), url=clues.get("url"), explain=reasons)

    assert reason in reasons


HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet="1Z0aA%/\\@:.#?&<>\"' \t\r\n\x00\u202e\u200b\ud800\u0440\u00df", max_size=40),
    st.sampled_from(["javascript:alert(1)", "https://ups.com@evil.net/12345", "9" * 10_240, "1Z5R89390357567127"]),
    st.from_regex(r"https?://[a-z@:.\\]{1,20}(ups\.com|evil\.net)[/@:?#.\\]{0,3}[a-z0-9<]{0,9}", fullmatch=True),
)


@settings(database=None)
@given(
    number=HOSTILE,
    company=HOSTILE | st.sampled_from(["UPS", "PostNL", "Porterbuddy"]),
    url=HOSTILE,
    country=HOSTILE | st.just("NL"),
    postcode=HOSTILE | st.just("1012AB"),
    language=HOSTILE,
)
def test_hostile_texts_cause_no_error_and_no_unsafe_link(
    number: str, company: str, url: str, country: str, postcode: str, language: str
) -> None:
    link = Carriers.built_in().resolve(
        number, company=company, url=url, country=country, postcode=postcode, language=language
    )

    assert link.url is None or link.url == read_url(link.url).secure
    assert link.number is None or (len(link.number) <= 61 and link.number.isprintable())
    assert link.name is None or (len(link.name) <= 60 and link.name.isprintable())


@settings(database=None)
@given(st.text(alphabet="1Z5R89390357567127/\\<>?#&=%,;:. -\"'\n\u202e\u200b\x00\u0440\u00df", min_size=1, max_size=30))
def test_linked_number_stands_in_the_text_by_itself(text: str) -> None:
    link = Carriers.built_in().resolve(text, company="UPS")
    visible = text.replace("\u200b", "").upper()
    spaced = r"[ ]?".join(map(re.escape, link.number or "x"))

    assert link.carrier == "ups"
    assert not link.url or re.search(rf"(?<!\w){spaced}(?!\w)", visible), link


@each_row("character", ["\u0440", "\u00df", "\u202e", "\x00", "@", "\\", "%", "?"])
def test_number_with_a_foreign_character_within_is_never_linked(resolve: Resolve, character: str) -> None:
    assert resolve(f"1Z5R8939{character}0357567127", company="UPS").url is None
