from tracking.i18n.text import text
from tracking.orders.errors import BadInput, Gone, LookupUnavailable, NotFound


def test_gone_is_a_not_found() -> None:
    assert issubclass(Gone, NotFound)


def test_unavailable_has_an_optional_retry_after() -> None:
    assert LookupUnavailable().retry_after is None
    assert LookupUnavailable(7.5).retry_after == 7.5


def test_bad_input_names_its_fields() -> None:
    mistake = BadInput({"order": text("Enter your order number."), "email": text("Enter your address.")})
    assert str(mistake) == "order, email"
