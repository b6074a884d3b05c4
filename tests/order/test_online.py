from tests.order.builders import download, insurance, line, policy
from tests.sampling import each_row
from tracking.order.online import is_named, is_online, is_quiet


@each_row(
    ("name", "title", "sku"),
    [
        ("Pattern", "Pattern", None),
        ("PATTERN", " pattern ", None),
        ("Knitting  pattern", "Knitting pattern", None),
        ("Pattern*", "Pattern (PDF)", None),
        ("pattern*", "Pattern", None),
        ("GUIDE-1", "The guide", "guide-1"),
        ("GUIDE-*", "The guide", "GUIDE-7"),
        ("*", "Anything", None),
        ("*", None, None),
        ("5* hotels", "5* hotels", None),
    ],
)
def test_product_is_named_by_title_or_sku(name: str, title: str | None, sku: str | None) -> None:
    assert is_named(name, title, sku)


@each_row(
    ("name", "title", "sku"),
    [
        ("Pattern", "Pattern (PDF)", None),
        ("Pattern*", "My pattern", None),
        ("GUIDE", None, "GUIDE-1"),
        ("Pattern", None, None),
        ("Pattern*", None, None),
    ],
)
def test_product_is_not_named(name: str, title: str | None, sku: str | None) -> None:
    assert not is_named(name, title, sku)


def test_gift_cards_and_named_products_are_online() -> None:
    assert is_online(download(), policy())
    assert is_online(insurance(is_gift_card=True), policy(downloads=()))
    assert not is_online(insurance(), policy())


@each_row("changes", [{"is_gift_card": True}, {"title": "Pattern"}, {}])
def test_goods_are_neither_online_nor_quiet(changes: dict[str, object]) -> None:
    goods = line(**changes)
    assert not is_online(goods, policy())
    assert not is_quiet(goods, policy())


def test_other_lines_without_shipping_are_quiet() -> None:
    assert is_quiet(insurance(), policy())
    assert is_quiet(download(), policy(downloads=()))
    assert not is_quiet(download(), policy())
