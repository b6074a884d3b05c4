from tracking.i18n.text import text
from tracking.orders.errors import BadInput, Gone, LookupUnavailable, NotFound


def test_an_order_that_is_gone_is_not_found_either() -> None:
    assert issubclass(Gone, NotFound)


def test_an_outage_says_when_to_come_back_if_it_knows() -> None:
    assert LookupUnavailable().retry_after is None
    assert LookupUnavailable(7.5).retry_after == 7.5


def test_a_mistake_names_its_fields_and_not_what_was_typed() -> None:
    mistake = BadInput({"order": text("Enter your order number."), "email": text("Enter your address.")})
    assert str(mistake) == "order, email"
