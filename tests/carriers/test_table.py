"""The built-in rows prove themselves, and a merchant's file is checked like them."""

from collections import defaultdict
from pathlib import Path

import pytest

from tracking.carriers import Carriers, CarriersFileError
from tracking.carriers.numbers import Numbers
from tracking.carriers.row import CarrierRow, PickupNeeds, Strength
from tracking.carriers.row_validation import validate_row
from tracking.carriers.template import fill
from tracking.carriers.urls import read_url
from tracking.carriers.words import key

SHOPIFY_NAMES = (Path(__file__).with_name("shopify-names.txt")).read_text(encoding="utf-8").splitlines()


def _names(row: CarrierRow) -> tuple[str, ...]:
    return (row.name, *row.aliases, *row.exact, *row.shopify, *row.native_names.values())


def _home(row: CarrierRow) -> str | None:
    return row.countries[0] if row.countries else None


def test_every_row_is_sound(carriers: Carriers) -> None:
    assert [f'The row "{row.code}" {fault}.' for row in carriers.rows for fault in validate_row(row)] == []


def test_every_name_leads_to_its_row(carriers: Carriers) -> None:
    astray = [
        f'The row "{row.code}" has the name {name!r}, which leads to {found.carrier}.'
        for row in carriers.rows
        for name in _names(row)
        if row.countries or name not in row.local_names
        if (found := carriers.resolve(None, company=name, country=_home(row))).carrier != row.code
    ]

    assert astray == []


def test_a_name_belongs_to_one_row_unless_its_country_decides(carriers: Carriers) -> None:
    holders = defaultdict(set)
    for row in carriers.rows:
        for name in {key(name) for name in _names(row)} - {key(name) for name in row.local_names}:
            holders[name].add(row.code)

    assert {name: codes for name, codes in holders.items() if len(codes) > 1} == {}


def test_a_name_is_an_everyday_word_in_every_row_or_in_none(carriers: Carriers) -> None:
    exact = {key(name) for row in carriers.rows for name in row.exact}
    mixed = [
        f'The row "{row.code}" lists {name!r}, which is `exact` in another row.'
        for row in carriers.rows
        for name in _names(row)
        if key(name) in exact - {key(word) for word in row.exact}
    ]

    assert mixed == []


def test_not_this_texts_resolve_to_other_rows(carriers: Carriers) -> None:
    mistaken = [
        f'The row "{row.code}" takes {text!r} for itself.'
        for row in carriers.rows
        for text in row.not_this
        if carriers.resolve(None, company=text, country=_home(row)).carrier == row.code
    ]

    assert mistaken == []


def test_every_format_has_a_valid_and_its_row_an_invalid_number(carriers: Carriers) -> None:
    bare = [
        f'The row "{row.code}" has no number in `valid` for {form.regex}, or none in `invalid`.'
        for row in carriers.rows
        for form in row.formats
        if not row.invalid or not any(form.read(number) for number in row.valid)
    ]

    assert bare == []


def test_a_strong_number_alone_leads_to_its_row(carriers: Carriers) -> None:
    astray = [
        f'The row "{row.code}" calls {number} strong, but it leads to {found.carrier}.'
        for row in carriers.rows
        for number in row.valid
        if any(form.strength is Strength.STRONG and form.read(number) for form in row.formats)
        if (found := carriers.resolve(number)).carrier != row.code
    ]

    assert astray == []


def test_no_number_alone_leads_to_a_wrong_row(carriers: Carriers) -> None:
    astray = [
        f'The number {number} of the row "{row.code}" leads to {found.carrier}.'
        for row in carriers.rows
        for number in row.valid
        for country in (None, _home(row))
        if (found := carriers.resolve(number, country=country)).carrier not in {row.code, None}
    ]

    assert astray == []


def test_a_weak_number_without_its_country_leads_nowhere(carriers: Carriers) -> None:
    claimed = [
        f'The number {number} of the row "{row.code}" is claimed without a country.'
        for row in carriers.rows
        for number in row.valid
        if all(form.strength is Strength.WEAK for form in row.formats if form.read(number))
        if carriers.resolve(number).carrier is not None
    ]

    assert claimed == []


def test_invalid_number_alone_does_not_resolve_to_its_row(carriers: Carriers) -> None:
    numbers = Numbers(carriers.rows)

    assert [
        row.code for row in carriers.rows for number in row.invalid if numbers.carrier(number, _home(row)) is row
    ] == []


def test_every_link_has_a_confidence(carriers: Carriers) -> None:
    assert [row.code for row in carriers.rows if bool(row.link) != bool(row.confidence)] == []
    assert [row.code for row in carriers.rows if row.trusted and row.confidence != "low"] == []


def test_every_proven_link_leads_to_the_carriers_own_host(carriers: Carriers) -> None:
    known = {"country": "SE", "postcode": "11122", "language": "sv"}
    links = {row.code: fill(row, "AB12345", **known) for row in carriers.rows if row.link and row.is_proven}

    assert len(links) > 200
    assert [code for code, link in links.items() if link is None or "AB12345" not in read_url(link).secure] == []


def test_every_name_in_shopifys_list_is_known(carriers: Carriers) -> None:
    known = {name for row in carriers.rows for name in row.shopify}

    assert [name for name in SHOPIFY_NAMES if name not in known] == []


def test_every_linked_name_in_shopifys_list_has_a_link(carriers: Carriers) -> None:
    bare = [
        name
        for row in carriers.rows
        if row.link
        for name in row.shopify
        if not carriers.resolve("AB12345678", company=name, country=_home(row) or "US", postcode="12345").url
    ]

    assert bare == []


# The carriers of the regions that our first shops serve, where a link to them is known.
SERVED = {
    "Norway": "posten-norge bring postnord-no helthjem",
    "Sweden": "postnord postnord-se db-schenker dhl-freight budbee instabox airmee",
    "Denmark": "postnord-dk dao danske-fragtmaend gls-dk",
    "Finland": "posti matkahuolto postnord-fi",
    "the Netherlands and Belgium": "postnl postnl-international dhl-parcel-nl dpd-nl gls-nl budbee homerr bpost dpd-be",
    "Poland": "inpost poczta-polska pocztex dpd-pl dhl-poland gls-pl orlen-paczka ups fedex packeta",
    "Germany": "dhl-paket-de deutsche-post hermes-de dpd gls",
    "the United Kingdom": "royal-mail parcelforce evri dpd-uk dpd-local dhl-parcel-uk yodel",
    "France": "colissimo la-poste chronopost mondial-relay colis-prive",
    "Spain": "correos correos-express seur gls-es",
    "Italy": "poste-italiane brt gls-it",
    "China": "sf-express china-post cainiao yunexpress yanwen 4px zto",
    "North America": "usps ups fedex ontrac canada-post purolator canpar",
    "Australia": "australia-post startrack sendle couriers-please",
}


@pytest.mark.parametrize("region", SERVED)
def test_served_region_has_links_to_its_carriers(rows: dict[str, CarrierRow], region: str) -> None:
    known = {"country": "SE", "postcode": "11122", "language": "en"}

    assert [code for code in SERVED[region].split() if not fill(rows[code], "AB12345", **known)] == []


def _with(tmp_path: Path, text: str) -> Carriers:
    path = tmp_path / "carriers.toml"
    path.write_text(text, encoding="utf-8")
    return Carriers.with_file(path)


def test_a_merchant_adds_an_own_courier(tmp_path: Path) -> None:
    own = _with(tmp_path, '[bike]\nname = "Bike Bergen"\nlink = "https://bikebergen.no/t/{number}"\n')

    assert own.resolve("AB12345", company="bike bergen").url == "https://bikebergen.no/t/AB12345"
    assert own.resolve("AB12345", company="UPS").carrier == "ups"


def test_row_of_a_merchant_overrides_a_name(tmp_path: Path) -> None:
    own = _with(tmp_path, '[our-posten]\nname = "Posten"\nlink = "https://posten.bikebergen.no/{number}"\n')

    assert own.resolve("AB12345", company="Posten", country="NO").carrier == "our-posten"


def test_a_merchant_corrects_a_column_and_keeps_the_others(tmp_path: Path) -> None:
    own = _with(tmp_path, '[helthjem]\nlink = "https://helthjem.no/ny/{number}"\n')
    link = own.resolve("AB12345", company="Helthjem Mailbox")

    assert link.url == "https://helthjem.no/ny/AB12345"
    assert link.name == "Helthjem"


def test_correction_of_a_merchant_does_not_change_the_built_in_table(tmp_path: Path, carriers: Carriers) -> None:
    _with(tmp_path, '[helthjem]\nname = "Home"\n')

    assert carriers.resolve("AB12345", company="Helthjem").name == "Helthjem"


def test_a_merchant_says_how_long_a_parcel_is_kept(tmp_path: Path) -> None:
    own = _with(tmp_path, '[posti]\npickup_days = 3\npickup_needs = "code"\nreports = false\n')
    row = own.row("posti")

    assert row is not None
    assert (row.name, row.pickup_days, row.pickup_needs, row.reports) == ("Posti", 3, PickupNeeds.CODE, False)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[bike]\nlink = "https://bike.no/{number}"', 'the row "bike" has no name: add name = "…".'),
        ('bike = "Bike"', 'the row "bike" must be a table: write [bike] above its columns.'),
        ('[bike]\nname = "Bike"\nlink = "http://bike.no/{number}"', "must begin with https://."),
        ('[ups]\nlink = "https://ups.com/{nummer}"', "its blanks can be number, postcode, country, lang."),
        ('[ups]\ninvalid = ["1Z5R89390357567127"]', "matches '1Z5R89390357567127', which `invalid` lists."),
        ('[ups]\nshown = "Brown"', 'the row "ups" has columns by their old names: write `display_name` for `shown`.'),
        (
            '[ups]\npickup_days = "7"',
            'the row "ups" has `pickup_days` that are no number of days: write pickup_days = 7.',
        ),
        ("[bike\n", "is not TOML: "),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(CarriersFileError) as refusal:
        _with(tmp_path, text)

    assert f"{refusal.value}".startswith(f"{tmp_path / 'carriers.toml'}")
    assert sentence in f"{refusal.value}"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CarriersFileError, match="cannot be read: No such file"):
        Carriers.with_file(tmp_path / "nowhere.toml")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "carriers.toml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(CarriersFileError, match="is not TOML"):
        Carriers.with_file(path)
