import pytest

from tracking.shopify.errors import AccessDenied, ContactHidden, Refused, ShopifyError, Throttled, Unavailable


@pytest.mark.parametrize("kind", [Unavailable, Throttled, Refused, AccessDenied, ContactHidden])
def test_every_error_is_caught_as_one(kind: type[ShopifyError]) -> None:
    assert issubclass(kind, ShopifyError)


def test_nothing_that_may_pass_is_mistaken_for_a_refusal() -> None:
    assert issubclass(Throttled, Unavailable)
    assert issubclass(AccessDenied, Refused)
    assert not issubclass(Unavailable, Refused)


def test_a_pause_is_kept() -> None:
    assert Throttled("slowly", retry_after=2.5).retry_after == 2.5
    assert Unavailable("down").retry_after is None
