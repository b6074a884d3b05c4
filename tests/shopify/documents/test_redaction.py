import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracking.shopify.documents.redaction import redact_company, redact_link, redact_number

NUMBER = "3SDFC0123456789"
LINKS = st.text(alphabet="aZ09 /?&=;#%+:@.-", max_size=40)


@given(LINKS, st.sampled_from(["", NUMBER]), st.sampled_from(["", "1012 AB"]))
def test_any_text_is_kept_or_not_and_keeping_again_changes_nothing(url: str, number: str, postcode: str) -> None:
    kept = redact_link(url, number, postcode)
    assert kept is None or redact_link(kept, number, postcode) == kept


@given(st.sampled_from(["/{0}", "/t?n={1}&x={0}", "/t#{0}", "/{1}/{0}", "?{0}", "?x;{0}={1}"]), st.text(max_size=9))
@example("/{0}", "%")
@example("/t?n={1}&x={0}", "%25")
@example("?{0}", "%")
def test_no_word_beside_the_postcode_saves_it(form: str, beside: str) -> None:
    kept = redact_link(f"https://nl.test{form.format(beside + '1012ab', NUMBER)}", NUMBER, "1012 AB")
    assert kept is None or "1012ab" not in kept


def test_user_name_in_a_link_is_not_kept() -> None:
    assert redact_link("https://ada@nl.test/t", NUMBER, "") is None


@pytest.mark.parametrize("name", ["PostNL", "17track", "DHL 00340434161094000000", "GLS 12345678901"])
def test_names_of_carriers_stay(name: str) -> None:
    assert redact_company(name, "1012 AB") == name


@pytest.mark.parametrize("number", ["1Z 999 AA1 01 2345 6784", "1234 5678 9012", "RB962459578NO, RB146881975NO"])
def test_numbers_stay_also_with_a_postcode_s_digits_in_them(number: str) -> None:
    assert redact_number(number, "5678") == number
