import pytest

from tracking.shopify.errors import AccessDenied, ContactHidden, Refused, ShopifyError, Throttled, Unavailable


@pytest.mark.parametrize("kind", [Unavailable, Throttled, Refused, AccessDenied, ContactHidden])
def test_every_error_is_a_shopify_error(kind: type[ShopifyError]) -> None:
    assert issubclass(kind, ShopifyError)


def test_temporary_errors_are_not_refused() -> None:
    assert issubclass(Throttled, Unavailable)
    assert issubclass(AccessDenied, Refused)
    assert not issubclass(Unavailable, Refused)


def test_retry_after_is_stored() -> None:
    assert Throttled("slowly", retry_after=2.5).retry_after == 2.5
    assert Unavailable("down").retry_after is None
