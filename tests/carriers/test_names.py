from dataclasses import replace

import pytest

from tracking.carriers.names import Names
from tracking.carriers.row import CarrierRow, Format, Strength

ROWS = (
    CarrierRow(code="alpha", name="Alpha", aliases=("Alpha Mail",)),
    CarrierRow(code="alpha-fast", name="Alpha Fast", not_this=("Alpha Centauri",)),
    CarrierRow(code="beta-se", name="Beta Sweden", aliases=("Beta",), local_names=("Beta",), countries=("SE",)),
    CarrierRow(
        code="beta-no",
        name="Beta Norway",
        aliases=("Beta",),
        local_names=("Beta",),
        countries=("NO",),
        formats=(Format(regex="BN[0-9]+", strength=Strength.MEDIUM),),
    ),
    CarrierRow(code="eagle", name="Eagle", exact=("Eagle",)),
    CarrierRow(code="xy", name="X&Y"),
)


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(ROWS)


def _code(names: Names, company: str, token: str | None = None, country: str | None = None) -> str | None:
    row = names.carrier(company, token, country)
    return row.code if row else None


@pytest.mark.parametrize("company", ["Alpha", "ALPHA", "al pha", "A.L.P.H.A", "Kurier Alpha 24/7", "Alpha-Standard"])
def test_a_name_is_found_as_whole_words(names: Names, company: str) -> None:
    assert _code(names, company) == "alpha"


@pytest.mark.parametrize("company", ["Alphabet", "Analpha", "The-Alpha", "Beta", "", "!?"])
def test_part_of_a_word_is_no_carrier(names: Names, company: str) -> None:
    assert _code(names, company) is None


def test_the_longer_name_wins(names: Names) -> None:
    assert _code(names, "Alpha Fast Express") == "alpha-fast"


def test_longer_text_without_a_carrier_hides_the_name_in_it(names: Names) -> None:
    assert _code(names, "Alpha Centauri Delivery") is None
    assert _code(names, "Alpha Centauri") is None


def test_an_everyday_word_counts_only_as_the_whole(names: Names) -> None:
    assert _code(names, "eagle") == "eagle"
    assert _code(names, "Eagle Eye") is None


def test_a_very_short_name_counts_only_as_the_whole(names: Names) -> None:
    assert _code(names, "X & Y") == "xy"
    assert _code(names, "X & Y Shop") is None


def test_country_distinguishes_branches(names: Names) -> None:
    assert _code(names, "Beta", country="SE") == "beta-se"
    assert _code(names, "Beta", country="NO") == "beta-no"
    assert _code(names, "Beta", country="DK") is None


def test_number_distinguishes_branches_before_the_country(names: Names) -> None:
    assert _code(names, "Beta", token="BN1", country="SE") == "beta-no"


def test_weak_format_distinguishes_branches_only_in_their_countries() -> None:
    weak = replace(ROWS[3], formats=(Format(regex="BN[0-9]+", strength=Strength.WEAK),))
    names = Names((ROWS[2], weak))
    assert _code(names, "Beta", token="BN1", country="SE") == "beta-se"
    assert _code(names, "Beta", token="BN1") == "beta-no"


def test_carrier_of_the_country_is_chosen_from_two(names: Names) -> None:
    assert _code(names, "Alpha / Beta Sweden", country="SE") == "beta-se"


def test_carrier_of_the_number_is_chosen_from_two(names: Names) -> None:
    assert _code(names, "Beta Sweden / Beta Norway", token="BN1") == "beta-no"


def test_two_carriers_without_further_evidence_are_none(names: Names) -> None:
    assert _code(names, "Alpha or Beta Sweden") is None


def test_long_name_is_read_up_to_its_limit(names: Names) -> None:
    assert _code(names, "Alpha " * 10_000) == "alpha"
    assert _code(names, "?" * 10_000 + "Alpha") is None
