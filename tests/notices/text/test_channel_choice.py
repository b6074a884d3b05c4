from tests.sampling import each_row
from tracking.notices.text.channel_choice import TextTerms, choose_channel, may_be_texted


@each_row("consents", [True, False])
@each_row("has_email", [True, False])
@each_row("has_phone", [True, False])
@each_row("chosen", [None, "email", "text"])
def test_a_text_needs_a_service_a_number_and_a_consent(
    chosen: str | None, *, has_phone: bool, has_email: bool, consents: bool
) -> None:
    terms = TextTerms(is_on=True, texts_phone_orders=consents)
    by_text = has_phone and (chosen == "text" or (chosen is None and consents and not has_email))
    assert choose_channel(terms, chosen, has_email=has_email, has_phone=has_phone) == ("text" if by_text else "email")
    assert choose_channel(TextTerms(), chosen, has_email=has_email, has_phone=has_phone) == "email"


def test_a_customers_choice_is_a_consent_of_its_own() -> None:
    assert may_be_texted(TextTerms(is_on=True), "text", has_email=True)
    assert not may_be_texted(TextTerms(is_on=True, texts_phone_orders=True), None, has_email=True)
