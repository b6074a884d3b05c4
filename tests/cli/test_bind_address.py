import pytest

from tracking.cli.bind_address import reachable_host


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "localhost"), ("::", "localhost"), ("shop.local", "shop.local"), ("2001:db8::1", "[2001:db8::1]")],
)
def test_host_is_reachable_by_a_browser(host: str, shown: str) -> None:
    assert reachable_host(host) == shown
