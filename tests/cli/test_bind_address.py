import pytest

from tracking.cli.bind_address import address


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "localhost"), ("::", "localhost"), ("shop.local", "shop.local"), ("2001:db8::1", "[2001:db8::1]")],
)
def test_the_address_is_one_that_a_browser_reaches(host: str, shown: str) -> None:
    assert address(host) == shown
