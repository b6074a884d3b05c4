import pytest

from tests.settings.conftest import mistake
from tracking.settings import Settings
from tracking.settings.shopify_mails import MAILS, shopify_mails


@pytest.mark.parametrize(
    ("value", "mails"),
    [
        ("none", ()),
        ("None", ()),
        ("shipped", ("shipped",)),
        ("returns, Shipped,shipped,", ("shipped", "returns")),
        (",".join(MAILS), MAILS),
    ],
)
def test_mails_are_codes_separated_by_commas(value: str, mails: tuple[str, ...]) -> None:
    assert shopify_mails(value) == mails
    assert Settings.from_environ({"SHOPIFY_MAILS": value}).shopify_mails == mails


@pytest.mark.parametrize("value", ["sent", "shipped,none", "all", ",", "shipped delivered"])
def test_wrong_mail_is_a_sentence_that_names_the_setting(value: str) -> None:
    assert mistake(SHOPIFY_MAILS=value) == (
        "SHOPIFY_MAILS must name mails separated by commas, of shipped, updated, out_for_delivery, delivered, pickup,"
        " local, cancelled, refunded, returns, or be none."
    )
