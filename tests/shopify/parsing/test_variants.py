import pytest

from tests.sampling import each_row
from tracking.shopify.json_decoder import Json
from tracking.shopify.parsing.node import Node
from tracking.shopify.parsing.variants import read_variant


@each_row("title", ["Default Title", "default title", " Default Title ", "Default", "", "\u200b", None, 7])
def test_only_variant_of_a_product_has_no_title(title: Json) -> None:
    assert read_variant(Node({"variantTitle": title})) is None


@pytest.mark.parametrize("title", ["Blue", "Default / Blue", "Title"])
def test_variant_has_its_title(title: str) -> None:
    assert read_variant(Node({"variantTitle": title})) == title
