from tests.sampling import each_row
from tracking.carriers.words import key, loose_words, means_no_carrier, spaced


@each_row(
    ("typed", "found_by"),
    [
        ("Zásilkovna", "zasilkovna"),
        ("ÖSTERREICHISCHE Post", "osterreichischepost"),
        ("Sürat Kargo", "suratkargo"),
        ("DHL Expreß", "dhlexpress"),
        ("Yurtiçi", "yurtici"),
        ("Danske Fragtmænd", "danskefragtmaend"),
        ("UPS™", "ups"),
        ("R+L Carriers", "rlcarriers"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER U}PS", "ups"),
        ("佐川急便", "佐川急便"),
        ("!?", ""),
    ],
)
def test_a_name_is_found_by_its_plain_letters_and_digits(typed: str, found_by: str) -> None:
    assert key(typed) == found_by


def test_a_name_may_not_begin_behind_a_hyphen_or_an_apostrophe() -> None:
    assert loose_words("follow-ups") == [("follow", True), ("ups", False)]
    assert loose_words("l'ups") == [("l", True), ("ups", False)]
    assert loose_words("Bring - Pakke / Post") == [("bring", True), ("pakke", True), ("post", True)]


@each_row("company", ["Other", "N/A", "Andere", "annet", "Inny", "其他", "TBA"])
def test_some_words_mean_no_carrier(company: str) -> None:
    assert means_no_carrier(company)


def test_carrier_name_does_not_mean_no_carrier() -> None:
    assert not means_no_carrier("Other Couriers")


@each_row(
    ("text", "expected"),
    [
        ("Cash on Delivery (COD)", "cash on delivery cod"),
        ("  Überweisung_Vorkasse ", "uberweisung vorkasse"),
        ("Förhands-beställning", "forhands bestallning"),
        ("Betal på Døra / Straße", "betal pa dora strasse"),
        ("支付宝, 微信", "支付宝 微信"),
        ("—", ""),
    ],
)
def test_folded_words_have_one_space_between_them(text: str, expected: str) -> None:
    assert spaced(text) == expected
