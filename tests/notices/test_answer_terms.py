from tests.sampling import each_row
from tracking.notices.answer_terms import answer_terms
from tracking.settings import Settings

SHOP = {"SHOPIFY_SHOP": "harbor-goods.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "demo", "SECRET_KEY": "k" * 40}


@each_row(
    ("choices", "has_mail", "support", "are_taken", "are_mailed"),
    [
        ("", True, "shop@example.com", True, True),
        ("", True, None, False, False),
        ("", False, "shop@example.com", False, False),  # nobody would read it
        ("wait", False, "shop@example.com", True, False),  # the merchant has asked for it, and looks at the list
        ("wait", True, None, True, False),
        ("none", True, "shop@example.com", False, True),
    ],
)
def test_customers_are_asked_where_the_shop_hears_them(
    choices: str, *, has_mail: bool, support: str | None, are_taken: bool, are_mailed: bool
) -> None:
    terms = answer_terms(Settings.from_environ({**SHOP, "CHOICES": choices}), has_mail=has_mail)
    assert (terms.are_taken(support), terms.are_mailed(support)) == (are_taken, are_mailed)


def test_the_demo_offers_every_choice_and_a_shop_two() -> None:
    assert len(answer_terms(Settings.from_environ({}), has_mail=True).choices) == 5
    assert answer_terms(Settings.from_environ(SHOP), has_mail=True).choices == ("wait", "contact")


def test_nothing_is_asked_for_longer_than_it_is_kept() -> None:
    assert answer_terms(Settings.from_environ({**SHOP, "KEEP_DAYS": "7"}), has_mail=True).asked_for.days == 7
    assert answer_terms(Settings.from_environ(SHOP), has_mail=True).asked_for.days == 30
