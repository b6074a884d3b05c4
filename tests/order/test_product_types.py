from tests.order.builders import line, order
from tests.sampling import each_row
from tracking.order.model import Line
from tracking.order.product_types import product_type

CHAIR = line(id="chair", product_type="Furniture")
TABLE = line(id="table", product_type="Furniture")
MUG = line(product_type="Mugs")
PATTERN = line(id="pattern", product_type="Patterns", requires_shipping=False)


@each_row(
    ("lines", "expected"),
    [
        ((CHAIR,), "Furniture"),
        ((CHAIR, TABLE, PATTERN), "Furniture"),
        ((CHAIR, MUG), None),
        ((CHAIR, line(id="untyped")), None),
        ((line(),), None),
        ((PATTERN,), None),
        ((), None),
    ],
)
def test_an_order_has_the_type_that_all_that_is_shipped_has_in_common(
    lines: tuple[Line, ...], expected: str | None
) -> None:
    assert product_type(order(lines=lines)) == expected
